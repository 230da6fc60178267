import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { idOf } from '../domain/id.ts';
import { redactBody } from './redact-body.ts';

export interface WebhookTraces {
  /** What gateways and carriers call these payments and parcels. */
  readonly refs: readonly string[];
  /** Epoch ms: nothing about them came before. */
  readonly fromAt: number;
  /** Epoch ms: nor after. */
  readonly untilAt: number;
}

const BATCH = 100;

/** What a message is about, by the names that senders give it. Written as it would stand in an index. */
const ABOUT = sql`CAST(CASE WHEN json_valid(raw_body) THEN COALESCE(
  raw_body ->> '$.data.object.payment_intent', raw_body ->> '$.data.object.id',
  raw_body ->> '$.payload.payment.entity.order_id', raw_body ->> '$.payload.order.entity.id',
  raw_body ->> '$.payload.refund.entity.payment_id', raw_body ->> '$.payload.dispute.entity.payment_id',
  raw_body ->> '$.payload.payment.entity.id', raw_body ->> '$.Shipment.AWB') END AS TEXT)`;

/** Leaves of every message about these payments and parcels only what names nobody. Returns how many it changed. */
export async function redactWebhooks(ctx: Context, { refs, fromAt, untilAt }: WebhookTraces): Promise<number> {
  requireSystem(ctx);
  if (refs.length === 0) return 0;
  let changed = 0;
  // Ids of the inbox sort by time: the look is bounded by when something could have come.
  const end = idOf('inboxMessage', untilAt, LAST);
  for (let after = idOf('inboxMessage', fromAt, FIRST); ; ) {
    const rows = await ctx.db.all<{ id: typeof after; rawBody: string }>(sql`
      SELECT id, raw_body AS rawBody FROM ${webhookInbox}
      WHERE id > ${after} AND id <= ${end} AND ${ABOUT} IN (SELECT value FROM json_each(${JSON.stringify(refs)}))
      ORDER BY id LIMIT ${BATCH}`);
    changed += await replaceBodies(ctx, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return changed;
    after = last.id;
  }
}

const FIRST = new Uint8Array(10);
const LAST = new Uint8Array(10).fill(255);

async function replaceBodies(ctx: Context, rows: readonly { readonly id: string; readonly rawBody: string }[]) {
  const bodies = rows
    .map(({ id, rawBody }) => ({ id, before: rawBody, rawBody: redactBody(rawBody) }))
    .filter(({ before, rawBody }) => before !== rawBody)
    .map(({ id, rawBody }) => ({ id, rawBody }));
  if (bodies.length === 0) return 0;
  await ctx.db.run(sql`
    UPDATE ${webhookInbox} SET raw_body = redacted.raw_body
    FROM (SELECT value ->> 'id' AS id, value ->> 'rawBody' AS raw_body FROM json_each(${JSON.stringify(bodies)})) AS redacted
    WHERE webhook_inbox.id = redacted.id`);
  return bodies.length;
}

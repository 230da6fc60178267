import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { WEBHOOK_ABOUT, webhookInbox } from '../db/schema/payments.ts';
import { redactBody } from './redact-body.ts';

const BATCH = 100;

/**
 * Leaves of every message about these payments and parcels, by the names that gateways and carriers give them, only
 * what names nobody. Returns how many it changed.
 */
export async function redactWebhooks(ctx: Context, refs: readonly string[]): Promise<number> {
  requireSystem(ctx);
  let changed = 0;
  for (let after = ''; ; ) {
    const rows = await ctx.db.all<{ id: string; rawBody: string }>(sql`
      SELECT id, raw_body AS rawBody FROM ${webhookInbox}
      WHERE ${WEBHOOK_ABOUT} IN (SELECT value FROM json_each(${JSON.stringify(refs)})) AND id > ${after}
      ORDER BY id LIMIT ${BATCH}`);
    changed += await replaceBodies(ctx, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return changed;
    after = last.id;
  }
}

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

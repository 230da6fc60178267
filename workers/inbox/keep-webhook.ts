import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';

/** What a gateway or a carrier sent, after its signature was verified. */
export interface IncomingWebhook {
  /** The sender: 'stripe', 'razorpay', 'carrier:delhivery'. */
  readonly gateway: string;
  /** The sender's id of the event: the same id again is the same event. */
  readonly eventId: string;
  readonly eventType: string;
  /** The text of exactly the bytes that came. */
  readonly rawBody: string;
}

export interface KeptWebhook {
  readonly id: string;
  readonly gateway: string;
  readonly rawBody: string;
  readonly processedAt: number | null;
  readonly outcome: string | null;
}

/** Signed rightly, yet meant for another shop: kept so that staff see them, never acted on. */
export const MISDIRECTED_OUTCOMES = ['wrong_mode', 'wrong_account'] as const;
export type MisdirectedOutcome = (typeof MISDIRECTED_OUTCOMES)[number];

/**
 * Puts a verified webhook into the inbox, before anything else happens. An event that is there already stays as it is;
 * either way the row is returned. A misdirected one is over as soon as it is kept, unless it was the shop's setting that
 * was wrong: sent again, and ours then, it waits like any other.
 */
export async function keepWebhook(
  ctx: Context,
  { gateway, eventId, eventType, rawBody }: IncomingWebhook,
  misdirected: MisdirectedOutcome | null = null,
): Promise<KeptWebhook> {
  const processedAt = misdirected === null ? null : ctx.now;
  const [, [row]] = await ctx.db.batch([
    ctx.db
      .insert(webhookInbox)
      .values({
        ...{ id: ctx.newId('inboxMessage'), gateway, eventId, eventType, rawBody, receivedAt: ctx.now },
        ...{ processedAt, outcome: misdirected },
      })
      .onConflictDoUpdate({
        target: [webhookInbox.gateway, webhookInbox.eventId],
        set: { rawBody, eventType, processedAt: null, outcome: null },
        setWhere: sql`${misdirected} IS NULL AND ${webhookInbox.outcome} IN ${MISDIRECTED_OUTCOMES}`,
      }),
    ctx.db
      .select({
        id: webhookInbox.id,
        gateway: webhookInbox.gateway,
        rawBody: webhookInbox.rawBody,
        processedAt: webhookInbox.processedAt,
        outcome: webhookInbox.outcome,
      })
      .from(webhookInbox)
      .where(sql`${webhookInbox.gateway} = ${gateway} AND ${webhookInbox.eventId} = ${eventId}`),
  ]);
  if (row === undefined) throw new Error(`webhook ${gateway} ${eventId} was not kept`);
  return row;
}

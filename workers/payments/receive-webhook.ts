import { eq, sql } from 'drizzle-orm';
import { actAs, type Context } from '../context.ts';
import { webhookInbox } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import type { Gateway, GatewayEvent } from './gateway.ts';
import { stripeGateway } from './stripe-gateway.ts';

export const MAX_WEBHOOK_BYTES = 262_144;

/**
 * A gateway's webhook. Nothing is written before its signature is verified; then it lies in the inbox before it is
 * acted on, so that whatever fails is tried again by the cron. Answers as soon as the event is kept.
 *
 * Throws `invalid_signature`, `body_too_large`, `misconfigured`.
 */
export async function receiveWebhook(
  ctx: Context,
  rawBody: Uint8Array,
  headers: Headers,
  gateway: Gateway = stripeGateway(ctx.env),
): Promise<void> {
  if (rawBody.byteLength > MAX_WEBHOOK_BYTES) throw new AppError('body_too_large', 'A webhook is at most 256 KB.');
  const text = decodeExactly(rawBody);
  const webhook = text === null ? NOT_OURS : await gateway.parseWebhook(text, headers, ctx.now);
  if (text === null || !webhook.ok)
    throw new AppError('invalid_signature', 'The signature does not fit the body, or is too old.');

  const { event } = webhook;
  const [, [row]] = await ctx.db.batch([
    ctx.db
      .insert(webhookInbox)
      .values({
        id: ctx.newId('inboxMessage'),
        gateway: gateway.name,
        eventId: event.eventId,
        eventType: event.gatewayType,
        rawBody: text,
        receivedAt: ctx.now,
      })
      .onConflictDoNothing(),
    ctx.db
      .select({ id: webhookInbox.id, processedAt: webhookInbox.processedAt })
      .from(webhookInbox)
      .where(sql`${webhookInbox.gateway} = ${gateway.name} AND ${webhookInbox.eventId} = ${event.eventId}`),
  ]);
  if (row === undefined || row.processedAt !== null) return;
  await processEvent(actAs(ctx, { kind: 'system', name: gateway.name }), gateway.name, event, row.id);
}

const NOT_OURS = { ok: false } as const;

/** Null for what is not UTF-8. The SDK's own decoder drops a byte-order mark, and so would verify other bytes. */
function decodeExactly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Acts on a kept event. What cannot be done yet stays in the inbox, with the reason; returns whether it is done. */
export async function processEvent(
  ctx: Context,
  gateway: Gateway['name'],
  event: GatewayEvent,
  inboxId: string,
): Promise<boolean> {
  let reason: string;
  try {
    const outcome = await applyPaymentEvent(ctx, gateway, event, inboxId);
    if (outcome !== 'unknown_payment' && outcome !== 'before_its_capture') return true;
    reason = outcome;
  } catch (error) {
    reason = `failed: ${String(error)}`.slice(0, 500);
    ctx.log.error('webhook failed', { inboxId, error: String(error) });
  }
  await ctx.db
    .update(webhookInbox)
    .set({ attempts: sql`${webhookInbox.attempts} + 1`, outcome: reason })
    .where(sql`${eq(webhookInbox.id, inboxId)} AND ${webhookInbox.processedAt} IS NULL`);
  return false;
}

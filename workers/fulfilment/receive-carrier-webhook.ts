import type { Context } from '../context.ts';
import type { Carrier } from '../delivery/carrier.ts';
import { AppError } from '../http/problem.ts';
import { keepWebhook } from '../inbox/keep-webhook.ts';
import { processWebhook } from '../inbox/process-webhook.ts';
import { handleCarrierWebhook } from './handle-carrier-webhook.ts';

/**
 * A carrier's webhook. Nothing is written before its secret is checked; then it lies in the inbox before it is acted
 * on, so that whatever fails is tried again by the cron. Throws `invalid_signature`, `validation_failed`.
 */
export async function receiveCarrierWebhook(
  ctx: Context,
  carrier: Carrier,
  rawBody: string,
  headers: Headers,
): Promise<void> {
  const parsed = await carrier.parseWebhook(rawBody, headers);
  if (!parsed.ok && parsed.reason === 'wrong_secret') {
    throw new AppError('invalid_signature', 'The secret in the header is not the one of this shop.');
  }
  if (!parsed.ok) throw new AppError('validation_failed', 'The body is no scan of a shipment.');
  const { eventId, carrierType } = parsed.event;
  const gateway = `carrier:${carrier.name}`;
  const webhook = await keepWebhook(ctx, { gateway, eventId, eventType: carrierType, rawBody });
  if (webhook.processedAt === null) await processWebhook(ctx, webhook, handleCarrierWebhook);
}

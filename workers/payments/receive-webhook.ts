import type { Context } from '../context.ts';
import { failpoint } from '../failpoint.ts';
import { AppError } from '../http/problem.ts';
import { keepWebhook } from '../inbox/keep-webhook.ts';
import { processWebhook } from '../inbox/process-webhook.ts';
import type { GatewayName } from './gateway.ts';
import { gatewayOf } from './gateways.ts';
import { handleGatewayWebhook } from './handle-gateway-webhook.ts';

export const MAX_WEBHOOK_BYTES = 262_144;

/**
 * A gateway's webhook. Nothing is written before its signature is verified; then it lies in the inbox before it is
 * acted on, so that whatever fails is tried again by the cron. Answers as soon as the event is kept.
 *
 * Throws `invalid_signature`, `wrong_webhook_mode`, `wrong_webhook_account`, `body_too_large`, `misconfigured`.
 */
export async function receiveWebhook(
  ctx: Context,
  name: GatewayName,
  rawBody: Uint8Array,
  headers: Headers,
): Promise<void> {
  if (rawBody.byteLength > MAX_WEBHOOK_BYTES) throw new AppError('body_too_large', 'A webhook is at most 256 KB.');
  const text = decodeExactly(rawBody);
  const webhook = text === null ? NOT_OURS : await gatewayOf(ctx.env, name).parseWebhook(text, headers, ctx.now);
  if (text === null || (!webhook.ok && webhook.reason === 'invalid_signature')) {
    throw new AppError('invalid_signature', 'The signature does not fit the body, or is too old.');
  }

  const { eventId, gatewayType: eventType } = webhook.event;
  const misdirected = webhook.ok ? null : webhook.reason;
  const kept = await keepWebhook(ctx, { gateway: name, eventId, eventType, rawBody: text }, misdirected);
  if (misdirected !== null) throw misdirectedError(misdirected);
  await failpoint(ctx, 'capture.received');
  if (kept.processedAt === null) await processWebhook(ctx, kept, handleGatewayWebhook);
}

const NOT_OURS = { ok: false, reason: 'invalid_signature' } as const;

function misdirectedError(reason: 'wrong_mode' | 'wrong_account'): AppError {
  return reason === 'wrong_mode'
    ? new AppError('wrong_webhook_mode', 'This webhook is a test and the shop is not, or the other way round.')
    : new AppError('wrong_webhook_account', 'This webhook is of an account that is not the shop’s.');
}

/** Null for what is not UTF-8. The SDK's own decoder drops a byte-order mark, and so would verify other bytes. */
function decodeExactly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

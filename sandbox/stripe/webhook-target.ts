import { createHmac } from 'node:crypto';
import type { WebhookTarget } from '../webhooks/webhook-sender.ts';
import { unixNow } from './objects.ts';

/** The shop's endpoint is registered for these. */
const TYPES = new Set([
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'payment_intent.canceled',
  'charge.succeeded',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
  'refund.created',
  'refund.updated',
  'refund.failed',
]);

export function stripeTarget(url: string, secret: string): WebhookTarget {
  return {
    url,
    types: TYPES,
    headersOf: ({ payload }) => ({ 'stripe-signature': sign(payload, secret, unixNow()) }),
  };
}

/** Stripe's scheme v1: HMAC-SHA256 of '<unix time>.<raw body>', hex. https://docs.stripe.com/webhooks/signature */
function sign(payload: string, secret: string, unixTime: number): string {
  const signature = createHmac('sha256', secret).update(`${unixTime}.${payload}`).digest('hex');
  return `t=${unixTime},v1=${signature}`;
}

import { createHmac } from 'node:crypto';
import type { WebhookTarget } from '../webhooks/webhook-sender.ts';

/** The shop's account at Razorpay: its keys, and where it wants to be told. */
export interface RazorpayAccount {
  readonly accountId: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

export const DEVELOPMENT_ACCOUNT: RazorpayAccount = {
  accountId: 'acc_haatsandbox',
  keyId: 'rzp_test_haat',
  keySecret: 'rzp_secret_haat_development',
  webhookUrl: 'http://127.0.0.1:8787/api/v1/payments/webhook/razorpay',
  webhookSecret: 'rzp_webhook_haat_development',
};

/** The shop's endpoint is registered for these. */
const TYPES = new Set([
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'order.paid',
  'refund.created',
  'refund.processed',
  'refund.failed',
  'payment.dispute.created',
  'payment.dispute.won',
  'payment.dispute.lost',
]);

export function razorpayTarget({ webhookUrl, webhookSecret }: RazorpayAccount): WebhookTarget {
  return {
    url: webhookUrl,
    types: TYPES,
    headersOf: ({ payload, eventId }) => ({
      'x-razorpay-signature': hmac(payload, webhookSecret),
      'x-razorpay-event-id': eventId,
    }),
  };
}

/** What the browser brings from the payment page to the shop. */
export interface Callback {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

/** https://razorpay.com/docs/payments/server-integration/: HMAC of 'order_id|payment_id' with the key's secret, hex. */
export function callbackOf(account: RazorpayAccount, orderId: string, paymentId: string): Callback {
  return {
    razorpay_payment_id: paymentId,
    razorpay_order_id: orderId,
    razorpay_signature: hmac(`${orderId}|${paymentId}`, account.keySecret),
  };
}

function hmac(message: string, secret: string): string {
  return createHmac('sha256', secret).update(message).digest('hex');
}

import { createHmac, randomUUID } from 'node:crypto';
import type { Answer } from '../../bench/load.ts';
import { DEVELOPMENT_VARS } from '../shop.ts';
import { ask, type World } from './world.ts';

export interface PaymentTold {
  readonly gatewayRef: string;
  readonly amountPaise: number;
  readonly currency?: string;
  /** Razorpay's id of the money. */
  readonly captureRef?: string;
}

/** A webhook, signed as the gateway signs it, that may be delivered as often and in any order one likes. */
export interface Webhook {
  readonly gateway: 'stripe' | 'razorpay';
  readonly eventId: string;
  readonly body: string;
}

type StripeType =
  | 'payment_intent.amount_capturable_updated'
  | 'payment_intent.succeeded'
  | 'payment_intent.payment_failed';

export function stripeWebhook(type: StripeType, { gatewayRef, amountPaise, currency = 'inr' }: PaymentTold): Webhook {
  const eventId = `evt_${randomUUID()}`;
  const amounts = { amount: amountPaise, amount_received: amountPaise, amount_capturable: amountPaise };
  const object = { id: gatewayRef, object: 'payment_intent', currency, status: 'succeeded', ...amounts };
  const event = { id: eventId, object: 'event', type, livemode: false, data: { object } };
  return { gateway: 'stripe', eventId, body: JSON.stringify(event) };
}

type RazorpayType = 'payment.authorized' | 'payment.captured' | 'order.paid' | 'payment.failed';

export function razorpayWebhook(type: RazorpayType, told: PaymentTold): Webhook {
  const { gatewayRef, amountPaise, currency = 'INR', captureRef = `pay_${gatewayRef.slice(6)}` } = told;
  const status = type === 'payment.authorized' ? 'authorized' : type === 'payment.failed' ? 'failed' : 'captured';
  const payment = {
    ...{ id: captureRef, entity: 'payment', order_id: gatewayRef, amount: amountPaise, currency, status },
    ...{ method: 'upi', captured: status === 'captured', fee: 0, tax: 0, notes: {} },
  };
  const order = {
    id: gatewayRef,
    entity: 'order',
    amount: amountPaise,
    amount_paid: amountPaise,
    currency,
    status: 'paid',
  };
  const payload =
    type === 'order.paid'
      ? { payment: { entity: payment }, order: { entity: order } }
      : { payment: { entity: payment } };
  const event = {
    entity: 'event',
    account_id: 'acc_haat',
    event: type,
    contains: Object.keys(payload),
    payload,
    created_at: unixNow(),
  };
  return { gateway: 'razorpay', eventId: `evt_${randomUUID()}`, body: JSON.stringify(event) };
}

/** Posts it to the shop, signed now; `tamper` changes the body after it was signed. */
export function deliver(
  world: World,
  { gateway, eventId, body }: Webhook,
  tamper = (text: string) => text,
): Promise<Answer> {
  const headers: Record<string, string> =
    gateway === 'stripe'
      ? { 'stripe-signature': stripeSignature(body) }
      : {
          'x-razorpay-signature': hmac(body, DEVELOPMENT_VARS.RAZORPAY_WEBHOOK_SECRET),
          'x-razorpay-event-id': eventId,
        };
  return ask(`${world.api}/payments/webhook/${gateway}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    rawBody: tamper(body),
  });
}

function stripeSignature(body: string): string {
  const at = unixNow();
  return `t=${at},v1=${hmac(`${at}.${body}`, DEVELOPMENT_VARS.STRIPE_WEBHOOK_SECRET)}`;
}

function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}

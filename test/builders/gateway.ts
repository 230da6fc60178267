import { env } from 'cloudflare:workers';
import Stripe from 'stripe';
import type { Context } from '../../workers/context.ts';
import type { Gateway, GatewayPayment, RefundRequest } from '../../workers/payments/gateway.ts';
import { receiveWebhook } from '../../workers/payments/receive-webhook.ts';
import { givenContext } from './context.ts';

/** A gateway without a network: asks and refunds are idempotent by their keys, as the real one's are. */
export function givenGateway() {
  const asked: string[] = [];
  const refunds = new Map<string, RefundRequest>();
  const known = new Map<string, GatewayPayment>();
  const unused = () => {
    throw new Error('webhooks go through the real adapter');
  };
  const gateway: Gateway = {
    name: 'stripe',
    publishableKey: 'pk_test_haat',
    start: async ({ id }) => {
      asked.push(id);
      return { gatewayRef: `pi_${id}`, payUrl: `/sandbox/pay/pi_${id}`, clientSecret: `pi_${id}_secret` };
    },
    parseWebhook: unused,
    readEvent: unused,
    refund: async (refund) => void refunds.set(refund.idempotencyKey, refund),
    fetch: async (gatewayRef) => known.get(gatewayRef) ?? { status: 'open', amountPaise: 0, currency: 'INR' },
  };
  return { gateway, asked, refunds, known };
}

export interface GivenEvent {
  readonly id?: string;
  readonly type?:
    | 'payment_intent.succeeded'
    | 'payment_intent.payment_failed'
    | 'payment_intent.amount_capturable_updated';
  readonly gatewayRef: string;
  readonly amountPaise: number;
  readonly currency?: string;
}

/** The body of an event as Stripe sends it, as far as the adapter reads it. */
export function eventBody({
  id,
  type = 'payment_intent.succeeded',
  gatewayRef,
  amountPaise,
  currency = 'inr',
}: GivenEvent) {
  const object = {
    ...{ id: gatewayRef, object: 'payment_intent', currency, amount: amountPaise },
    ...{ amount_received: amountPaise, amount_capturable: amountPaise },
  };
  return JSON.stringify({ id: id ?? `evt_${crypto.randomUUID()}`, object: 'event', type, data: { object } });
}

/** A charge that went back whole. */
export function refundBody(gatewayRef: string, amountPaise: number): string {
  const object = { id: 'ch_1', object: 'charge', payment_intent: gatewayRef, currency: 'inr', refunded: true };
  const data = { object: { ...object, amount_refunded: amountPaise } };
  return JSON.stringify({ id: `evt_${crypto.randomUUID()}`, object: 'event', type: 'charge.refunded', data });
}

/** The header of a body signed by the official SDK, now unless said otherwise. */
export async function signatureOf(body: string, atMs = Date.now()): Promise<Headers> {
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: env.STRIPE_WEBHOOK_SECRET ?? '',
    timestamp: Math.floor(atMs / 1000),
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  });
  return new Headers({ 'stripe-signature': signature });
}

/** Delivers a body, signed, through the real adapter. */
export async function deliver(body: string, ctx: Context = givenContext()): Promise<void> {
  await receiveWebhook(ctx, new TextEncoder().encode(body), await signatureOf(body, ctx.now));
}

import { env } from 'cloudflare:workers';
import Stripe from 'stripe';
import type { Context } from '../../workers/context.ts';
import { AppError } from '../../workers/http/problem.ts';
import type {
  Gateway,
  GatewayName,
  GatewayPayment,
  GatewayRefund,
  RefundRequest,
} from '../../workers/payments/gateway.ts';
import { receiveWebhook } from '../../workers/payments/receive-webhook.ts';
import { givenContext } from './context.ts';

/** What a fake gateway does with refunds; 'lose' makes them and does not answer. Change it in the middle of a test. */
export interface GatewayTrouble {
  refundReplies: 'ok' | 'lose' | 'refuse';
  refundStatus: GatewayRefund['status'];
}

const OPEN: GatewayPayment = {
  ...{ status: 'open', captureRef: null, amountPaise: 0, currency: 'INR', method: null, feePaise: 0, feeTaxPaise: 0 },
};

/** A gateway without a network: what is asked of it twice happens once, as at the real ones. */
export function givenGateway(name: GatewayName = 'stripe') {
  const asked: string[] = [];
  /** By our id: what was given back. */
  const refunds = new Map<string, RefundRequest>();
  const answers = new Map<string, GatewayRefund>();
  /** By the gateway's id: what it knows, where that is not an open payment. */
  const known = new Map<string, Partial<GatewayPayment>>();
  const trouble: GatewayTrouble = { refundReplies: 'ok', refundStatus: 'succeeded' };
  const unused = () => {
    throw new Error('webhooks go through the real adapter');
  };
  const prefix = name === 'stripe' ? 'pi' : 'order';
  const gateway: Gateway = {
    name,
    publishableKey: 'pk_test_haat',
    start: async ({ id }) => {
      asked.push(id);
      const gatewayRef = `${prefix}_${id}`;
      return { gatewayRef, payUrl: `/sandbox/pay/${gatewayRef}`, clientSecret: `${gatewayRef}_secret` };
    },
    parseWebhook: unused,
    readEvent: unused,
    fetch: async ({ gatewayRef }) => ({ ...OPEN, ...known.get(gatewayRef) }),
    refund: async (refund) => {
      if (trouble.refundReplies === 'refuse') throw noAnswer();
      const before = answers.get(refund.id);
      // One that failed there is asked for again, as another.
      const isNew = before === undefined || before.status === 'failed';
      const gatewayRef = before === undefined ? `re_${refund.id}` : `${before.gatewayRef}-again`;
      const answer = isNew ? { gatewayRef, status: trouble.refundStatus } : before;
      answers.set(refund.id, answer);
      if (answer.status !== 'failed') refunds.set(refund.id, refund);
      if (trouble.refundReplies === 'lose') throw noAnswer();
      return answer;
    },
    fetchRefund: async ({ id }) => answers.get(id) ?? null,
  };
  return { gateway, asked, refunds, answers, known, trouble };
}

function noAnswer(): AppError {
  return new AppError('gateway_unavailable', 'The gateway of the test does not answer.');
}

// Stripe ------------------------------------------------------------------------------------------------------------

export interface GivenEvent {
  readonly id?: string;
  readonly type?:
    | 'payment_intent.succeeded'
    | 'payment_intent.payment_failed'
    | 'payment_intent.amount_capturable_updated';
  readonly gatewayRef: string;
  readonly amountPaise: number;
  readonly currency?: string;
  readonly livemode?: boolean;
}

/** The body of an event as Stripe sends it, as far as the adapter reads it. */
export function eventBody({
  id,
  type = 'payment_intent.succeeded',
  gatewayRef,
  amountPaise,
  currency = 'inr',
  livemode = false,
}: GivenEvent) {
  const object = {
    ...{ id: gatewayRef, object: 'payment_intent', currency, amount: amountPaise },
    ...{ amount_received: amountPaise, amount_capturable: amountPaise },
  };
  return stripeBody({ id, type, livemode, object });
}

export interface GivenRefund {
  /** Ours, which the gateway was given; none when staff refunded on the gateway's own pages. */
  readonly refundId?: string;
  readonly status?: GatewayRefund['status'];
  readonly eventId?: string;
}

/** A refund of which Stripe tells. */
export function refundBody(
  gatewayRef: string,
  amountPaise: number,
  { refundId, status = 'succeeded', eventId }: GivenRefund = {},
): string {
  const object = {
    ...{ id: `re_${refundId ?? gatewayRef}`, object: 'refund', payment_intent: gatewayRef, currency: 'inr', status },
    ...{ amount: amountPaise, metadata: refundId === undefined ? {} : { refundId } },
  };
  return stripeBody({ id: eventId, type: status === 'failed' ? 'refund.failed' : 'refund.updated', object });
}

export function disputeBody(gatewayRef: string, amountPaise: number, end: 'open' | 'won' | 'lost' = 'open'): string {
  const type = end === 'open' ? 'charge.dispute.created' : 'charge.dispute.closed';
  const status = end === 'open' ? 'needs_response' : end;
  const object = { id: 'du_1', object: 'dispute', payment_intent: gatewayRef, amount: amountPaise, currency: 'inr' };
  return stripeBody({ type, object: { ...object, status } });
}

interface StripeBody {
  readonly id?: string | undefined;
  readonly type: string;
  readonly livemode?: boolean;
  readonly object: object;
}

function stripeBody({ id, type, livemode = false, object }: StripeBody): string {
  return JSON.stringify({ id: id ?? `evt_${crypto.randomUUID()}`, object: 'event', type, livemode, data: { object } });
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
  await receiveWebhook(ctx, 'stripe', new TextEncoder().encode(body), await signatureOf(body, ctx.now));
}

// Razorpay ----------------------------------------------------------------------------------------------------------

export interface GivenRazorpayEvent {
  readonly type?: 'payment.authorized' | 'payment.captured' | 'order.paid' | 'payment.failed';
  /** 'order_…' */
  readonly gatewayRef: string;
  /** 'pay_…' */
  readonly captureRef?: string;
  readonly amountPaise: number;
  readonly currency?: string;
  readonly method?: string;
  /** Tax included. */
  readonly feePaise?: number;
  readonly feeTaxPaise?: number;
  readonly accountId?: string;
}

/** The body of an event as Razorpay sends it, as far as the adapter reads it. */
export function razorpayBody({ type = 'payment.captured', accountId, ...given }: GivenRazorpayEvent): string {
  const payment = { entity: razorpayPayment(given, type) };
  const order = { entity: { id: given.gatewayRef, entity: 'order', amount: given.amountPaise, status: 'paid' } };
  return razorpayEnvelope(type, type === 'order.paid' ? { payment, order } : { payment }, accountId);
}

function razorpayPayment(given: GivenRazorpayEvent, type: string) {
  const { gatewayRef, captureRef = captureRefOf(gatewayRef), amountPaise: amount, currency = 'INR' } = given;
  const { method = 'upi', feePaise: fee = null, feeTaxPaise: tax = null } = given;
  const status = type === 'payment.authorized' ? 'authorized' : type === 'payment.failed' ? 'failed' : 'captured';
  const entity = {
    id: captureRef,
    entity: 'payment',
    order_id: gatewayRef,
    amount,
    currency,
    status,
    method,
    fee,
    tax,
  };
  return { ...entity, captured: status === 'captured', notes: [] };
}

/** The id that the builders give the money of an order when a test does not: 'order_1' → 'pay_of_1'. */
export function captureRefOf(gatewayRef: string): string {
  return `pay_of_${gatewayRef.replace(/^order_/, '')}`;
}

/** A refund of which Razorpay tells; `gatewayRef` is its order's id. */
export function razorpayRefundBody(
  gatewayRef: string,
  amountPaise: number,
  { refundId, status = 'succeeded' }: GivenRefund = {},
): string {
  const payment = { entity: razorpayPayment({ gatewayRef, amountPaise }, 'payment.captured') };
  const refund = {
    entity: {
      ...{ id: `rfnd_${refundId ?? gatewayRef}`, entity: 'refund', payment_id: captureRefOf(gatewayRef) },
      ...{ amount: amountPaise, currency: 'INR', receipt: refundId ?? null, notes: { refundId } },
      status: status === 'succeeded' ? 'processed' : status,
    },
  };
  const type = { succeeded: 'refund.processed', failed: 'refund.failed', pending: 'refund.created' }[status];
  return razorpayEnvelope(type, { refund, payment });
}

export function razorpayDisputeBody(
  gatewayRef: string,
  amountPaise: number,
  end: 'created' | 'won' | 'lost' = 'created',
): string {
  const payment = { entity: razorpayPayment({ gatewayRef, amountPaise }, 'payment.captured') };
  const dispute = { id: 'disp_1', entity: 'dispute', amount: amountPaise, currency: 'INR' };
  const status = end === 'created' ? 'open' : end;
  const entity = { ...dispute, payment_id: captureRefOf(gatewayRef), status };
  return razorpayEnvelope(`payment.dispute.${end}`, { payment, dispute: { entity } });
}

function razorpayEnvelope(event: string, payload: object, accountId = 'acc_test'): string {
  const contains = Object.keys(payload);
  return JSON.stringify({
    entity: 'event',
    account_id: accountId,
    event,
    contains,
    payload,
    created_at: 1_795_000_000,
  });
}

/** Signed as Razorpay signs webhooks; a new event unless its id is given. */
export async function razorpayHeaders(body: string, eventId: string = crypto.randomUUID()): Promise<Headers> {
  const signature = await hmacOf(env.RAZORPAY_WEBHOOK_SECRET ?? '', body);
  return new Headers({ 'x-razorpay-signature': signature, 'x-razorpay-event-id': eventId });
}

/** The signature that a browser brings back from Razorpay's page. */
export async function razorpayCallbackSignature(gatewayRef: string, captureRef: string): Promise<string> {
  return await hmacOf(env.RAZORPAY_KEY_SECRET ?? '', `${gatewayRef}|${captureRef}`);
}

/** Delivers a body of Razorpay, signed, through the real adapter. */
export async function deliverRazorpay(body: string, ctx: Context = givenContext(), eventId?: string): Promise<void> {
  await receiveWebhook(ctx, 'razorpay', new TextEncoder().encode(body), await razorpayHeaders(body, eventId));
}

async function hmacOf(secret: string, message: string): Promise<string> {
  const text = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(message))).toHex();
}

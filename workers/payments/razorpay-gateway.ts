import { z } from 'zod';
import { AppError } from '../http/problem.ts';
import type {
  Gateway,
  GatewayPayment,
  GatewayRefund,
  PaymentRefs,
  PaymentRequest,
  RefundRequest,
  StartedPayment,
} from './gateway.ts';
import { askRazorpay } from './razorpay-api.ts';
import { paymentSchema, readRazorpayEvent, refundIdOf, refundSchema } from './razorpay-event.ts';
import { type RazorpaySettings, readRazorpaySettings } from './razorpay-settings.ts';
import { isSignedBy } from './razorpay-signature.ts';

/** Razorpay's largest page. */
const PAGE_SIZE = 100;

type Payment = z.infer<typeof paymentSchema>;
type Refund = z.infer<typeof refundSchema>;

const orderSchema = z.object({ id: z.string().max(100), receipt: z.string().nullish() });
const ordersSchema = z.object({ items: z.array(orderSchema) });
const paymentsSchema = z.object({ items: z.array(paymentSchema) });
const refundsSchema = z.object({ items: z.array(refundSchema) });

/** Razorpay by its REST API: orders, UPI, cards, netbanking, refunds, signed webhooks. Throws `misconfigured`. */
export function razorpayGateway(env: Env): Gateway {
  const settings = readRazorpaySettings(env);
  return {
    name: 'razorpay',
    publishableKey: settings.keyId,
    start: (payment) => startOrder(settings, payment),
    async parseWebhook(rawBody, headers) {
      const signature = headers.get('x-razorpay-signature') ?? '';
      if (!(await isSignedBy(settings.webhookSecret, rawBody, signature))) {
        return { ok: false, reason: 'invalid_signature' };
      }
      const { accountId, ...event } = readRazorpayEvent(rawBody, headers.get('x-razorpay-event-id'));
      const isOurs = settings.accountId === null || settings.accountId === accountId;
      return isOurs ? { ok: true, event } : { ok: false, reason: 'wrong_account', event };
    },
    readEvent(rawBody) {
      const { accountId: _, ...event } = readRazorpayEvent(rawBody, null);
      return event;
    },
    fetch: async (refs) => knownOf(await findCaptured(settings, refs)),
    refund: (refund) => refundOnce(settings, refund),
    async fetchRefund(refund) {
      const made = await findRefunds(settings, await requireCaptureRef(settings, refund), refund);
      const latest = made.find(isAlive) ?? made[0];
      return latest === undefined ? null : toldOf(latest);
    },
  };
}

/**
 * Whether the browser's callback comes from Razorpay: the order of ours is the one to name, never the one that the
 * browser brings. https://razorpay.com/docs/payments/server-integration/ Throws `misconfigured`.
 */
export async function verifyCallback(
  env: Env,
  orderRef: string,
  paymentRef: string,
  signature: string,
): Promise<boolean> {
  return await isSignedBy(readRazorpaySettings(env).keySecret, `${orderRef}|${paymentRef}`, signature);
}

/**
 * Razorpay makes an order for every request, so one with the payment's id is looked for first, and once more after
 * one was made: of two that were made at once, both requests take the older.
 */
async function startOrder(settings: RazorpaySettings, payment: PaymentRequest): Promise<StartedPayment> {
  const { id, orderNo, amountPaise: amount, currency, method } = payment;
  let orderId = await findOrder(settings, id);
  if (orderId === null) {
    const wanted = { amount, currency, receipt: id, notes: { orderNo, paymentId: id }, payment_capture: true };
    const made = await askRazorpay(settings, '/v1/orders', orderSchema, { body: wanted });
    orderId = (await findOrder(settings, id)) ?? made.id;
  }
  const query = new URLSearchParams({ return_url: `/orders/${orderNo}`, ...(method === undefined ? {} : { method }) });
  return {
    gatewayRef: orderId,
    payUrl: settings.apiBase === null ? null : `/sandbox/razorpay/pay/${orderId}?${query}`,
    clientSecret: orderId,
  };
}

/** The oldest order of a payment; lists are newest first. */
async function findOrder(settings: RazorpaySettings, paymentId: string): Promise<string | null> {
  const place = `/v1/orders?receipt=${paymentId}&count=${PAGE_SIZE}`;
  const { items } = await askRazorpay(settings, place, ordersSchema);
  return items.findLast(({ receipt }) => receipt === paymentId)?.id ?? null;
}

/** One that was refunded was captured before. One that is only authorized is not money yet. */
async function findCaptured(settings: RazorpaySettings, { gatewayRef, captureRef }: PaymentRefs) {
  const place = `/v1/orders/${encodeURIComponent(gatewayRef)}/payments?count=${PAGE_SIZE}`;
  const { items } = await askRazorpay(settings, place, paymentsSchema);
  const captured = items.filter(({ status }) => status === 'captured' || status === 'refunded');
  return captured.find(({ id }) => id === captureRef) ?? captured.at(-1) ?? null;
}

function knownOf(payment: Payment | null): GatewayPayment {
  return {
    status: payment === null ? 'open' : 'captured',
    captureRef: payment?.id ?? null,
    amountPaise: payment?.amount ?? 0,
    currency: payment?.currency ?? 'INR',
    method: payment?.method ?? null,
    feePaise: payment?.fee ?? 0,
    feeTaxPaise: payment?.tax ?? 0,
  };
}

/**
 * Razorpay forgets idempotency keys; what it has refunded it does not forget, so that is looked at first. A refund that
 * failed there moved no money: the next one is another, with a key of its own.
 */
async function refundOnce(settings: RazorpaySettings, refund: RefundRequest): Promise<GatewayRefund> {
  const paymentRef = await requireCaptureRef(settings, refund);
  const made = await findRefunds(settings, paymentRef, refund);
  const alive = made.find(isAlive);
  if (alive !== undefined) return toldOf(alive);
  const key = made.length === 0 ? refund.id : `${refund.id}-${made.length + 1}`;
  const wanted = { amount: refund.amountPaise, speed: 'normal', receipt: key, notes: { refundId: refund.id } };
  const place = `/v1/payments/${encodeURIComponent(paymentRef)}/refund`;
  const headers = { 'x-refund-idempotency': key };
  return toldOf(await askRazorpay(settings, place, refundSchema, { body: wanted, headers }));
}

/** All that Razorpay has under our id, newest first. */
async function findRefunds(settings: RazorpaySettings, paymentRef: string, { id }: RefundRequest): Promise<Refund[]> {
  const found: Refund[] = [];
  for (let skip = 0; ; skip += PAGE_SIZE) {
    const place = `/v1/payments/${encodeURIComponent(paymentRef)}/refunds?count=${PAGE_SIZE}&skip=${skip}`;
    const { items } = await askRazorpay(settings, place, refundsSchema);
    found.push(...items.filter((refund) => refundIdOf(refund) === id));
    if (items.length < PAGE_SIZE) return found;
  }
}

async function requireCaptureRef(settings: RazorpaySettings, refs: PaymentRefs): Promise<string> {
  const paymentRef = refs.captureRef ?? (await findCaptured(settings, refs))?.id;
  if (paymentRef !== undefined) return paymentRef;
  throw new AppError('payment_not_refundable', 'Razorpay has captured nothing for this order.');
}

function isAlive({ status }: Refund): boolean {
  return status !== 'failed';
}

const STATUSES = { pending: 'pending', processed: 'succeeded', failed: 'failed' } as const;

function toldOf({ id, status }: Refund): GatewayRefund {
  return { gatewayRef: id, status: STATUSES[status] };
}

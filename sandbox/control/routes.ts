/**
 * For tests and the torture run: what people and banks decide, as JSON. Nothing here exists at the real gateways.
 *
 *   POST /control/stripe/intents/:id    {outcome: 'success' | 'decline', amount?, currency?}         → the intent
 *   POST /control/stripe/disputes       {intent, outcome: 'open' | 'won' | 'lost'}                   → the dispute
 *   POST /control/razorpay/orders/:id   {outcome: 'success' | 'decline', method, amount?, currency?} → the callback, or
 *                                       {razorpay_payment_id, razorpay_order_id} of a payment that was declined
 *   POST /control/razorpay/disputes     {payment, outcome: 'open' | 'won' | 'lost'}                  → the dispute
 *   POST /control/faults                {refundReplies?: 'ok' | 'lose' | 'refuse',
 *                                        refundStatus?: 'succeeded' | 'pending', paymentIds?}        → the faults
 *   POST /control/forget-keys           {}: idempotency keys are forgotten, as after a day           → {}
 *   POST /control/refunds/:id           {status: 'succeeded' | 'failed'}                             → the refund
 *   GET  /control/refunds?payment=…     of both gateways, newest first                               → {refunds}
 *
 * `method` is upi_intent, upi_qr, card, netbanking or upi. A payment may be named by any of its ids: intent, charge,
 * Razorpay's order or payment, or the shop's `paymentId`.
 * `amount` and `currency` are captured instead of what was asked for. What is paid already stays as it is.
 */
import { z } from 'zod';
import { type Answer, json, parseJson, Refusal, type Route, type SandboxRequest } from '../http.ts';
import type { KeptAnswers } from '../kept-answers.ts';
import { callbackOf, type RazorpayAccount } from '../razorpay/account.ts';
import { METHODS, type RazorpayBooks } from '../razorpay/books.ts';
import type { StripeBooks } from '../stripe/books.ts';
import type { FaultBox } from './faults.ts';

export interface ControlParts {
  readonly stripe: StripeBooks;
  readonly razorpay: RazorpayBooks;
  readonly account: RazorpayAccount;
  readonly faults: FaultBox;
  /** By idempotency key, of both gateways. */
  readonly answers: readonly KeptAnswers[];
}

const id = z.string().min(1).max(100);
const ending = {
  outcome: z.enum(['success', 'decline']),
  amount: z.number().int().min(1).max(9_999_999_999).optional(),
  currency: z.string().length(3).optional(),
};
const ways = Object.keys(METHODS) as (keyof typeof METHODS)[];

const intentSchema = z.object(ending);
/** 'upi' alone, as Razorpay calls it, is an app of the buyer's. */
const method = z.enum([...ways, 'upi']).transform((way) => (way === 'upi' ? 'upi_intent' : way));
const orderSchema = z.object({ ...ending, method: method.default('upi_intent') });
const disputeSchema = z.object({ outcome: z.enum(['open', 'won', 'lost']).default('open') });
const faultsSchema = z.object({
  refundReplies: z.enum(['ok', 'lose', 'refuse']).default('ok'),
  refundStatus: z.enum(['succeeded', 'pending']).default('succeeded'),
  paymentIds: z.array(id).max(10_000).nullable().default(null),
});
const refundSchema = z.object({ status: z.enum(['succeeded', 'failed']) });

export function controlRoutes({ stripe, razorpay, account, faults, answers }: ControlParts): readonly Route[] {
  const post = (pattern: string, answer: (request: SandboxRequest, id: string) => unknown): Route => ({
    method: 'POST',
    pattern: `/control/${pattern}`,
    handler: (request): Answer => json(200, answer(request, request.params.id ?? '')),
  });
  return [
    post('stripe/intents/:id', (request, intentId) => {
      const { outcome, ...instead } = parse(intentSchema, request);
      const { status } = stripe.intent(intentId);
      if (status === 'succeeded' || status === 'canceled') return stripe.intent(intentId);
      return outcome === 'success' ? stripe.succeed(intentId, instead) : stripe.decline(intentId);
    }),
    post('stripe/disputes', (request) => {
      const { intent, outcome } = parse(disputeSchema.extend({ intent: id }), request);
      const dispute = stripe.dispute(intent);
      return outcome === 'open' ? dispute : stripe.closeDispute(dispute, outcome);
    }),
    post('razorpay/orders/:id', (request, orderId) => {
      const { outcome, ...attempt } = parse(orderSchema, request);
      const payment = outcome === 'success' ? razorpay.succeed(orderId, attempt) : razorpay.decline(orderId, attempt);
      if (payment.captured) return callbackOf(account, orderId, payment.id);
      return { razorpay_payment_id: payment.id, razorpay_order_id: orderId };
    }),
    post('razorpay/disputes', (request) => {
      const { payment, outcome } = parse(disputeSchema.extend({ payment: id }), request);
      const dispute = razorpay.dispute(payment);
      return outcome === 'open' ? dispute : razorpay.closeDispute(dispute, outcome);
    }),
    post('faults', (request) => {
      faults.faults = parse(faultsSchema, request);
      return faults.faults;
    }),
    post('forget-keys', () => {
      for (const each of answers) each.forget();
      return {};
    }),
    post('refunds/:id', (request, refundId) => {
      const { status } = parse(refundSchema, request);
      if (refundId.startsWith('re_')) return stripe.settleRefund(refundId, status);
      return razorpay.settleRefund(refundId, status === 'succeeded' ? 'processed' : 'failed');
    }),
    {
      method: 'GET',
      pattern: '/control/refunds',
      handler: ({ query }) => json(200, { refunds: refundsOf(stripe, razorpay, query.get('payment')) }),
    },
  ];
}

interface ListedRefund {
  readonly gateway: 'stripe' | 'razorpay';
  readonly id: string;
  /** All ids of the payment that it gives back. */
  readonly payment: readonly string[];
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  /** The shop's id, which came with it. */
  readonly refundId: string | null;
  readonly createdAt: number;
}

function refundsOf(stripe: StripeBooks, razorpay: RazorpayBooks, payment: string | null): ListedRefund[] {
  const all: ListedRefund[] = [
    ...stripe.refunds().map((refund) => ({
      ...({ gateway: 'stripe', id: refund.id, payment: stripe.namesOf(refund), status: refund.status } as const),
      ...{ amount: refund.amount, currency: refund.currency.toUpperCase() },
      ...{ refundId: refund.metadata.refundId ?? null, createdAt: refund.created },
    })),
    ...razorpay.refunds().map((refund) => ({
      ...({ gateway: 'razorpay', id: refund.id, payment: razorpay.namesOf(refund.payment_id) } as const),
      ...{ status: refund.status === 'processed' ? 'succeeded' : refund.status },
      ...{ amount: refund.amount, currency: refund.currency },
      ...{ refundId: refund.notes.refundId ?? null, createdAt: refund.created_at },
    })),
  ];
  const found = payment === null ? all : all.filter((refund) => refund.payment.includes(payment));
  return found.sort((one, other) => other.createdAt - one.createdAt);
}

function parse<Schema extends z.ZodType>(schema: Schema, { body }: SandboxRequest): z.infer<Schema> {
  const result = schema.safeParse(parseJson(body));
  if (result.success) return result.data;
  throw new Refusal(422, z.prettifyError(result.error));
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { GatewayEvent } from './gateway.ts';

const id = z.string().max(100);
const paise = z.int().min(0);
/** An empty list where there are none. */
const notes = z.record(z.string(), z.unknown()).catch({});

/** https://razorpay.com/docs/api/payments/entity/: `fee` includes `tax`; both are null until the capture. */
export const paymentSchema = z.object({
  id,
  order_id: id.nullish(),
  amount: paise,
  currency: z.string().max(3),
  status: z.string().max(20),
  method: z.string().max(30).nullish(),
  fee: paise.nullish(),
  tax: paise.nullish(),
});

/** https://razorpay.com/docs/api/refunds/entity/ */
export const refundSchema = z.object({
  id,
  payment_id: id,
  amount: paise,
  currency: z.string().max(3),
  receipt: z.string().nullish(),
  notes,
  status: z.enum(['pending', 'processed', 'failed']),
});

const disputeSchema = z.object({ id, payment_id: id, amount: paise, currency: z.string().max(3) });

/** What is not as documented is left out, so that the event is kept all the same, and looked at by a person. */
const eventSchema = z
  .object({
    event: z.string().max(100).catch('unknown'),
    account_id: z.string().max(100).nullish().catch(null),
    payload: z
      .object({
        payment: z.object({ entity: paymentSchema }).optional().catch(undefined),
        refund: z.object({ entity: refundSchema }).optional().catch(undefined),
        dispute: z.object({ entity: disputeSchema }).optional().catch(undefined),
      })
      .catch({}),
  })
  .catch({ event: 'unknown', account_id: null, payload: {} });

/** https://razorpay.com/docs/webhooks/payments, …/refunds, …/disputes. An order is paid when its payment is captured. */
const TYPES: Readonly<Record<string, GatewayEvent['type']>> = {
  'payment.authorized': 'authorized',
  'payment.captured': 'captured',
  'order.paid': 'captured',
  'payment.failed': 'failed',
  'refund.processed': 'refund_succeeded',
  'refund.failed': 'refund_failed',
  'payment.dispute.created': 'dispute_opened',
  'payment.dispute.won': 'dispute_won',
  'payment.dispute.lost': 'dispute_lost',
};

export interface RazorpayEvent extends GatewayEvent {
  readonly accountId: string | null;
}

const EVENT_ID = /^[\w-]{1,100}$/;

/** Reads the body of a webhook. Razorpay names the event in a header; without it the body's digest does. */
export function readRazorpayEvent(rawBody: string, header: string | null): RazorpayEvent {
  const { event, account_id: accountId, payload } = eventSchema.parse(parseJson(rawBody));
  const payment = payload.payment?.entity;
  const refund = payload.refund?.entity;
  // What the event is about: of a refund or a dispute the amount may be a part of the payment's.
  const subject = refund ?? payload.dispute?.entity ?? payment;
  return {
    accountId: accountId ?? null,
    eventId: header !== null && EVENT_ID.test(header) ? header : createHash('sha256').update(rawBody).digest('hex'),
    gatewayType: event,
    type: Object.hasOwn(TYPES, event) ? (TYPES[event] ?? 'other') : 'other',
    gatewayRef: payment?.order_id ?? '',
    captureRef: refund?.payment_id ?? payload.dispute?.entity.payment_id ?? payment?.id ?? null,
    amountPaise: subject?.amount ?? 0,
    currency: subject?.currency ?? '',
    method: payment?.method ?? null,
    feePaise: payment?.fee ?? 0,
    feeTaxPaise: payment?.tax ?? 0,
    refund: refund === undefined ? null : { gatewayRef: refund.id, refundId: refundIdOf(refund) },
  };
}

/** Our id, which the refund was made with. */
export function refundIdOf({ notes }: z.infer<typeof refundSchema>): string | null {
  return typeof notes.refundId === 'string' ? notes.refundId : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

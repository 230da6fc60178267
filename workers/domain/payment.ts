/** The life of a payment. Events may come twice, late and in any order: what is captured stays captured. */

export type PaymentStatus =
  | 'pending'
  | 'authorized'
  | 'captured'
  | 'failed'
  | 'mismatched'
  | 'refund_due'
  | 'refunded'
  | 'cod_due';

export type PaymentEvent = 'authorized' | 'captured' | 'failed' | 'mismatched' | 'stock_gone' | 'refunded';

const transitions = {
  pending: { authorized: 'authorized', captured: 'captured', failed: 'failed', mismatched: 'mismatched' },
  authorized: { captured: 'captured', failed: 'failed', mismatched: 'mismatched' },
  // A card may be declined and tried again under the same intent.
  failed: { authorized: 'authorized', captured: 'captured', mismatched: 'mismatched' },
  captured: { stock_gone: 'refund_due', refunded: 'refunded' },
  refund_due: { refunded: 'refunded' },
  mismatched: { refunded: 'refunded' },
  refunded: {},
  cod_due: {},
} as const satisfies Record<PaymentStatus, Partial<Record<PaymentEvent, PaymentStatus>>>;

/** The next status, or null when the event changes nothing (a repeat, or one that came too late). */
export function transitionPayment(from: PaymentStatus, event: PaymentEvent): PaymentStatus | null {
  return (transitions[from] as Partial<Record<PaymentEvent, PaymentStatus>>)[event] ?? null;
}

/** Every status that an event may leave: the guard of the write. */
export function sourcesOf(event: PaymentEvent): PaymentStatus[] {
  return (Object.keys(transitions) as PaymentStatus[]).filter((from) => transitionPayment(from, event) !== null);
}

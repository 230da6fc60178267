import type { Id } from './id.ts';
import type { Machine } from './machine.ts';

/** How an order is paid: by a gateway, or in cash. */
export const PAYMENT_METHODS = ['stripe', 'razorpay', 'cod'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** An order has one payment a method: its id follows from both, so that a repeat is the same payment. */
export function paymentIdOf(orderId: string, method: PaymentMethod): Id<'payment'> {
  return `pay_${orderId.slice('ord_'.length)}_${method}`;
}

/** The life of a payment. Events may come twice, late and in any order: what is captured stays captured. */
export type PaymentStatus =
  | 'pending'
  | 'authorized'
  | 'failed'
  | 'captured'
  | 'mismatched'
  | 'partially_refunded'
  | 'refunded'
  | 'disputed'
  | 'charged_back'
  | 'cod_due'
  | 'cod_collected'
  | 'cod_remitted'
  | 'cod_void';

export type PaymentEvent =
  | 'authorized'
  | 'captured'
  | 'failed'
  | 'mismatched'
  | 'accepted'
  | 'refunded_in_part'
  | 'refunded_whole'
  | 'bounced_in_part'
  | 'bounced_whole'
  | 'dispute_opened'
  | 'dispute_won'
  | 'dispute_lost'
  | 'cash_collected'
  | 'cash_remitted'
  | 'voided';

const settled = { refunded_in_part: 'partially_refunded', refunded_whole: 'refunded' } as const;

const bounced = { bounced_in_part: 'partially_refunded', bounced_whole: 'captured' } as const;

export const paymentMachine: Machine<PaymentStatus, PaymentEvent> = {
  name: 'payment',
  transitions: {
    pending: { authorized: 'authorized', captured: 'captured', failed: 'failed', mismatched: 'mismatched' },
    authorized: { captured: 'captured', failed: 'failed', mismatched: 'mismatched' },
    // A card may be declined and tried again under the same intent.
    failed: { authorized: 'authorized', captured: 'captured', mismatched: 'mismatched' },
    captured: { ...settled, dispute_opened: 'disputed' },
    // Another amount or currency than asked for: a person decides between keeping it and giving it back.
    mismatched: { ...settled, accepted: 'captured' },
    // A bank may send a refund back: then less of the payment has been given back, or nothing.
    partially_refunded: { ...settled, ...bounced, dispute_opened: 'disputed' },
    refunded: { ...bounced, dispute_opened: 'disputed' },
    // A refund that was under way may still arrive; the dispute goes on.
    disputed: {
      refunded_in_part: 'disputed',
      refunded_whole: 'disputed',
      dispute_won: 'captured',
      dispute_lost: 'charged_back',
    },
    charged_back: {},
    // Cash on delivery: due to the courier, with the courier, with us.
    cod_due: { cash_collected: 'cod_collected', voided: 'cod_void' },
    // A refund before the courier has handed the cash over leaves the cash where it is.
    cod_collected: {
      cash_remitted: 'cod_remitted',
      refunded_in_part: 'cod_collected',
      refunded_whole: 'cod_collected',
    },
    cod_remitted: settled,
    cod_void: {},
  },
};

/** Payment states in which the buyer's bank may take the money, or has: nothing is sent back beside that. */
export const CONTESTED_STATUSES = ['disputed', 'charged_back'] as const satisfies readonly PaymentStatus[];

/** Payment states in which money of the buyer is, or was, with us: only these can be refunded. */
export const REFUNDABLE_STATUSES = [
  'captured',
  'mismatched',
  'partially_refunded',
  'cod_collected',
  'cod_remitted',
] as const satisfies readonly PaymentStatus[];

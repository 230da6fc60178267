import { randomInt } from 'node:crypto';

/** The parts of Razorpay's entities that the shop reads. Field names are Razorpay's; amounts are in paise. */

export type Notes = Readonly<Record<string, string>>;

export interface Order {
  readonly id: string;
  readonly entity: 'order';
  readonly amount: number;
  readonly amount_paid: number;
  readonly amount_due: number;
  readonly attempts: number;
  readonly created_at: number;
  readonly currency: string;
  readonly notes: Notes;
  readonly offer_id: null;
  readonly receipt: string | null;
  readonly status: 'created' | 'attempted' | 'paid';
}

export type Method = 'upi' | 'card' | 'netbanking';

export interface Payment {
  readonly id: string;
  readonly entity: 'payment';
  readonly amount: number;
  readonly amount_refunded: number;
  readonly bank: string | null;
  readonly captured: boolean;
  readonly contact: string;
  readonly created_at: number;
  readonly currency: string;
  readonly description: string | null;
  readonly email: string;
  readonly error_code: string | null;
  readonly error_description: string | null;
  readonly error_reason: string | null;
  /** Known when the money is captured; tax included. */
  readonly fee: number | null;
  readonly international: false;
  readonly method: Method;
  readonly notes: Notes;
  readonly order_id: string;
  readonly refund_status: null | 'partial' | 'full';
  readonly status: 'authorized' | 'captured' | 'failed' | 'refunded';
  readonly tax: number | null;
  readonly upi?: { readonly flow: 'intent' | 'qr' };
  readonly vpa: string | null;
}

export type RefundStatus = 'pending' | 'processed' | 'failed';

export interface Refund {
  readonly id: string;
  readonly entity: 'refund';
  readonly acquirer_data: { readonly arn: string | null };
  readonly amount: number;
  readonly batch_id: null;
  readonly created_at: number;
  readonly currency: string;
  readonly notes: Notes;
  readonly payment_id: string;
  readonly receipt: string | null;
  readonly speed_processed: 'normal';
  readonly speed_requested: string;
  readonly status: RefundStatus;
}

export interface Dispute {
  readonly id: string;
  readonly entity: 'dispute';
  readonly amount: number;
  readonly created_at: number;
  readonly currency: string;
  readonly payment_id: string;
  readonly phase: 'chargeback';
  readonly reason_code: string;
  readonly status: 'open' | 'won' | 'lost';
}

/** Wrapped once more in an event: {payment: {entity: …}}. */
export type Payload = Readonly<Record<string, { readonly entity: Order | Payment | Refund | Dispute }>>;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** As Razorpay's: a prefix and 14 letters and digits. Events have no prefix. */
export function newId(prefix: 'order' | 'pay' | 'rfnd' | 'disp' | ''): string {
  const tail = Array.from({ length: 14 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return prefix === '' ? tail : `${prefix}_${tail}`;
}

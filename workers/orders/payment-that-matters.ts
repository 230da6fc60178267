import type { PaymentStatus } from '../domain/payment.ts';

/** Money that is there counts before money that is not; a try that failed counts only when there is no other. */
const RANKS: readonly (readonly PaymentStatus[])[] = [
  ['captured', 'partially_refunded', 'cod_due', 'cod_collected', 'cod_remitted', 'disputed', 'charged_back'],
  ['refunded', 'cod_void'],
  ['mismatched'],
  ['authorized'],
  ['pending'],
  ['failed'],
];

/** Of the payments of an order, the one that says how it stands; undefined when there was none. */
export function paymentThatMatters<Payment extends { readonly status: PaymentStatus }>(
  payments: readonly Payment[],
): Payment | undefined {
  return payments.toSorted((one, other) => rankOf(one) - rankOf(other))[0];
}

function rankOf({ status }: { readonly status: PaymentStatus }): number {
  return RANKS.findIndex((statuses) => statuses.includes(status));
}

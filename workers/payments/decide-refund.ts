import type { FulfilmentStatus } from '../domain/fulfilment.ts';
import { REFUNDABLE_STATUSES } from '../domain/payment.ts';
import { AppError, fieldError } from '../http/problem.ts';
import type { PaidBy } from '../orders/take-back.ts';
import type { RefundRequestInput } from './admin-schemas.ts';

export interface RefundableLine {
  readonly id: string;
  readonly sku: string;
  readonly position: number;
  readonly paidPaise: number;
  readonly refundedPaise: number;
  readonly cancellationId: string | null;
  readonly parcelStatus: FulfilmentStatus;
}

export interface RefundDecision {
  readonly payment: PaidBy;
  readonly amountPaise: number;
  /** Empty for an amount of no line. */
  readonly lines: readonly (RefundableLine & { readonly backPaise: number })[];
}

/**
 * What a refund that staff ask for comes to. A line gets back what was paid for it, less what it got back already. The
 * insert guards the sum once more: this refusal is only the one that can be told beforehand.
 */
export function decideRefund(
  input: RefundRequestInput,
  payment: PaidBy | undefined,
  lines: readonly RefundableLine[],
): RefundDecision {
  const isRefundable = payment !== undefined && (REFUNDABLE_STATUSES as readonly string[]).includes(payment.status);
  // What does not fit its order waits for a decision of its own (decide-mismatch.ts).
  if (!isRefundable || payment.status === 'mismatched') {
    throw new AppError('payment_not_refundable', 'No money of this order is with us.');
  }
  const chosen = 'lines' in input ? input.lines.map((_, index) => lineOf(input.lines, index, lines)) : [];
  const amountPaise = 'lines' in input ? chosen.reduce((sum, line) => sum + line.backPaise, 0) : input.amountPaise;
  if (amountPaise === 0) throw new AppError('payment_not_refundable', 'These lines have been given back already.');
  const leftPaise = payment.capturedPaise - payment.refundedPaise;
  if (amountPaise > leftPaise) {
    const extra = { requestedPaise: amountPaise, leftPaise };
    throw new AppError('refund_exceeds_capture', 'All refunds together would exceed what was paid.', extra);
  }
  return { payment, amountPaise, lines: chosen.filter(({ backPaise }) => backPaise > 0) };
}

function lineOf(wanted: readonly { readonly sku: string }[], index: number, lines: readonly RefundableLine[]) {
  const sku = wanted[index]?.sku ?? '';
  const field = `lines.${index}.sku`;
  const line = lines.find((each) => each.sku === sku);
  if (line === undefined) throw fieldError(field, `The order has no ${sku}.`);
  if (wanted.findIndex((each) => each.sku === sku) !== index) throw fieldError(field, `${sku} is named twice.`);
  if (line.cancellationId !== null) throw fieldError(field, `${sku} was cancelled, and given back with that.`);
  if (line.parcelStatus === 'rto' || line.parcelStatus === 'rto_received') {
    throw fieldError(field, `${sku} came back undelivered, and was given back with that.`);
  }
  return { ...line, backPaise: line.paidPaise - line.refundedPaise };
}

import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import type { Announcement } from '../db/outbox.ts';
import { payments } from '../db/schema/payments.ts';
import { paymentStates, transitionWrites } from '../db/transition.ts';
import { type Account, journal, moveEntries, reversalEntries, type Share } from '../domain/ledger.ts';
import { paidFor } from '../domain/order-shares.ts';
import { type PaymentMethod, type PaymentStatus, REFUNDABLE_STATUSES } from '../domain/payment.ts';
import type { RefundReason } from '../domain/refund.ts';
import { refundedOf, refundWrites } from '../payments/refund-writes.ts';

/** The payment behind an order, as it was read; `unchanged` makes sure that it still is so. */
export interface PaidBy {
  readonly id: string;
  readonly gateway: PaymentMethod;
  readonly status: PaymentStatus;
  readonly capturedPaise: number;
  /** All refunds of it so far. */
  readonly refundedPaise: number;
}

export interface TakeBack {
  readonly orderId: string;
  readonly payment: PaidBy;
  /** 'cancellation:ccl_…', 'rto:ful_…': names the journal and the refund. */
  readonly cause: string;
  readonly reason: RefundReason;
  readonly shares: readonly Share[];
  readonly lines: readonly { readonly lineId: string; readonly amountPaise: number }[];
}

type Statement = ReturnType<Context['db']['run']>;

/**
 * Takes a part of a sale back: the books are reversed; what was paid is owed to the buyer, what was to be paid in cash
 * is due no longer. For the batch of whatever took it back, whose guard has to contain `unchanged(payment)`.
 */
export function takeBackWrites(
  ctx: Context,
  { orderId, payment, cause, reason, shares, lines }: TakeBack,
  happened: SQL,
): { readonly statements: readonly Statement[]; readonly announcements: readonly Announcement[] } {
  const amountPaise = paidFor(shares);
  if (payment.status === 'cod_due') {
    return {
      statements: [
        postJournal(ctx, journal(cause, orderId, reversalEntries('cod_receivable', shares)), happened),
        ctx.db.run(sql`
          UPDATE ${payments} SET amount_paise = amount_paise - ${amountPaise}, updated_at = ${ctx.now}
          WHERE id = ${payment.id} AND ${happened}`),
        ...settleCashWrites(ctx, payment.id, happened),
      ],
      announcements: [],
    };
  }
  const refundPaise = comingBack(payment, amountPaise);
  const entries = [
    ...reversalEntries('refunds', shares),
    ...moveEntries('losses' satisfies Account, 'refunds', amountPaise - refundPaise),
  ];
  const refund = refundWrites(
    ctx,
    { orderId, paymentId: payment.id, amountPaise: refundPaise, lines, reason, cause },
    happened,
  );
  return {
    statements: [postJournal(ctx, journal(cause, orderId, entries), happened), ...refund.statements],
    announcements: [refund.announcement],
  };
}

/**
 * What the buyer gets back of a payment when this much of it is taken back; nothing where it is not paid yet. A
 * goodwill refund may have paid a part of it already: that part was ours, and stays with us. While the buyer's bank
 * disputes the payment, or once it has taken the money, nothing is paid a second time.
 */
export function comingBack(payment: PaidBy, amountPaise: number): number {
  if (!(REFUNDABLE_STATUSES as readonly PaymentStatus[]).includes(payment.status)) return 0;
  return Math.min(amountPaise, payment.capturedPaise - payment.refundedPaise);
}

/** True in SQL while the payment is as it was read: another refund in between means to look again. */
export function unchanged({ id, status, capturedPaise, refundedPaise }: PaidBy): SQL {
  return sql`EXISTS (SELECT 1 FROM ${payments} WHERE id = ${id} AND status = ${status}
    AND captured_paise = ${capturedPaise} AND ${refundedOf(sql`${id}`)} = ${refundedPaise})`;
}

/** A cash payment of which nothing is due any more is void; one whose last parcel has been paid is collected. */
export function settleCashWrites(ctx: Context, paymentId: string, happened: SQL): readonly Statement[] {
  const settle = (event: 'voided' | 'cash_collected', guard: SQL) =>
    transitionWrites(ctx, paymentStates, {
      id: paymentId,
      event,
      from: 'cod_due',
      set: [sql`updated_at = ${ctx.now}`],
      guard: sql`${guard} AND ${happened}`,
    }).statements;
  return [
    ...settle('voided', sql`amount_paise = 0`),
    ...settle('cash_collected', sql`amount_paise > 0 AND captured_paise = amount_paise`),
  ];
}

/** For the gather of a verb: the payment that stands behind an order, cash or captured, with its refunds. */
export function selectPaidBy(ctx: Context, orderId: string) {
  return ctx.db.all<PaidBy>(sql`
    SELECT p.id, p.gateway, p.status, p.captured_paise AS capturedPaise, ${refundedOf(sql`p.id`)} AS refundedPaise
    FROM ${payments} p
    WHERE p.order_id = ${orderId} AND (p.captured_paise > 0 OR p.gateway = 'cod') AND p.status <> 'mismatched'
      AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.payment_id = p.id AND r.reason IN ('paid_twice', 'late_capture', 'mismatch'))
    ORDER BY p.captured_paise DESC, p.created_at LIMIT 1`);
}

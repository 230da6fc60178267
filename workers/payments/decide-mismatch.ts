import { type SQL, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { type AuditEntry, auditWrite } from '../db/audit.ts';
import { postJournal } from '../db/journal.ts';
import { publish } from '../db/outbox.ts';
import { ledgerEntries, payments, refunds } from '../db/schema/payments.ts';
import { violatesCheck } from '../db/unique-violation.ts';
import { type Journal, journal, moveEntries, saleEntries } from '../domain/ledger.ts';
import { sharesOf } from '../domain/order-shares.ts';
import { AppError } from '../http/problem.ts';
import { findPayment, type PaymentRow } from './find-payment.ts';
import { holdAgain } from './late-hold.ts';
import { payOrder } from './pay-order.ts';
import { refundWrites } from './refund-writes.ts';

export interface MismatchDecision {
  readonly decision: 'accept' | 'refund';
  readonly note: string;
}

/**
 * Staff decide about money that is not what was asked for: it counts as if it were, the difference being ours, or it
 * goes back. Throws `forbidden`, `not_found`, `illegal_transition`, `order_not_payable`, `out_of_stock`,
 * `coupon_used_up`.
 */
export async function decideMismatch(
  ctx: Context,
  paymentId: string,
  { decision, note }: MismatchDecision,
): Promise<void> {
  requirePermission(ctx, 'payments.write');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'payments.read');
  const payment = await findPayment(ctx, paymentId);
  if (payment === null) throw new AppError('not_found', `There is no payment ${paymentId}.`);
  if (payment.status !== 'mismatched') throw notMismatched();
  const before = { status: payment.status, capturedPaise: payment.capturedPaise };
  // The note stands with the payment, where it can be taken out: the audit log is for ever.
  const audit = { action: `payment.${decision}`, subject: paymentId, before };
  await (decision === 'accept' ? accept(ctx, payment, audit, note) : giveBack(ctx, payment, audit, note));
}

async function accept(ctx: Context, payment: PaymentRow, audit: AuditEntry, note: string): Promise<void> {
  const { id, orderId, orderStatus } = payment;
  if (!(await isInRupees(ctx, id))) {
    throw new AppError('illegal_transition', 'Only rupees pay an order: give other money back.');
  }
  if (await hasRefund(ctx, id)) throw notMismatched();
  if (orderStatus !== 'payment_pending' && orderStatus !== 'expired') {
    throw new AppError('order_not_payable', 'The order is paid or over: give the money back.');
  }
  // What such a try has half held, its stock objects take back: another payment may be paying the order with it.
  if (orderStatus === 'expired' && !(await holdAgain(ctx, orderId))) {
    throw new AppError('out_of_stock', 'What was ordered is sold out meanwhile: give the money back.');
  }
  const taking = {
    event: 'accepted',
    note,
    set: [sql`updated_at = ${ctx.now}`],
    journals: [acceptJournal(payment)],
    guard: sql`NOT ${refundExists(id)}`,
    also: (happened: SQL) => [auditWrite(ctx, audit, happened)],
  } as const;
  try {
    if (!(await payOrder(ctx, payment, orderStatus, taking))) throw notMismatched();
  } catch (error) {
    if (!violatesCheck(error, 'promotion')) throw error;
    throw new AppError('coupon_used_up', 'Others have used its offer up meanwhile: give the money back.');
  }
}

/** Out of suspense, as the sale that it is; what is missing is our loss, what is too much our gain. */
function acceptJournal({ id, orderId, quote, capturedPaise }: PaymentRow): Journal {
  const missingPaise = quote.totals.grandPaise - capturedPaise;
  return journal(`accept:${id}`, orderId, [
    ...saleEntries('suspense', sharesOf(quote)),
    ...moveEntries('suspense', missingPaise > 0 ? 'losses' : 'platform_revenue', missingPaise),
  ]);
}

async function giveBack(
  ctx: Context,
  { id, orderId, capturedPaise }: PaymentRow,
  audit: AuditEntry,
  note: string,
): Promise<void> {
  const refund = refundWrites(
    ctx,
    { orderId, paymentId: id, amountPaise: capturedPaise, reason: 'mismatch', cause: `mismatch:${id}` },
    sql`p.status = 'mismatched'`,
  );
  const owed = journal(`mismatch:${refund.refundId}`, orderId, moveEntries('refunds', 'suspense', capturedPaise));
  const [requested] = await ctx.db.batch([
    ...refund.statements,
    ctx.db.run(sql`UPDATE ${refunds} SET note = ${note} WHERE id = ${refund.refundId}`),
    postJournal(ctx, owed, refund.requested),
    auditWrite(ctx, audit, refund.requested),
  ]);
  if (requested.meta.changes === 1) ctx.later(publish(ctx, [refund.announcement]));
  // Decided so before: the same end.
  else if (!(await hasRefund(ctx, id))) throw notMismatched();
}

/** Other money is not in the books. */
async function isInRupees(ctx: Context, paymentId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ journal: ledgerEntries.journal })
    .from(ledgerEntries)
    .where(sql`${ledgerEntries.journal} = ${`capture:${paymentId}`}`)
    .limit(1);
  return rows.length > 0;
}

async function hasRefund(ctx: Context, paymentId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: payments.id })
    .from(payments)
    .where(sql`${payments.id} = ${paymentId} AND ${refundExists(paymentId)}`);
  return rows.length > 0;
}

function refundExists(paymentId: string) {
  return sql`EXISTS (SELECT 1 FROM ${refunds} WHERE payment_id = ${paymentId})`;
}

function notMismatched(): AppError {
  return new AppError('illegal_transition', 'This payment does not wait for a decision.');
}

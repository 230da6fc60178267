import { and, eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { postJournal } from '../db/journal.ts';
import { payments } from '../db/schema/payments.ts';
import { didHappen, paymentStates, transitionWrites } from '../db/transition.ts';
import { journal, moveEntries } from '../domain/ledger.ts';
import { AppError } from '../http/problem.ts';

/**
 * The carrier has handed over the cash of an order: staff write down the bank's number, which stays with the payment
 * as the reference of its money. Said twice with the same number, it is one remittance.
 *
 * Throws `forbidden`, `not_found`, `illegal_transition`.
 */
export async function recordRemittance(ctx: Context, paymentId: string, utr: string): Promise<void> {
  requirePermission(ctx, 'payments.write');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'payments.read');
  const { orderId, capturedPaise, captureRef } = await findCash(ctx, paymentId);
  if (captureRef === utr) return;
  const { statements, happened } = transitionWrites(ctx, paymentStates, {
    id: paymentId,
    event: 'cash_remitted',
    note: utr,
    guard: sql`captured_paise = ${capturedPaise}`,
    set: [sql`capture_ref = ${utr}`, sql`updated_at = ${ctx.now}`],
  });
  const cash = journal(`remittance:${paymentId}`, orderId, moveEntries('cod_with_carrier', 'bank', capturedPaise));
  const audit = { action: 'payment.remittance', subject: paymentId, after: { utr, amountPaise: capturedPaise } };
  const results = await ctx.db.batch([
    ...statements,
    postJournal(ctx, cash, happened),
    auditWrite(ctx, audit, happened),
  ]);
  if (didHappen(results) || (await findCash(ctx, paymentId)).captureRef === utr) return;
  throw new AppError('illegal_transition', 'Nothing was collected for this order, or it has been handed over already.');
}

async function findCash(ctx: Context, paymentId: string) {
  const [payment] = await ctx.db
    .select({ orderId: payments.orderId, capturedPaise: payments.capturedPaise, captureRef: payments.captureRef })
    .from(payments)
    .where(and(eq(payments.id, paymentId), eq(payments.gateway, 'cod')));
  if (payment === undefined) throw new AppError('not_found', `There is no cash payment ${paymentId}.`);
  return payment;
}

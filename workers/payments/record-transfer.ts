import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { AppError } from '../http/problem.ts';
import { moveRefund } from './move-refund.ts';
import { requireRefund } from './require-refund.ts';

/**
 * Cash has no gateway that could give it back: staff make a bank transfer and write down its number. Said twice with
 * the same number, it is one transfer. Throws `not_found`, `illegal_transition`.
 */
export async function recordTransfer(ctx: Context, refundId: string, utr: string): Promise<void> {
  requirePermission(ctx, 'orders.refund');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'payments.read');
  const refund = await requireRefund(ctx, refundId);
  if (refund.gateway !== 'cod') {
    throw new AppError('illegal_transition', `This refund goes back by ${refund.gateway}, not by hand.`);
  }
  const audit = { action: 'refund.transfer', subject: refundId, after: { utr } };
  const move = await moveRefund(ctx, refund, 'succeeded', {
    utr,
    note: utr,
    also: (happened) => [auditWrite(ctx, audit, happened)],
  });
  if (move === 'moved' || (await requireRefund(ctx, refundId)).utr === utr) return;
  throw new AppError('illegal_transition', 'This refund has been transferred already, or has failed.');
}

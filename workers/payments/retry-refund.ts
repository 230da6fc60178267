import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { publish } from '../db/outbox.ts';
import { didHappen, refundStates, transitionWrites } from '../db/transition.ts';
import { AppError } from '../http/problem.ts';
import { requireRefund } from './require-refund.ts';

/** Staff try a refund again that the gateway or the bank could not deliver. Throws `not_found`, `illegal_transition`. */
export async function retryRefund(ctx: Context, refundId: string): Promise<void> {
  requirePermission(ctx, 'orders.refund');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'payments.read');
  const refund = await requireRefund(ctx, refundId);
  const { statements, happened, announcements } = transitionWrites(ctx, refundStates, {
    id: refundId,
    event: 'retried',
    guard: sql`attempts = ${refund.attempts}`,
    set: [sql`attempts = attempts + 1`, sql`updated_at = ${ctx.now}`],
    announces: [{ type: 'refund.due', refundId }],
  });
  const audit = { action: 'refund.retry', subject: refundId, before: { status: refund.status } };
  const results = await ctx.db.batch([...statements, auditWrite(ctx, audit, happened)]);
  if (!didHappen(results)) throw new AppError('illegal_transition', 'Only a refund that failed is tried again.');
  ctx.later(publish(ctx, announcements));
}

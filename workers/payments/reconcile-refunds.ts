import { and, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { payments, refunds } from '../db/schema/payments.ts';
import { settleAll } from '../settle-all.ts';
import type { Gateway, GatewayName } from './gateway.ts';
import { gatewayOf } from './gateways.ts';
import { findRefund } from './move-refund.ts';
import { keepAnswer, requestOf, sendRefund } from './send-refund.ts';

const BATCH = 20;
/** A message of the queue has this long to do its work, and a webhook to come by itself. */
const PATIENCE_MS = 5 * 60_000;

/**
 * The cron's: money that is owed must not wait for a person to notice. A refund that was never asked for, or whose
 * reply was lost, is asked for again; one that is under way is asked about. Returns how many refunds it moved.
 */
export async function reconcileRefunds(
  ctx: Context,
  adapterOf: (name: GatewayName) => Gateway = (name) => gatewayOf(ctx.env, name),
): Promise<number> {
  requireSystem(ctx);
  return await settleAll(await findOpen(ctx), async (open) => {
    return (await claim(ctx, open)) && (await reconcile(ctx, open.id, adapterOf));
  });
}

interface OpenRefund {
  readonly id: string;
  readonly updatedAt: number;
}

/** `updated_at` remembers the last question, and the wait grows with age. */
async function findOpen(ctx: Context): Promise<OpenRefund[]> {
  return await ctx.db
    .select({ id: refunds.id, updatedAt: refunds.updatedAt })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      sql`${refunds.status} IN ('due', 'pending') AND ${payments.gateway} <> 'cod'
          AND ${ctx.now} - ${refunds.updatedAt} >= max(${PATIENCE_MS}, (${refunds.updatedAt} - ${refunds.createdAt}) / 2)`,
    )
    .orderBy(refunds.updatedAt)
    .limit(BATCH);
}

/** Before the question: two runs ask once, and one that cannot be answered goes to the end of the line. */
async function claim(ctx: Context, { id, updatedAt }: OpenRefund): Promise<boolean> {
  const claimed = await ctx.db
    .update(refunds)
    .set({ updatedAt: ctx.now })
    .where(and(eq(refunds.id, id), eq(refunds.updatedAt, updatedAt)));
  return claimed.meta.changes === 1;
}

async function reconcile(ctx: Context, refundId: string, adapterOf: (name: GatewayName) => Gateway): Promise<boolean> {
  const refund = await findRefund(ctx, sql`r.id = ${refundId}`);
  const request = refund === null ? null : requestOf(refund);
  if (refund === null || refund.gateway === 'cod' || request === null) return false;
  const adapter = adapterOf(refund.gateway);
  if (refund.status === 'due') {
    await sendRefund(ctx, refundId, adapter);
    return true;
  }
  const answer = await adapter.fetchRefund(request);
  return answer !== null && (await keepAnswer(ctx, refund, answer)) === 'moved';
}

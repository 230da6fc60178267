import { and, eq, lte } from 'drizzle-orm';
import { type Context, createContext } from './context.ts';
import { sweepOutbox } from './db/outbox.ts';
import { orders } from './db/schema/orders.ts';
import { CHECKOUT_TIMEOUT_SECONDS } from './domain/order.ts';
import { deliverDueParcels } from './fulfilment/deliver-due-parcels.ts';
import { trackSilentParcels } from './fulfilment/track-silent-parcels.ts';
import { retryWebhooks } from './inbox/retry-webhooks.ts';
import { expireOrder, interruptOrder } from './orders/end-order.ts';
import { reconcilePayments } from './payments/reconcile-payments.ts';
import { reconcileRefunds } from './payments/reconcile-refunds.ts';

const BATCH = 200;

/** Due work, every minute. Each step is a compare-and-set, so two runs at once do no harm. */
export async function handleScheduled(env: Env, later: Context['later'], now = Date.now()): Promise<void> {
  const ctx = createContext({ env, actor: { kind: 'system', name: 'cron' }, now, later });
  const steps = {
    interruptDeadCheckouts,
    retryWebhooks,
    reconcilePayments,
    expireUnpaidOrders,
    trackSilentParcels,
    deliverDueParcels,
    reconcileRefunds,
    sweepOutbox,
  };
  for (const [name, step] of Object.entries(steps)) {
    try {
      const count = await step(ctx);
      if (count > 0) ctx.log.info('cron', { step: name, count });
    } catch (error) {
      // One step must not keep the others from their work.
      ctx.log.error('cron failed', { step: name, error: String(error) });
    }
  }
}

async function interruptDeadCheckouts(ctx: Context): Promise<number> {
  const ids = await dueOrders(ctx, 'created', ctx.now - CHECKOUT_TIMEOUT_SECONDS * 1000);
  for (const id of ids) await interruptOrder(ctx, id);
  return ids.length;
}

async function expireUnpaidOrders(ctx: Context): Promise<number> {
  const ids = await dueOrders(ctx, 'payment_pending', ctx.now);
  for (const id of ids) await expireOrder(ctx, id);
  return ids.length;
}

async function dueOrders(ctx: Context, status: 'created' | 'payment_pending', before: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(lte(orders.dueAt, before), eq(orders.status, status)))
    .orderBy(orders.dueAt)
    .limit(BATCH);
  return rows.map((row) => row.id);
}

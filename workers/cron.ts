import { and, lte, sql } from 'drizzle-orm';
import { eraseDueAccounts } from './accounts/profile/erase-account.ts';
import { pruneAccounts } from './accounts/prune-accounts.ts';
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
import { announceFlashSales } from './promotions/announce-flash-sales.ts';
import { pruneTerms } from './search/list-terms.ts';
import { mendIndex } from './search/mend-index.ts';
import { refreshDueSuggestions } from './search/refresh-suggestions.ts';
import { settleAll } from './settle-all.ts';

const BATCH = 200;
/** After a flash sale thousands are due at once. More than this would ask too much of one run. */
const MAX_BATCHES = 5;

/** Due work, every minute. Each step is a compare-and-set, so two runs at once do no harm. */
export async function handleScheduled(env: Env, later: Context['later'], now = Date.now()): Promise<void> {
  const ctx = createContext({ env, actor: { kind: 'system', name: 'cron' }, now, later });
  const steps = {
    interruptDeadCheckouts,
    retryWebhooks,
    reconcilePayments,
    expireUnpaidOrders,
    announceFlashSales,
    trackSilentParcels,
    deliverDueParcels,
    reconcileRefunds,
    eraseDueAccounts,
    sweepOutbox,
    pruneAccounts,
    mendIndex,
    refreshDueSuggestions,
    pruneTerms,
  };
  for (const [name, step] of Object.entries(steps)) {
    try {
      const count = await step(ctx);
      if (count > 0) ctx.log.info('cron', { step: name, count });
    } catch (error) {
      // One step must not keep the others from their work.
      ctx.log.error('cron failed', { step: name, error });
    }
  }
}

async function interruptDeadCheckouts(ctx: Context): Promise<number> {
  const before = ctx.now - CHECKOUT_TIMEOUT_SECONDS * 1000;
  return await endAll(ctx, () => dueOrders(ctx, 'created', before), interruptOrder);
}

async function expireUnpaidOrders(ctx: Context): Promise<number> {
  return await endAll(ctx, () => dueOrders(ctx, 'payment_pending', ctx.now), expireOrder);
}

/** An order that was ended is due no longer, so each look finds others. */
async function endAll(
  ctx: Context,
  find: () => Promise<string[]>,
  end: (ctx: Context, orderId: string) => Promise<boolean>,
): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await find();
    total += await settleAll(ids, (id) => end(ctx, id));
    if (ids.length < BATCH) break;
  }
  return total;
}

async function dueOrders(ctx: Context, status: 'created' | 'payment_pending', before: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    // The plus keeps SQLite from walking through all orders that wait, when few of them are due.
    .where(and(lte(orders.dueAt, before), sql`+${orders.status} = ${status}`))
    .orderBy(orders.dueAt)
    .limit(BATCH);
  return rows.map((row) => row.id);
}

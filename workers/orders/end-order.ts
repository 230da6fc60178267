import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type AuditEntry, auditWrite } from '../db/audit.ts';
import { publish } from '../db/outbox.ts';
import { idempotencyKeys } from '../db/schema/orders.ts';
import { didHappen, orderStates, transitionWrites } from '../db/transition.ts';
import type { OrderEvent, OrderStatus } from '../domain/order.ts';
import { returnUses } from '../promotions/uses.ts';
import { releaseStock } from '../stock/order-stock.ts';
import { selectOrderedSkus } from './order-lines.ts';

/**
 * Ends an order that was not paid: by its buyer, by its time, or because its checkout died. The order's state decides
 * the race against a payment; only the winner gives stock and uses of promotions back, and for the stock the consumer of
 * the announcement makes sure. Returns whether this call ended it.
 */
async function endOrder(
  ctx: Context,
  orderId: string,
  from: OrderStatus,
  event: OrderEvent,
  audit: AuditEntry | null = null,
): Promise<boolean> {
  const type = event === 'payment_timed_out' ? 'order.expired' : 'order.cancelled';
  const transition = transitionWrites(ctx, orderStates, {
    id: orderId,
    from,
    event,
    set: [sql`due_at = NULL`],
    announces: [{ type, orderId }],
  });
  // A checkout that never answered frees its idempotency key: the same request may be tried again.
  const freeKey = ctx.db
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.resourceId, orderId), isNull(idempotencyKeys.status), transition.happened));
  const results = await ctx.db.batch([
    ...transition.statements,
    ...returnUses(ctx, orderId, transition.happened),
    freeKey,
    ...(audit === null ? [] : [auditWrite(ctx, audit, transition.happened)]),
  ]);
  if (!didHappen(results)) return false;
  await releaseOrder(ctx, orderId);
  ctx.later(publish(ctx, transition.announcements));
  return true;
}

/** Gives back all that a dead order holds. Idempotent; also the consumer of `order.expired` and `order.cancelled`. */
export async function releaseOrder(ctx: Context, orderId: string): Promise<void> {
  await releaseStock(ctx, orderId, await selectOrderedSkus(ctx, orderId));
}

/** By its buyer or staff (cancel-order.ts, which knows who may), while it waits for its payment. */
export async function cancelUnpaidOrder(ctx: Context, orderId: string, audit: AuditEntry | null): Promise<boolean> {
  return await endOrder(ctx, orderId, 'payment_pending', 'cancelled_by_buyer', audit);
}

/** The cron's: an order whose 15 minutes are over. */
export async function expireOrder(ctx: Context, orderId: string): Promise<boolean> {
  return await endOrder(ctx, orderId, 'payment_pending', 'payment_timed_out');
}

/** The cron's: a checkout that died between its intent and its commit. */
export async function interruptOrder(ctx: Context, orderId: string): Promise<boolean> {
  return await endOrder(ctx, orderId, 'created', 'interrupted');
}

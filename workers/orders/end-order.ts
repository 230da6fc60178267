import { and, eq, isNull } from 'drizzle-orm';
import { releaseStock } from '../checkout/hold-stock.ts';
import { type Context, ownerOf } from '../context.ts';
import { publish } from '../db/outbox.ts';
import { idempotencyKeys, orders } from '../db/schema/orders.ts';
import type { OrderEvent, OrderStatus } from '../domain/order.ts';
import { AppError } from '../http/problem.ts';
import { selectOrderedSkus } from './order-lines.ts';
import { didHappen, transitionWrites } from './transition-order.ts';

/**
 * Ends an order that was not paid: by its buyer, by its time, or because its checkout died. The order's state decides
 * the race against a payment; only the winner gives the stock back, and the consumer of the announcement makes sure.
 * Returns whether this call ended it.
 */
async function endOrder(ctx: Context, orderId: string, from: OrderStatus, event: OrderEvent): Promise<boolean> {
  const type = event === 'payment_timed_out' ? 'order.expired' : 'order.cancelled';
  const transition = transitionWrites(ctx, { orderId, from, event, announces: { type, orderId } });
  // A checkout that never answered frees its idempotency key: the same request may be tried again.
  const freeKey = ctx.db
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.resourceId, orderId), isNull(idempotencyKeys.status), transition.happened));
  const results = await ctx.db.batch([...transition.statements, freeKey]);
  if (!didHappen(results)) return false;
  await releaseOrder(ctx, orderId);
  ctx.later(publish(ctx, transition.announcements));
  return true;
}

/** Gives back all that a dead order holds. Idempotent; also the consumer of `order.expired` and `order.cancelled`. */
export async function releaseOrder(ctx: Context, orderId: string): Promise<void> {
  await releaseStock(ctx, orderId, await selectOrderedSkus(ctx, orderId));
}

/** The buyer's cancellation of an order that waits for its payment. Throws `not_found`, `order_not_cancellable`. */
export async function cancelOrder(ctx: Context, orderNo: string): Promise<void> {
  const [order] = await ctx.db
    .select({ id: orders.id, ownerKey: orders.ownerKey, status: orders.status })
    .from(orders)
    .where(eq(orders.orderNo, orderNo));
  if (order === undefined || order.ownerKey !== ownerOf(ctx.actor)) {
    throw new AppError('not_found', `There is no order ${orderNo}.`);
  }
  if (order.status === 'cancelled') return;
  if (!(await endOrder(ctx, order.id, 'payment_pending', 'cancelled_by_buyer'))) {
    throw new AppError('order_not_cancellable', 'This order is paid or has ended; it can no longer be cancelled here.');
  }
}

/** The cron's: an order whose 15 minutes are over. */
export async function expireOrder(ctx: Context, orderId: string): Promise<boolean> {
  return await endOrder(ctx, orderId, 'payment_pending', 'payment_timed_out');
}

/** The cron's: a checkout that died between its intent and its commit. */
export async function interruptOrder(ctx: Context, orderId: string): Promise<boolean> {
  return await endOrder(ctx, orderId, 'created', 'interrupted');
}

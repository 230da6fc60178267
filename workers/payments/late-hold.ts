import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { orderEvents } from '../db/schema/orders.ts';
import { failpoint } from '../failpoint.ts';
import { AppError } from '../http/problem.ts';
import { releaseOrder } from '../orders/end-order.ts';
import { selectOrderedSkus } from '../orders/order-lines.ts';
import { holdStockAgain, releaseStock } from '../stock/order-stock.ts';

/** A hold that was released is final, so stock that is taken again is held under an id of its own. */
const lateHoldOf = (orderId: string) => `${orderId}:late`;

/** Takes the stock of an order that had expired again. False when it is gone; the caller lets go of what was held. */
export async function holdAgain(ctx: Context, orderId: string): Promise<boolean> {
  // First give back for certain what the expiry may still be giving back, or the pieces would count twice.
  await releaseOrder(ctx, orderId);
  try {
    await holdStockAgain(ctx, lateHoldOf(orderId), await selectOrderedSkus(ctx, orderId), ctx.now);
  } catch (error) {
    // A refusal is an answer; a stock object that does not answer is tried again with the event.
    if (error instanceof AppError) return false;
    throw error;
  }
  await failpoint(ctx, 'capture.held_again');
  return true;
}

/** Lets go of what a try to take the stock again may have got. Only for an order that can never be paid any more. */
export async function releaseLateHold(ctx: Context, orderId: string): Promise<void> {
  await releaseStock(ctx, lateHoldOf(orderId), await selectOrderedSkus(ctx, orderId));
}

/** The consumer of `order.cancelled`: makes sure of it where the money came too late. */
export async function releaseRefusedHold(ctx: Context, orderId: string): Promise<void> {
  const [refusal] = await ctx.db
    .select({ id: orderEvents.id })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.event, 'late_money_refused')))
    .limit(1);
  if (refusal !== undefined) await releaseLateHold(ctx, orderId);
}

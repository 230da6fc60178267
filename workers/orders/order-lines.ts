import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { orderLines } from '../db/schema/orders.ts';

/** What an order holds: for stock objects and carts. */
export function selectOrderedSkus(ctx: Context, orderId: string) {
  return ctx.db
    .select({ sku: orderLines.sku, title: orderLines.title, quantity: orderLines.quantity })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId));
}

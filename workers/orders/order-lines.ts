import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { listings } from '../db/schema/catalog.ts';
import { orderLines } from '../db/schema/orders.ts';

/** What an order holds: for stock objects and carts. Lines that were cancelled are left out. */
export function selectOrderedSkus(ctx: Context, orderId: string) {
  return selectStockLines(ctx).where(and(eq(orderLines.orderId, orderId), isNull(orderLines.cancellationId)));
}

/** What a cancellation gives back. */
export function selectCancelledSkus(ctx: Context, cancellationId: string) {
  return selectStockLines(ctx).where(eq(orderLines.cancellationId, cancellationId));
}

function selectStockLines(ctx: Context) {
  return ctx.db
    .select({
      sku: orderLines.sku,
      title: orderLines.title,
      quantity: orderLines.quantity,
      stockShards: listings.stockShards,
    })
    .from(orderLines)
    .innerJoin(listings, eq(listings.sku, orderLines.sku));
}

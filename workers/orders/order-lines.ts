import { and, eq, isNull, not, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { listings } from '../db/schema/catalog.ts';
import { fulfilments, orderLines } from '../db/schema/orders.ts';

/** What an order holds: for stock objects and carts. Lines that were cancelled are left out. */
export function selectOrderedSkus(ctx: Context, orderId: string) {
  return selectStockLines(ctx).where(and(eq(orderLines.orderId, orderId), isNull(orderLines.cancellationId)));
}

/** What of it should be off the shelf: a parcel that came back has put its pieces there again. */
export function selectOutstandingSkus(ctx: Context, orderId: string) {
  const isBack = sql`EXISTS (SELECT 1 FROM ${fulfilments}
    WHERE id = ${orderLines.fulfilmentId} AND status = 'rto_received')`;
  return selectStockLines(ctx).where(
    and(eq(orderLines.orderId, orderId), isNull(orderLines.cancellationId), not(isBack)),
  );
}

/** What a cancellation gives back. */
export function selectCancelledSkus(ctx: Context, orderId: string, cancellationId: string) {
  return selectStockLines(ctx).where(
    and(eq(orderLines.orderId, orderId), eq(orderLines.cancellationId, cancellationId)),
  );
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

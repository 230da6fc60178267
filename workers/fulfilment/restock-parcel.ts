import { and, eq, isNull } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { listings } from '../db/schema/catalog.ts';
import { fulfilments, orderLines } from '../db/schema/orders.ts';
import { releaseStock } from '../stock/order-stock.ts';

/**
 * The pieces of a parcel that came back go on the shelf again. The consumer of `parcel.came_back`: idempotent, because
 * every stock object knows the order by its id. A SKU has one seller, so all that the order took of it was in here.
 */
export async function restockParcel(ctx: Context, orderId: string, fulfilmentId: string): Promise<void> {
  requireSystem(ctx);
  const lines = await ctx.db
    .select({ sku: orderLines.sku, quantity: orderLines.quantity, stockShards: listings.stockShards })
    .from(orderLines)
    .innerJoin(fulfilments, eq(fulfilments.id, orderLines.fulfilmentId))
    .innerJoin(listings, eq(listings.sku, orderLines.sku))
    .where(
      and(
        eq(orderLines.orderId, orderId),
        eq(fulfilments.id, fulfilmentId),
        eq(fulfilments.status, 'rto_received'),
        isNull(orderLines.cancellationId),
      ),
    );
  await releaseStock(ctx, orderId, lines);
  // A payment that came late took its pieces under a second name.
  await releaseStock(ctx, `${orderId}:late`, lines);
}

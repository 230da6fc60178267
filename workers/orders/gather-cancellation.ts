import { asc, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { cancellations, fulfilments, orderLines, orders } from '../db/schema/orders.ts';
import { type PaidBy, selectPaidBy } from './take-back.ts';

export type OrderRow = NonNullable<Awaited<ReturnType<typeof findOrderRow>>>;
export type PlacedFacts = Awaited<ReturnType<typeof gatherPlaced>>;

/** What decides who may cancel an order, and how. */
export async function findOrderRow(ctx: Context, orderNo: string) {
  const [order] = await ctx.db
    .select({
      id: orders.id,
      orderNo: orders.orderNo,
      ownerKey: orders.ownerKey,
      status: orders.status,
      quote: orders.quote,
    })
    .from(orders)
    .where(eq(orders.orderNo, orderNo));
  return order ?? null;
}

/** The parts of a placed order, as a cancellation finds them; its batch makes sure that they are still so. */
export async function gatherPlaced(ctx: Context, order: OrderRow) {
  const [parcels, rows, payments, counts] = await ctx.db.batch([
    ctx.db
      .select({ id: fulfilments.id, sellerId: fulfilments.sellerId, status: fulfilments.status })
      .from(fulfilments)
      .where(eq(fulfilments.orderId, order.id)),
    ctx.db
      .select({
        id: orderLines.id,
        fulfilmentId: orderLines.fulfilmentId,
        position: orderLines.position,
        sku: orderLines.sku,
        title: orderLines.title,
        variantLabel: orderLines.variantLabel,
        imageKey: orderLines.imageKey,
        quantity: orderLines.quantity,
        paidPaise: orderLines.paidPaise,
        cancellationId: orderLines.cancellationId,
        isRefunded: sql<number>`EXISTS (SELECT 1 FROM refunds, json_each(refunds.lines) AS part
          WHERE refunds.order_id = ${order.id} AND part.value ->> 'lineId' = ${sql.raw('order_lines.id')})`,
      })
      .from(orderLines)
      .where(eq(orderLines.orderId, order.id))
      .orderBy(asc(orderLines.position)),
    selectPaidBy(ctx, order.id),
    ctx.db
      .select({ cancellations: sql<number>`COUNT(*)` })
      .from(cancellations)
      .where(eq(cancellations.orderId, order.id)),
  ]);
  const payment: PaidBy | undefined = payments[0];
  if (payment === undefined) throw new Error(`placed order ${order.id} has no payment`);
  return {
    quote: order.quote,
    parcels,
    lines: rows.map(({ cancellationId, isRefunded, ...line }) => ({
      ...line,
      isCancelled: cancellationId !== null,
      isRefunded: isRefunded === 1,
    })),
    payment,
    /** Cancellations of this order so far: one more in between, and everything looks again. */
    cancellationCount: counts[0]?.cancellations ?? 0,
  };
}

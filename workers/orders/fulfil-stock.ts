import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { requireSystem } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { isPlaced } from '../domain/order.ts';
import { failpoint } from '../failpoint.ts';
import { commitStock, type StockLine } from '../stock/order-stock.ts';
import { selectOrderedSkus, selectOutstandingSkus } from './order-lines.ts';

/**
 * The order is certain: what it holds leaves the shelf, and the cart it was made from loses its lines. The consumer of
 * `order.placed`: idempotent, because every object knows the order by its id.
 */
export async function fulfilStock(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  const [[order], lines] = await ctx.db.batch([
    ctx.db.select({ status: orders.status, ownerKey: orders.ownerKey }).from(orders).where(eq(orders.id, orderId)),
    selectOrderedSkus(ctx, orderId),
  ]);
  if (order === undefined || !isPlaced(order.status)) return;
  await Promise.all([
    commitLines(ctx, orderId, lines),
    ctx.env.CART.getByName(order.ownerKey).takeOrdered(orderId, lines),
  ]);
  await failpoint(ctx, 'stock.committed');
}

/** A payment that came late holds its stock under a second id. */
async function commitLines(ctx: Context, orderId: string, lines: readonly StockLine[]): Promise<void> {
  const missing = new Set((await commitStock(ctx, orderId, lines)).map(({ sku }) => sku));
  if (missing.size === 0) return;
  const late = await commitStock(
    ctx,
    `${orderId}:late`,
    lines.filter(({ sku }) => missing.has(sku)),
  );
  if (late.length === 0) return;
  // A line that was cancelled since we read it holds nothing any more, nor does one that came back.
  const outstanding = new Set((await selectOutstandingSkus(ctx, orderId)).map(({ sku }) => sku));
  const lost = late.find(({ sku }) => outstanding.has(sku));
  if (lost !== undefined) throw new Error(`placed order ${orderId} holds no ${lost.sku}: ${lost.reason}`);
}

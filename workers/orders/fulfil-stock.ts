import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { requireSystem } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { isPlaced } from '../domain/order.ts';
import { selectOrderedSkus } from './order-lines.ts';

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
    ...lines.map((line) => commitLine(ctx, orderId, line.sku)),
    ctx.env.CART.getByName(order.ownerKey).takeOrdered(orderId, lines),
  ]);
}

/** A payment that came late holds its stock under a second id. */
async function commitLine(ctx: Context, orderId: string, sku: string): Promise<void> {
  const stock = ctx.env.STOCK.getByName(sku);
  const answer = await stock.commit(orderId);
  if (answer.ok) return;
  const late = await stock.commit(`${orderId}:late`);
  if (!late.ok) throw new Error(`placed order ${orderId} holds no ${sku}: ${answer.reason}`);
}

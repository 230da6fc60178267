import { and, asc, eq } from 'drizzle-orm';
import { type Context, ownerOf } from '../context.ts';
import { orderLines, orders } from '../db/schema/orders.ts';
import { MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { AppError } from '../http/problem.ts';
import { fillCart } from './fill-cart.ts';
import { findSellables, type Sellable } from './queries.ts';
import type { Reorder } from './schemas.ts';

interface OrderedLine {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
}

/**
 * Puts what an order held into the cart again, as far as it can be had, and says what cannot. The cart then holds at
 * least as many as the order: a second click adds nothing. Another's order is as if it were not there.
 */
export async function reorder(ctx: Context, orderNo: string): Promise<Reorder> {
  const lines = await findOrdered(ctx, orderNo);
  const listings = await findSellables(
    ctx,
    lines.map(({ sku }) => sku),
  );
  const wishes = lines.flatMap((line) => {
    const listing = listings.get(line.sku);
    const quantity = Math.min(line.quantity, mostOf(listing));
    return listing === undefined || quantity <= 0
      ? []
      : [{ sku: line.sku, quantity, seenPricePaise: listing.pricePaise }];
  });
  const { version, itemCount, quantities } = await fillCart(ctx, wishes);
  return {
    version,
    itemCount,
    lines: lines.map((line) => {
      const got = Math.min(line.quantity, quantities[line.sku] ?? 0);
      return { ...line, got, reason: got >= line.quantity ? null : reasonOf(line, listings.get(line.sku), got) };
    }),
  };
}

/** The lines of an own order. A SKU stands in one line. */
async function findOrdered(ctx: Context, orderNo: string): Promise<OrderedLine[]> {
  const lines = await ctx.db
    .select({ sku: orderLines.sku, title: orderLines.title, quantity: orderLines.quantity })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(and(eq(orders.orderNo, orderNo), eq(orders.ownerKey, ownerOf(ctx.actor) ?? '')))
    .orderBy(asc(orderLines.position));
  if (lines.length === 0) throw new AppError('not_found', `There is no order ${orderNo}.`);
  return lines;
}

function mostOf(listing: Sellable | undefined): number {
  return listing?.isActive ? Math.min(MAX_QUANTITY_PER_LINE, listing.available) : 0;
}

function reasonOf(line: OrderedLine, listing: Sellable | undefined, got: number): Reorder['lines'][number]['reason'] {
  if (!listing?.isActive) return 'unavailable';
  if (listing.available <= 0) return 'sold_out';
  return got === 0 && line.quantity > 0 ? 'cart_full' : 'fewer';
}

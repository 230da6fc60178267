import type { Context } from '../context.ts';
import { MAX_LINES_PER_CART, MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { changed, MAX_SAVED } from './cart-change.ts';
import { cartOf } from './cart-of.ts';
import { findOnSale } from './find-on-sale.ts';
import type { CartChange } from './schemas.ts';

/** Puts a line aside: it is not ordered and counts for nothing, and waits with its quantity. */
export async function saveForLater(ctx: Context, sku: string): Promise<CartChange> {
  return changed(await cartOf(ctx).save(sku, MAX_SAVED));
}

/** Brings a line back at today's price, with as many of its pieces as there are. */
export async function moveSavedToCart(ctx: Context, sku: string): Promise<CartChange> {
  const cart = cartOf(ctx);
  const { available, pricePaise } = await findOnSale(ctx, sku, 1);
  const most = Math.min(available, MAX_QUANTITY_PER_LINE);
  return changed(await cart.moveToCart(sku, most, pricePaise, MAX_LINES_PER_CART));
}

export async function removeSaved(ctx: Context, sku: string): Promise<CartChange> {
  return changed(await cartOf(ctx).removeSaved(sku));
}

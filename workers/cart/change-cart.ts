import type { Context } from '../context.ts';
import { MAX_LINES_PER_CART, MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { changed } from './cart-change.ts';
import { cartOf } from './cart-of.ts';
import { findOnSale } from './find-on-sale.ts';
import type { AddItem, CartChange } from './schemas.ts';

/** Adds pieces of a SKU. Whoever has no cart cookie yet gets one from the route first. */
export async function addItem(ctx: Context, { sku, quantity }: AddItem): Promise<CartChange> {
  const cart = cartOf(ctx);
  const listing = await findOnSale(ctx, sku, quantity);
  return changed(
    await cart.add(
      { sku, quantity, seenPricePaise: listing.pricePaise },
      { maxQuantity: MAX_QUANTITY_PER_LINE, maxLines: MAX_LINES_PER_CART },
    ),
  );
}

/** Sets the quantity of a line; its price counts as seen. */
export async function changeItem(ctx: Context, sku: string, quantity: number): Promise<CartChange> {
  const cart = cartOf(ctx);
  const listing = await findOnSale(ctx, sku, quantity);
  return changed(await cart.set({ sku, quantity, seenPricePaise: listing.pricePaise }));
}

export async function removeItem(ctx: Context, sku: string): Promise<CartChange> {
  return changed(await cartOf(ctx).remove(sku));
}

/**
 * Takes back one of the last removals, from the cart or from what was put aside: as many pieces, in their place. Adding
 * the item again, or taking the removal back once, ends that. What has become of the item since is said on its line.
 */
export async function restoreItem(ctx: Context, sku: string): Promise<CartChange> {
  return changed(await cartOf(ctx).restore(sku, MAX_LINES_PER_CART));
}

/** Takes note of what a merge has left out. The same again changes nothing. */
export async function dismissMergeCuts(ctx: Context): Promise<void> {
  await cartOf(ctx).dismissMergeCuts();
}

import type { Context } from '../context.ts';
import { MAX_LINES_PER_CART, MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { AppError, fieldError } from '../http/problem.ts';
import type { CartChange as ObjectChange } from '../objects/cart-object.ts';
import { cartOf } from './cart-of.ts';
import { findSellables, type Sellable } from './queries.ts';
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

/** Takes note of what a merge has left out. The same again changes nothing. */
export async function dismissMergeCuts(ctx: Context): Promise<void> {
  await cartOf(ctx).dismissMergeCuts();
}

async function findOnSale(ctx: Context, sku: string, quantity: number): Promise<Sellable> {
  const listing = (await findSellables(ctx, [sku])).get(sku);
  if (listing === undefined) throw fieldError('sku', `There is no item ${sku}.`);
  if (!listing.isActive) throw fieldError('sku', `${listing.title} is not on sale.`);
  if (listing.available < quantity) {
    const detail =
      listing.available <= 0 ? `${listing.title} is sold out.` : `Only ${listing.available} left of ${listing.title}.`;
    throw new AppError('out_of_stock', detail, { sku, available: Math.max(0, listing.available) });
  }
  return listing;
}

function changed(change: ObjectChange): CartChange {
  if (change.ok) {
    const { version, itemCount, quantity } = change;
    return { version, itemCount, quantity };
  }
  switch (change.reason) {
    case 'too_many':
      throw fieldError('quantity', `At most ${MAX_QUANTITY_PER_LINE} of one item.`);
    case 'too_many_lines':
      throw new AppError('too_many_lines', `A cart holds ${MAX_LINES_PER_CART} different items.`, {
        errors: [{ field: 'sku', message: `A cart holds ${MAX_LINES_PER_CART} different items.` }],
      });
    case 'not_in_cart':
      throw new AppError('not_found', 'The item is not in the cart.');
  }
}

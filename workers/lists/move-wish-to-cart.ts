import { fillCart } from '../cart/fill-cart.ts';
import { findOnSale } from '../cart/find-on-sale.ts';
import type { CartChange } from '../cart/schemas.ts';
import { type Context, requireOwner } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { readWishSkus } from './read-wishlist.ts';
import { removeWish } from './remove-wish.ts';

/**
 * One piece of a wish goes into the cart, unless it is there, then the wish off the list: whatever dies in between,
 * nothing is lost, and ten clicks at once are one piece. Throws `not_found` for what is not on the list,
 * `out_of_stock`, `too_many_lines`, and `validation_failed` for what is not on sale.
 */
export async function moveWishToCart(ctx: Context, sku: string): Promise<CartChange> {
  requireOwner(ctx);
  const { skus } = await readWishSkus(ctx);
  if (!skus.includes(sku)) throw new AppError('not_found', 'The item is not on the wishlist.');
  const { pricePaise } = await findOnSale(ctx, sku, 1);
  const { version, itemCount, quantities } = await fillCart(ctx, [{ sku, quantity: 1, seenPricePaise: pricePaise }]);
  const quantity = quantities[sku] ?? 0;
  if (quantity === 0) throw new AppError('too_many_lines', 'The cart is full. The item stays on the wishlist.');
  await removeWish(ctx, sku);
  return { version, itemCount, quantity };
}

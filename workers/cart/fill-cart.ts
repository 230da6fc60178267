import type { Context } from '../context.ts';
import { MAX_LINES_PER_CART } from '../domain/order.ts';
import type { CartEntry, CartFilling } from '../objects/cart-contents.ts';
import { cartOf } from './cart-of.ts';

/** Sees to it that the cart holds at least these, as far as there is room: the same again changes nothing. */
export async function fillCart(ctx: Context, entries: readonly CartEntry[]): Promise<CartFilling> {
  return await cartOf(ctx).fill(entries, MAX_LINES_PER_CART);
}

import type { Context } from '../context.ts';
import { requireOwner } from '../context.ts';

/** The object that holds the cart of whoever asks. */
export function cartOf(ctx: Context) {
  return ctx.env.CART.getByName(requireOwner(ctx));
}

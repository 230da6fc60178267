import { type Context, requireUser } from '../context.ts';
import { MAX_LINES_PER_CART, MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { cartOf } from './cart-of.ts';
import { findSellables } from './queries.ts';

/**
 * Brings what a guest had collected into the cart of the user who has just signed in. Quantities add up, bounded by
 * what is on sale; the cart says what was cut. What was put aside comes along, and the coupon if the user has none.
 * Safe to repeat and to run at once: the guest's cart hands over each item once.
 */
export async function mergeGuestCart(ctx: Context, guestId: string): Promise<void> {
  requireUser(ctx);
  const transfer = await ctx.env.CART.getByName(`guest:${guestId}`).handOver(crypto.randomUUID());
  if (transfer.entries.length + transfer.saved.length === 0 && transfer.couponCode === null) return;
  const listings = await findSellables(
    ctx,
    transfer.entries.map((entry) => entry.sku),
  );
  const caps = Object.fromEntries(
    [...listings.values()].map((listing) => [
      listing.sku,
      listing.isActive ? Math.min(MAX_QUANTITY_PER_LINE, listing.available) : 0,
    ]),
  );
  await cartOf(ctx).receive(transfer, caps, MAX_LINES_PER_CART);
}

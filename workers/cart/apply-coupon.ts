import type { Context } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { checkCoupon, couponProblem } from '../promotions/check-coupon.ts';
import { cartOf } from './cart-of.ts';
import { findSellables } from './queries.ts';

/**
 * Applies a coupon (upper case) that takes something off the cart as it stands; the one that was there goes. What it is
 * worth is decided by the quote, each time: in the cart there is only its code. Repeats, also at once, change nothing.
 * Throws `cart_empty`, `coupon_refused` or `coupon_used_up` with the reason.
 */
export async function applyCoupon(ctx: Context, code: string): Promise<void> {
  const cart = cartOf(ctx);
  const { entries } = await cart.read();
  const listings = await findSellables(
    ctx,
    entries.map(({ sku }) => sku),
  );
  const lines = entries.flatMap(({ sku, quantity }) => {
    const listing = listings.get(sku);
    return listing?.isActive ? [{ listing, quantity }] : [];
  });
  if (lines.length === 0) throw emptyError();
  const check = await checkCoupon(ctx, code, lines);
  if (!check.ok) throw couponProblem(code, check);
  await cart.setCoupon(code);
}

export async function removeCoupon(ctx: Context): Promise<void> {
  await cartOf(ctx).setCoupon(null);
}

function emptyError(): AppError {
  const message = 'Put something into the cart first.';
  return new AppError('cart_empty', message, { errors: [{ field: 'code', message }] });
}

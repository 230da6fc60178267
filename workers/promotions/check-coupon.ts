import { type QuotedLine, quoteInputOf } from '../cart/quote-cart.ts';
import type { Context } from '../context.ts';
import { readDeliveryRules } from '../delivery/rules.ts';
import { formatRupees } from '../domain/money.ts';
import { type Adjustment, quote } from '../domain/price.ts';
import type { PromotionRefusal } from '../domain/promotion.ts';
import { AppError } from '../http/problem.ts';
import { personOf } from './person.ts';
import { promotionsOf, selectPromotions } from './queries.ts';

export type CouponCheck =
  | { readonly ok: true; readonly adjustment: Adjustment }
  | { readonly ok: false; readonly reason: PromotionRefusal; readonly missingPaise: number | null };

/**
 * Whether a code (upper case) takes something off these lines for whoever asks, and what. An answer for the moment: it
 * takes no use. A coupon for one way to pay counts before the way is chosen.
 */
export async function checkCoupon(ctx: Context, code: string, lines: readonly QuotedLine[]): Promise<CouponCheck> {
  const skus = lines.map(({ listing }) => listing.sku);
  const [delivery, rows] = await Promise.all([
    readDeliveryRules(ctx),
    selectPromotions(ctx, { skus, couponCode: code, person: await personOf(ctx) }),
  ]);
  const situation = { destination: null, couponCode: code, promotions: promotionsOf(rows), delivery };
  const paymentMethod = situation.promotions.find((each) => each.code === code)?.eligibility.paymentMethods[0] ?? null;
  const { adjustments, declined } = quote({
    ...quoteInputOf(lines, { ...situation, paymentMethod: null }),
    paymentMethod,
  });
  const adjustment = adjustments.find((each) => each.code === code);
  if (adjustment !== undefined) return { ok: true, adjustment };
  const refusal = declined.find((each) => each.code === code);
  return { ok: false, reason: refusal?.reason ?? 'nothing_eligible', missingPaise: refusal?.missingPaise ?? null };
}

const SENTENCES: Readonly<Record<PromotionRefusal, string>> = {
  unknown_code: 'There is no such coupon.',
  not_started: 'This coupon does not count yet.',
  expired: 'This coupon is over.',
  used_up: 'This coupon has been used up.',
  used_by_you: 'You have used this coupon already.',
  min_cart: 'This coupon needs more in the cart.',
  nothing_eligible: 'This coupon is for nothing in the cart.',
  not_combinable: 'This coupon does not go with another one.',
  first_order_only: 'This coupon is for a first order.',
  signed_in_only: 'Sign in to use this coupon.',
  payment_method: 'This coupon is for another way to pay.',
};

/** The problem of a code that does not count: `coupon_used_up`, or `coupon_refused` with the reason. */
export function couponProblem(code: string, { reason, missingPaise }: Extract<CouponCheck, { ok: false }>): AppError {
  const message =
    reason === 'min_cart' && missingPaise !== null
      ? `This coupon needs ${formatRupees(missingPaise)} more in the cart.`
      : SENTENCES[reason];
  const problem = reason === 'used_up' || reason === 'used_by_you' ? 'coupon_used_up' : 'coupon_refused';
  return new AppError(problem, message, { coupon: code, reason, missingPaise, errors: [{ field: 'code', message }] });
}

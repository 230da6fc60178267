import type { Sellable } from '../cart/queries.ts';
import { quoteInputOf } from '../cart/quote-cart.ts';
import type { Destination } from '../delivery/queries.ts';
import { type CodRefusal, codRefusal } from '../domain/cod.ts';
import { type DeliveryRefusal, type DeliveryRules, deliveryRefusal, zoneBetween } from '../domain/delivery.ts';
import { type Quote, type QuoteInput, quote } from '../domain/price.ts';
import type { PromotionInput } from '../domain/promotion.ts';
import { AppError } from '../http/problem.ts';
import type { CartContents } from '../objects/cart-contents.ts';
import { type LostAdjustment, lostAdjustments, lostProblem } from '../promotions/explain-change.ts';
import type { CodStanding } from './cod-standing.ts';
import type { CheckoutInput } from './schemas.ts';

export interface OrderableLine {
  readonly listing: Sellable;
  readonly quantity: number;
  readonly seenPricePaise: number;
}

/** What a checkout has gathered. */
export interface OrderFacts {
  readonly cart: CartContents;
  readonly listings: ReadonlyMap<string, Sellable>;
  readonly destination: Destination;
  readonly standing: CodStanding;
  readonly delivery: DeliveryRules;
  /** For this person and the coupon of the cart. */
  readonly promotions: readonly PromotionInput[];
}

export interface OrderDecision {
  readonly lines: readonly OrderableLine[];
  readonly destination: Destination;
  /** By which the fees of the quote and the promised days are made. */
  readonly delivery: DeliveryRules;
  readonly quoteInput: QuoteInput;
  readonly quote: Quote;
}

/**
 * Whether this cart may become this order, and what it costs. Throws the problem that the shopper can act on:
 * what is gone, where we do not deliver, why cash is not possible, which price has moved.
 */
export function decideOrder(
  { cart, listings, destination, standing, delivery, promotions }: OrderFacts,
  { paymentMethod, expectedGrandPaise }: Pick<CheckoutInput, 'paymentMethod' | 'expectedGrandPaise'>,
): OrderDecision {
  const lines = orderableLines(cart, listings);
  const quoteWith = (some: readonly PromotionInput[]) =>
    quoteInputOf(lines, {
      ...{ destination, paymentMethod, couponCode: cart.couponCode, promotions: some, delivery },
    });
  const quoteInput = quoteWith(promotions);
  const decided = quote(quoteInput);
  requireServiceable(lines, destination, delivery);
  if (paymentMethod === 'cod') requireCod(cashRefusal(lines, destination, standing, decided.totals.grandPaise));
  if (decided.totals.grandPaise !== expectedGrandPaise) {
    const lost = lostAdjustments(promotions, decided, expectedGrandPaise, quoteWith);
    throw movedTotal(lines, decided, expectedGrandPaise, lost);
  }
  return { lines, destination, delivery, quoteInput, quote: decided };
}

/** Why cash on delivery is not possible for these lines, there, for this shopper; null when it is. */
export function cashRefusal(
  lines: readonly Pick<OrderableLine, 'listing'>[],
  destination: Pick<Destination, 'isCodAllowed'>,
  standing: CodStanding,
  grandPaise: number,
): CodRefusal | null {
  return codRefusal(standing, {
    grandPaise,
    isPincodeAllowed: destination.isCodAllowed,
    areItemsAllowed: lines.every(({ listing }) => listing.isCodAllowed),
    areSellersAllowed: lines.every(({ listing }) => listing.isSellerCodAllowed),
    refusedParcels: standing.refusedParcels,
  });
}

function orderableLines(cart: CartContents, listings: ReadonlyMap<string, Sellable>): OrderableLine[] {
  if (cart.entries.length === 0) throw new AppError('cart_empty', 'There is nothing in the cart.');
  return cart.entries.map(({ sku, quantity, seenPricePaise }) => {
    const listing = listings.get(sku);
    if (!listing?.isActive) {
      const detail = `${listing?.title ?? sku} is no longer on sale. Take it out of the cart to go on.`;
      throw new AppError('cart_changed', detail, { sku });
    }
    return { listing, quantity, seenPricePaise };
  });
}

/** Names the line that does not get there, so that the shopper can take it out and order the rest. */
function requireServiceable(
  lines: readonly Pick<OrderableLine, 'listing'>[],
  destination: Destination,
  delivery: DeliveryRules,
): void {
  if (!destination.isServiceable) throw notServiceable(`We do not deliver to ${destination.pincode} yet.`, 'pincode');
  for (const { listing } of lines) {
    const refusal = reachRefusal(listing, destination, delivery);
    if (refusal === null) continue;
    const who = refusal === 'seller' ? `${listing.sellerName} does not send it` : 'Goods of this kind are not sent';
    throw notServiceable(`${listing.title}: ${who} to ${destination.pincode}.`, refusal, listing.sku);
  }
}

/** Whether a line gets there; null when it does. */
export function reachRefusal(
  listing: Sellable,
  destination: Destination,
  delivery: DeliveryRules,
): DeliveryRefusal | null {
  const zone = zoneBetween(delivery, listing.origin, destination);
  return deliveryRefusal({ ...listing, zone, isPincodeServiceable: destination.isServiceable });
}

function notServiceable(message: string, reason: DeliveryRefusal, sku: string | null = null): AppError {
  return new AppError('not_serviceable', message, { reason, sku, errors: [{ field: 'address.pincode', message }] });
}

const COD_REFUSALS: Readonly<Record<CodRefusal, string>> = {
  pincode: 'Cash on delivery is not offered at this pincode.',
  value: 'This order is too large for cash on delivery.',
  item: 'One of the items cannot be paid on delivery.',
  seller: 'One of the sellers does not take cash on delivery.',
  history: 'Too many parcels came back unopened: please pay online this time.',
};

/** Throws `cod_not_allowed` with the reason; `field` names where cash was chosen. */
export function requireCod(refusal: CodRefusal | null, field = 'paymentMethod'): void {
  if (refusal === null) return;
  const message = COD_REFUSALS[refusal];
  throw new AppError('cod_not_allowed', message, { reason: refusal, errors: [{ field, message }] });
}

function movedTotal(
  lines: readonly OrderableLine[],
  decided: Quote,
  expectedGrandPaise: number,
  lost: readonly LostAdjustment[],
): AppError {
  const { grandPaise } = decided.totals;
  if (lost.length > 0) return lostProblem(lost, { expectedGrandPaise, grandPaise });
  const moved = lines
    .filter(({ listing, seenPricePaise }) => listing.pricePaise !== seenPricePaise)
    .map(({ listing, seenPricePaise }) => ({ sku: listing.sku, seenPricePaise, pricePaise: listing.pricePaise }));
  const detail = 'The total has changed since you saw it. Look at it again before you order.';
  return new AppError('price_changed', detail, { expectedGrandPaise, grandPaise, lines: moved, adjustments: [] });
}

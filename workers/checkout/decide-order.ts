import type { Sellable } from '../cart/queries.ts';
import { quoteInputOf } from '../cart/quote-cart.ts';
import type { Destination } from '../delivery/queries.ts';
import { type CodRefusal, codRefusal } from '../domain/cod.ts';
import { type Quote, type QuoteInput, quote } from '../domain/price.ts';
import { AppError } from '../http/problem.ts';
import type { CartContents } from '../objects/cart-object.ts';
import type { CodStanding } from './cod-standing.ts';
import type { CheckoutInput } from './schemas.ts';

export interface OrderableLine {
  readonly listing: Sellable;
  readonly quantity: number;
  readonly seenPricePaise: number;
}

export interface OrderDecision {
  readonly lines: readonly OrderableLine[];
  readonly destination: Destination;
  readonly quoteInput: QuoteInput;
  readonly quote: Quote;
}

/**
 * Whether this cart may become this order, and what it costs. Throws the problem that the shopper can act on:
 * what is gone, where we do not deliver, why cash is not possible, which price has moved.
 */
export function decideOrder(
  cart: CartContents,
  listings: ReadonlyMap<string, Sellable>,
  destination: Destination,
  standing: CodStanding,
  input: Pick<CheckoutInput, 'paymentMethod' | 'expectedGrandPaise'>,
): OrderDecision {
  const lines = orderableLines(cart, listings);
  const isCod = input.paymentMethod === 'cod';
  const quoteInput = quoteInputOf(lines, { deliveryStateCode: destination.stateCode, isCod });
  const decided = quote(quoteInput);
  requireServiceable(destination);
  if (isCod) requireCod(cashRefusal(lines, destination, standing, decided.totals.grandPaise));
  requireSeenPrices(lines, decided, input.expectedGrandPaise);
  return { lines, destination, quoteInput, quote: decided };
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

function requireServiceable(destination: Destination): void {
  if (destination.isServiceable) return;
  const message = `We do not deliver to ${destination.pincode} yet.`;
  throw new AppError('not_serviceable', message, { errors: [{ field: 'address.pincode', message }] });
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

function requireSeenPrices(lines: readonly OrderableLine[], decided: Quote, expectedGrandPaise: number): void {
  if (decided.totals.grandPaise === expectedGrandPaise) return;
  const moved = lines
    .filter(({ listing, seenPricePaise }) => listing.pricePaise !== seenPricePaise)
    .map(({ listing, seenPricePaise }) => ({ sku: listing.sku, seenPricePaise, pricePaise: listing.pricePaise }));
  throw new AppError('price_changed', 'The total has changed since you saw it. Look at it again before you order.', {
    expectedGrandPaise,
    grandPaise: decided.totals.grandPaise,
    lines: moved,
  });
}

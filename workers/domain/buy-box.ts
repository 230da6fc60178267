/**
 * The buy box: which seller's listing of a variant the shopper is offered first, why, and why the others come after.
 *
 * In this order: it is in stock; it gets to the shopper's pincode, where that is known; price and shipping together
 * are the lowest; it arrives earlier; its seller has the better score; its SKU comes first, so that the choice is
 * stable. Totals within `BAND_PAISE` of the lowest are level: nobody should wait a day longer for a rupee.
 */

export interface CardOffer {
  readonly sku: string;
  /** Of a flash sale, while it lasts. */
  readonly pricePaise: number;
  readonly available: number;
  readonly sellerRatingTenths: number;
}

export interface BuyBoxOffer extends CardOffer {
  /** To the pincode, or to the rest of the country where none is known. */
  readonly shippingPaise: number;
  /** ISO date; null where no pincode is known. */
  readonly promisedOn: string | null;
  /** Null where no pincode is known. */
  readonly isServiceable: boolean | null;
}

export const BAND_PAISE = 100;
/** After every ISO date. */
const NEVER = '9999-12-31';

export const BUY_BOX_REASONS = [
  'only_offer',
  'only_in_stock',
  'only_serviceable',
  'lowest_price',
  'lowest_total',
  'faster',
  'better_seller',
  'alike',
  'out_of_stock',
  'not_serviceable',
] as const;
export type BuyBoxReason = (typeof BUY_BOX_REASONS)[number];

export const LOSS_REASONS = ['out_of_stock', 'not_serviceable', 'dearer', 'later', 'lower_score', 'alike'] as const;

/** Why an offer is not the first. */
export interface Loss {
  readonly reason: (typeof LOSS_REASONS)[number];
  /** With `dearer`: how much more it costs with shipping. */
  readonly byPaise: number | null;
  /** With `later`. */
  readonly byDays: number | null;
}

export interface BuyBoxChoice<Offer> {
  readonly winner: Offer;
  readonly reason: BuyBoxReason;
  /** The next best first. */
  readonly others: readonly { readonly offer: Offer; readonly loss: Loss }[];
}

export function chooseBuyBox<Offer extends BuyBoxOffer>(offers: readonly Offer[]): BuyBoxChoice<Offer> | null {
  const ranked = rankOffers(offers);
  const [winner, ...rest] = ranked;
  if (winner === undefined) return null;
  const lowestPaise = lowestTotal(offers, tierOf(winner));
  const others = rest.map((offer) => ({ offer, loss: lossOf(offer, winner, lowestPaise) }));
  return { winner, reason: reasonFor(winner, others), others };
}

/**
 * The offer that a card shows over all variants of a product. Lists are the same for everybody and know no pincode: in
 * stock, then the lowest price, then the better-rated seller, then the SKU, as catalog/project-product says in SQL.
 */
export function chooseForCard<Offer extends CardOffer>(offers: readonly Offer[]): Offer | null {
  const byCardRule = (a: Offer, b: Offer) =>
    Number(b.available > 0) - Number(a.available > 0) ||
    a.pricePaise - b.pricePaise ||
    b.sellerRatingTenths - a.sellerRatingTenths ||
    (a.sku < b.sku ? -1 : 1);
  return [...offers].sort(byCardRule)[0] ?? null;
}

/** The best, then the best of the rest. A band is no order, so nothing can be sorted by it at once. */
function rankOffers<Offer extends BuyBoxOffer>(offers: readonly Offer[]): Offer[] {
  const [left, ranked] = [[...offers], [] as Offer[]];
  while (left.length > 0) {
    const tier = Math.min(...left.map(tierOf));
    const highestPaise = lowestTotal(left, tier) + BAND_PAISE;
    const level = left.filter((offer) => tierOf(offer) === tier && totalOf(offer) <= highestPaise);
    const [best] = level.sort(compareLevel);
    if (best === undefined) break;
    ranked.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return ranked;
}

/** What can be had there, what cannot be sent there, what is sold out. */
function tierOf({ available, isServiceable }: BuyBoxOffer): number {
  return (available > 0 ? 0 : 2) + (isServiceable === false ? 1 : 0);
}

function totalOf({ pricePaise, shippingPaise }: BuyBoxOffer): number {
  return pricePaise + shippingPaise;
}

function lowestTotal(offers: readonly BuyBoxOffer[], tier: number): number {
  return Math.min(...offers.filter((offer) => tierOf(offer) === tier).map(totalOf));
}

function compareLevel(a: BuyBoxOffer, b: BuyBoxOffer): number {
  const [dayA, dayB] = [a.promisedOn ?? NEVER, b.promisedOn ?? NEVER];
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return b.sellerRatingTenths - a.sellerRatingTenths || (a.sku < b.sku ? -1 : 1);
}

/** How many days `offer` arrives after `winner`; 0 where either is unknown. */
function daysAfter(offer: BuyBoxOffer, winner: BuyBoxOffer): number {
  if (offer.promisedOn === null || winner.promisedOn === null) return 0;
  return (Date.parse(offer.promisedOn) - Date.parse(winner.promisedOn)) / 86_400_000;
}

function lossOf(offer: BuyBoxOffer, winner: BuyBoxOffer, lowestPaise: number): Loss {
  const because = (reason: Loss['reason'], by: Partial<Loss> = {}) => ({ byPaise: null, byDays: null, ...by, reason });
  if (offer.available <= 0) return because('out_of_stock');
  if (offer.isServiceable === false) return because('not_serviceable');
  if (totalOf(offer) > lowestPaise + BAND_PAISE)
    return because('dearer', { byPaise: totalOf(offer) - totalOf(winner) });
  const byDays = daysAfter(offer, winner);
  if (byDays > 0) return because('later', { byDays });
  return because(offer.sellerRatingTenths < winner.sellerRatingTenths ? 'lower_score' : 'alike');
}

function reasonFor(
  winner: BuyBoxOffer,
  others: readonly { readonly offer: BuyBoxOffer; readonly loss: Loss }[],
): BuyBoxReason {
  if (winner.available <= 0) return 'out_of_stock';
  if (winner.isServiceable === false) return 'not_serviceable';
  if (others.length === 0) return 'only_offer';
  const rivals = others.filter(({ offer }) => tierOf(offer) === tierOf(winner));
  const [nearest] = rivals;
  if (nearest === undefined)
    return others.some(({ offer }) => offer.available > 0) ? 'only_serviceable' : 'only_in_stock';
  if (nearest.loss.reason === 'later') return 'faster';
  if (nearest.loss.reason === 'lower_score') return 'better_seller';
  if (nearest.loss.reason === 'alike') return 'alike';
  return rivals.every(({ offer }) => offer.pricePaise > winner.pricePaise) ? 'lowest_price' : 'lowest_total';
}

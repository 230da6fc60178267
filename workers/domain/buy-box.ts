/** The buy box: which seller's listing of a variant the shopper is offered first. */

export interface BuyBoxOffer {
  readonly sku: string;
  readonly pricePaise: number;
  readonly available: number;
  readonly sellerRatingTenths: number;
}

export type BuyBoxReason = 'only_offer' | 'lowest_price' | 'better_seller' | 'only_in_stock' | 'out_of_stock';

export interface BuyBoxChoice<Offer> {
  readonly winner: Offer;
  readonly others: readonly Offer[];
  readonly reason: BuyBoxReason;
}

/** In stock first, then the lowest price, then the better-rated seller, then SKU so that the choice is stable. */
export function chooseBuyBox<Offer extends BuyBoxOffer>(offers: readonly Offer[]): BuyBoxChoice<Offer> | null {
  const ranked = [...offers].sort(compareOffers);
  const [winner, ...others] = ranked;
  if (winner === undefined) return null;
  return { winner, others, reason: reasonFor(winner, others) };
}

function compareOffers(a: BuyBoxOffer, b: BuyBoxOffer): number {
  const inStock = Number(b.available > 0) - Number(a.available > 0);
  if (inStock !== 0) return inStock;
  if (a.pricePaise !== b.pricePaise) return a.pricePaise - b.pricePaise;
  if (a.sellerRatingTenths !== b.sellerRatingTenths) return b.sellerRatingTenths - a.sellerRatingTenths;
  return a.sku < b.sku ? -1 : 1;
}

function reasonFor(winner: BuyBoxOffer, others: readonly BuyBoxOffer[]): BuyBoxReason {
  if (winner.available === 0) return 'out_of_stock';
  if (others.length === 0) return 'only_offer';
  const rivals = others.filter((offer) => offer.available > 0);
  if (rivals.length === 0) return 'only_in_stock';
  return rivals.some((rival) => rival.pricePaise === winner.pricePaise) ? 'better_seller' : 'lowest_price';
}

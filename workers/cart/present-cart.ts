import { imageOf } from '../catalog/image.ts';
import { type Quote, type QuoteInput, quote } from '../domain/price.ts';
import type { CartContents, CartEntry, MergeCut } from '../objects/cart-contents.ts';
import { parcelsOf, type Reach } from './cart-parcels.ts';
import type { Sellable } from './queries.ts';
import { type QuoteSituation, quoteInputOf } from './quote-cart.ts';
import type { Cart, CartAdjustment, CartLine, DeclinedPromotion } from './schemas.ts';

/** All that the cart names: its lines, what was put aside, what a merge left out. */
export function skusOf({ entries, mergeCuts, saved }: CartContents): readonly string[] {
  return [...new Set([...entries, ...mergeCuts, ...saved].map(({ sku }) => sku))];
}

/**
 * Entries whose listing was deleted are left out; inactive ones are shown, and count for nothing. `reach` says of a
 * SKU whether and when it gets to the pincode; nothing while none is known.
 */
export function presentCart(
  contents: CartContents,
  listings: ReadonlyMap<string, Sellable>,
  situation: QuoteSituation,
  reach: ReadonlyMap<string, Reach> = new Map(),
): Cart {
  const lines = linesOf(contents, contents.entries, listings);
  const sold = contents.entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    return listing?.isActive ? [{ listing, quantity: entry.quantity }] : [];
  });
  const input = quoteInputOf(sold, situation);
  const quoted = quote(input);
  const isBlocked = lines.some((line) => line.notices.includes('unavailable') || line.notices.includes('short_stock'));
  return {
    version: contents.version,
    lines,
    parcels: parcelsOf(lines, quoted, situation.delivery.freeFromPaise, reach),
    saved: linesOf(contents, contents.saved, listings),
    couponCode: contents.couponCode,
    adjustments: adjustmentsOf(quoted),
    declined: declinedOf(input, quoted),
    leftOut: leftOutOf(contents, listings),
    itemCount: lines.reduce((count, line) => count + line.quantity, 0),
    totals: quoted.totals,
    canCheckout: lines.length > 0 && !isBlocked,
  };
}

/** What buyers see of the adjustments of a quote: not who bears them. None in orders of before there were promotions. */
export function adjustmentsOf({ adjustments = [] }: Partial<Pick<Quote, 'adjustments'>>): CartAdjustment[] {
  return adjustments.map(({ kind, label, labelHi, code, rule, amountPaise, pieces, lines }) => ({
    ...{ kind, label, labelHi, code, rule, amountPaise, pieces },
    lines: lines.map((line) => ({ ...line })),
  }));
}

function declinedOf({ promotions = [] }: QuoteInput, { declined }: Quote): DeclinedPromotion[] {
  return declined.map(({ promotionId, code, reason, missingPaise }) => {
    const promotion = promotions.find(({ id }) => id === promotionId);
    return { code, label: promotion?.label ?? null, labelHi: promotion?.labelHi ?? null, reason, missingPaise };
  });
}

/** What a merge left out whole; what is no longer in the catalogue has no name to be said by. */
function leftOutOf({ entries, mergeCuts }: CartContents, listings: ReadonlyMap<string, Sellable>): Cart['leftOut'] {
  return mergeCuts.flatMap(({ sku, wanted }) => {
    const listing = listings.get(sku);
    if (listing === undefined || entries.some((entry) => entry.sku === sku)) return [];
    const { title, variantLabel, productSlug } = listing;
    return [{ sku, title, variantLabel, productSlug, wanted }];
  });
}

function linesOf(
  { mergeCuts }: CartContents,
  entries: readonly CartEntry[],
  listings: ReadonlyMap<string, Sellable>,
): CartLine[] {
  return entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    const cut = mergeCuts.find(({ sku }) => sku === entry.sku);
    return listing === undefined ? [] : [lineOf(entry, listing, cut)];
  });
}

function lineOf(entry: CartEntry, listing: Sellable, cut: MergeCut | undefined): CartLine {
  return {
    sku: entry.sku,
    quantity: entry.quantity,
    title: listing.title,
    variantLabel: listing.variantLabel,
    productSlug: listing.productSlug,
    sellerId: listing.sellerId,
    sellerName: listing.sellerName,
    image: imageOf(listing.imageKey, listing.title, listing.categoryPath),
    mrpPaise: listing.mrpPaise,
    pricePaise: listing.pricePaise,
    seenPricePaise: entry.seenPricePaise,
    available: listing.available,
    isCodAllowed: listing.isCodAllowed,
    notices: noticesOf(entry, listing, cut),
    mergeCut: cut === undefined ? null : { wanted: cut.wanted, got: cut.got },
  };
}

function noticesOf(entry: CartEntry, listing: Sellable, cut: MergeCut | undefined): CartLine['notices'] {
  if (!listing.isActive) return ['unavailable'];
  const notices: CartLine['notices'] = [];
  if (listing.pricePaise > entry.seenPricePaise) notices.push('price_up');
  if (listing.pricePaise < entry.seenPricePaise) notices.push('price_down');
  if (listing.available < entry.quantity) notices.push('short_stock');
  if (cut !== undefined) notices.push('merge_cut');
  return notices;
}

import { imageOf } from '../catalog/image.ts';
import { type Context, ownerOf } from '../context.ts';
import { quote } from '../domain/price.ts';
import type { CartContents, CartEntry, MergeCut } from '../objects/cart-object.ts';
import { findSellables, type Sellable } from './queries.ts';
import { quoteInputOf } from './quote-cart.ts';
import type { Cart, CartLine } from './schemas.ts';

const EMPTY: CartContents = { version: 0, entries: [], mergeCuts: [] };

/** The cart at today's prices, with a notice on every line that is not what the shopper last saw. */
export async function readCart(ctx: Context): Promise<Cart> {
  const owner = ownerOf(ctx.actor);
  const contents = owner === null ? EMPTY : await ctx.env.CART.getByName(owner).read();
  const skus = skusOf(contents);
  const listings = skus.length === 0 ? new Map<string, Sellable>() : await findSellables(ctx, skus);
  return presentCart(contents, listings);
}

/** Of the lines, and of what a merge left out. */
export function skusOf({ entries, mergeCuts }: CartContents): readonly string[] {
  return [...new Set([...entries, ...mergeCuts].map(({ sku }) => sku))];
}

/** Entries whose listing was deleted are left out; inactive ones are shown, and count for nothing. */
export function presentCart(contents: CartContents, listings: ReadonlyMap<string, Sellable>): Cart {
  const lines = contents.entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    const cut = contents.mergeCuts.find(({ sku }) => sku === entry.sku);
    return listing === undefined ? [] : [lineOf(entry, listing, cut)];
  });
  const sold = contents.entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    return listing?.isActive ? [{ listing, quantity: entry.quantity }] : [];
  });
  const { totals } = quote(quoteInputOf(sold, { deliveryStateCode: null, isCod: false }));
  const isBlocked = lines.some((line) => line.notices.includes('unavailable') || line.notices.includes('short_stock'));
  return {
    version: contents.version,
    lines,
    leftOut: leftOutOf(contents, listings),
    itemCount: lines.reduce((count, line) => count + line.quantity, 0),
    totals,
    canCheckout: lines.length > 0 && !isBlocked,
  };
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

function lineOf(entry: CartEntry, listing: Sellable, cut: MergeCut | undefined): CartLine {
  return {
    sku: entry.sku,
    quantity: entry.quantity,
    title: listing.title,
    variantLabel: listing.variantLabel,
    productSlug: listing.productSlug,
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

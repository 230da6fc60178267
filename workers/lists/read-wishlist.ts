import { desc, eq } from 'drizzle-orm';
import { findSellables, type Sellable } from '../cart/queries.ts';
import { imageOf } from '../catalog/image.ts';
import { type Context, ownerOf } from '../context.ts';
import { wishlistItems } from '../db/schema/lists.ts';
import { iso } from '../http/iso.ts';
import { MAX_WISHES, type Wish, type Wishlist, type WishlistSkus } from './schemas.ts';

type Row = Omit<typeof wishlistItems.$inferSelect, 'ownerKey'>;

/** What whoever asks wishes for, newest first, and what has changed since. What was deleted from the catalogue is left out. */
export async function readWishlist(ctx: Context): Promise<Wishlist> {
  const owner = ownerOf(ctx.actor);
  if (owner === null) return { items: [] };
  const rows = await selectWishes(ctx, owner);
  if (rows.length === 0) return { items: [] };
  const listings = await findSellables(
    ctx,
    rows.map(({ sku }) => sku),
  );
  return {
    items: rows.flatMap((row) => {
      const listing = listings.get(row.sku);
      return listing === undefined ? [] : [wishOf(row, listing)];
    }),
  };
}

/** Only which: for the hearts of a page. */
export async function readWishSkus(ctx: Context): Promise<WishlistSkus> {
  const owner = ownerOf(ctx.actor);
  return { skus: owner === null ? [] : (await selectWishSkus(ctx, owner)).map(({ sku }) => sku) };
}

export function selectWishSkus(ctx: Context, owner: string) {
  return ctx.db
    .select({ sku: wishlistItems.sku })
    .from(wishlistItems)
    .where(eq(wishlistItems.ownerKey, owner))
    .limit(MAX_WISHES);
}

/** Also for a batch with other reads. */
export function selectWishes(ctx: Context, owner: string) {
  const { sku, seenPricePaise, wasInStock, addedAt } = wishlistItems;
  return ctx.db
    .select({ sku, seenPricePaise, wasInStock, addedAt })
    .from(wishlistItems)
    .where(eq(wishlistItems.ownerKey, owner))
    .orderBy(desc(addedAt), sku)
    .limit(MAX_WISHES);
}

function wishOf(row: Row, listing: Sellable): Wish {
  const { sku, title, variantLabel, productSlug, sellerName, mrpPaise, pricePaise } = listing;
  return {
    ...{ sku, title, variantLabel, productSlug, sellerName, mrpPaise, pricePaise },
    image: imageOf(listing.imageKey, title, listing.categoryPath),
    seenPricePaise: row.seenPricePaise,
    isInStock: listing.isActive && listing.available > 0,
    notices: noticesOf(row, listing),
    addedAt: iso(row.addedAt),
  };
}

/** Of something sold out the price is no news. */
function noticesOf(row: Row, listing: Sellable): Wish['notices'] {
  if (!listing.isActive) return ['unavailable'];
  if (listing.available <= 0) return ['sold_out'];
  const notices: Wish['notices'] = [];
  if (!row.wasInStock) notices.push('back_in_stock');
  if (listing.pricePaise < row.seenPricePaise) notices.push('price_down');
  if (listing.pricePaise > row.seenPricePaise) notices.push('price_up');
  return notices;
}

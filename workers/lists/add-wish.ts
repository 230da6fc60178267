import { sql } from 'drizzle-orm';
import { findSellables } from '../cart/queries.ts';
import { type Context, requireOwner } from '../context.ts';
import { wishlistItems } from '../db/schema/lists.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { selectWishSkus } from './read-wishlist.ts';
import { MAX_WISHES, type WishlistSkus } from './schemas.ts';

/**
 * Puts an item on the wishlist of whoever asks, sold out or not; its price and stock of now are what later ones are
 * compared with. The same again changes nothing. Whoever has no owner key yet gets one from the route first.
 */
export async function addWish(ctx: Context, sku: string): Promise<WishlistSkus> {
  const owner = requireOwner(ctx);
  const listing = (await findSellables(ctx, [sku])).get(sku);
  if (listing === undefined) throw fieldError('sku', `There is no item ${sku}.`);
  if (!listing.isActive) throw fieldError('sku', `${listing.title} is not on sale.`);
  const [, rows] = await ctx.db.batch([
    // The bound is here: a hundred tabs at once do not get past it.
    ctx.db.run(sql`
      INSERT INTO ${wishlistItems} (owner_key, sku, seen_price_paise, was_in_stock, added_at)
      SELECT ${owner}, ${sku}, ${listing.pricePaise}, ${listing.available > 0 ? 1 : 0}, ${ctx.now}
      WHERE (SELECT COUNT(*) FROM ${wishlistItems} WHERE owner_key = ${owner}) < ${MAX_WISHES}
      ON CONFLICT (owner_key, sku) DO NOTHING`),
    selectWishSkus(ctx, owner),
  ]);
  const skus = rows.map((row) => row.sku);
  if (!skus.includes(sku)) throw fullError();
  return { skus };
}

function fullError(): AppError {
  const message = `A wishlist holds ${MAX_WISHES} items. Take one off first.`;
  return new AppError('list_full', message, { errors: [{ field: 'sku', message }] });
}

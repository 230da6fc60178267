import { and, eq } from 'drizzle-orm';
import { type Context, requireOwner } from '../context.ts';
import { wishlistItems } from '../db/schema/lists.ts';
import { selectWishSkus } from './read-wishlist.ts';
import type { WishlistSkus } from './schemas.ts';

/** Takes an item off the wishlist. What is not on it is off it already. */
export async function removeWish(ctx: Context, sku: string): Promise<WishlistSkus> {
  const owner = requireOwner(ctx);
  const [, rows] = await ctx.db.batch([
    ctx.db.delete(wishlistItems).where(and(eq(wishlistItems.ownerKey, owner), eq(wishlistItems.sku, sku))),
    selectWishSkus(ctx, owner),
  ]);
  return { skus: rows.map((row) => row.sku) };
}

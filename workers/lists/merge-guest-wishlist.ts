import { sql } from 'drizzle-orm';
import { type Context, requireUser } from '../context.ts';
import { wishlistItems } from '../db/schema/lists.ts';
import { MAX_WISHES } from './schemas.ts';

/**
 * Brings a guest's wishlist to the user who has just signed in, the newest first while there is room. What both have
 * stays as the user had it. One batch: repeated or at once, everything is moved once.
 */
export async function mergeGuestWishlist(ctx: Context, guestId: string): Promise<void> {
  const [owner, guest] = [`user:${requireUser(ctx).userId}`, `guest:${guestId}`];
  await ctx.db.batch([
    ctx.db.run(sql`
      INSERT OR IGNORE INTO ${wishlistItems} (owner_key, sku, seen_price_paise, was_in_stock, added_at)
      SELECT ${owner}, g.sku, g.seen_price_paise, g.was_in_stock, g.added_at FROM ${wishlistItems} g
      WHERE g.owner_key = ${guest}
        AND NOT EXISTS (SELECT 1 FROM ${wishlistItems} u WHERE u.owner_key = ${owner} AND u.sku = g.sku)
      ORDER BY g.added_at DESC
      LIMIT MAX(0, ${MAX_WISHES} - (SELECT COUNT(*) FROM ${wishlistItems} WHERE owner_key = ${owner}))`),
    ctx.db.run(sql`DELETE FROM ${wishlistItems} WHERE owner_key = ${guest}`),
  ]);
}

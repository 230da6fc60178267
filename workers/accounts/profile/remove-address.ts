import { sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { addresses } from '../../db/schema/accounts.ts';
import { missingAddress } from './address-book.ts';

/** Takes an address out of the book; the newest other one follows a default. Orders keep their own. Throws `not_found`. */
export async function removeAddress(ctx: Context, addressId: string): Promise<void> {
  const { userId } = requireUser(ctx);
  const [removed] = await ctx.db.batch([
    ctx.db.run(sql`DELETE FROM ${addresses} WHERE id = ${addressId} AND user_id = ${userId}`),
    ctx.db.run(sql`
      UPDATE ${addresses} SET is_default = 1
      WHERE id = (SELECT MAX(id) FROM ${addresses} WHERE user_id = ${userId})
        AND NOT EXISTS (SELECT 1 FROM ${addresses} WHERE user_id = ${userId} AND is_default = 1)`),
  ]);
  if (removed.meta.changes === 0) throw missingAddress(addressId);
}

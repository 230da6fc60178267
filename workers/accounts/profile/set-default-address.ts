import { sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { addresses } from '../../db/schema/accounts.ts';
import { findAddress } from './address-book.ts';
import type { SavedAddress } from './profile-schemas.ts';

/** The address that a checkout proposes. The same again changes nothing. Throws `not_found`. */
export async function setDefaultAddress(ctx: Context, addressId: string): Promise<SavedAddress> {
  const { userId } = requireUser(ctx);
  const isTheirs = sql`EXISTS (SELECT 1 FROM ${addresses} WHERE id = ${addressId} AND user_id = ${userId})`;
  // In this order: the unique index allows one default at any moment, and none in between is no harm in one batch.
  await ctx.db.batch([
    ctx.db.run(sql`
      UPDATE ${addresses} SET is_default = 0
      WHERE user_id = ${userId} AND is_default = 1 AND id <> ${addressId} AND ${isTheirs}`),
    ctx.db.run(sql`UPDATE ${addresses} SET is_default = 1 WHERE id = ${addressId} AND user_id = ${userId}`),
  ]);
  return await findAddress(ctx, addressId);
}

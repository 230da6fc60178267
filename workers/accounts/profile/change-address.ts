import { and, eq } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { addresses } from '../../db/schema/accounts.ts';
import { findDestination } from '../../delivery/queries.ts';
import { findAddress, isStillHere, missingAddress, presentAddress } from './address-book.ts';
import type { AddressChange, SavedAddress } from './profile-schemas.ts';

/** Mends an address of whoever asks. Throws `not_found`, `validation_failed` for a pincode that does not exist. */
export async function changeAddress(ctx: Context, addressId: string, change: AddressChange): Promise<SavedAddress> {
  const { userId } = requireUser(ctx);
  const { name, phone, line, landmark, type, pincode } = change;
  const destination = pincode === undefined ? undefined : await findDestination(ctx, pincode);
  const place = destination && { district: destination.district, stateCode: destination.stateCode };
  // Drizzle leaves out what is undefined, and refuses to set nothing at all.
  const set = { name, phone, line, landmark, type, pincode, ...place };
  if (Object.values(set).every((value) => value === undefined)) return await findAddress(ctx, addressId);
  const [row] = await ctx.db
    .update(addresses)
    .set(set)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId), isStillHere(userId)))
    .returning();
  if (row === undefined) throw missingAddress(addressId);
  return presentAddress(row);
}

import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { addresses, users } from '../../db/schema/accounts.ts';
import { STATES } from '../../domain/gst.ts';
import { AppError } from '../../http/problem.ts';
import type { SavedAddress } from './profile-schemas.ts';

export const MAX_ADDRESSES = 20;

export type AddressRow = typeof addresses.$inferSelect;

/** Where the person has things sent to: the default first, then as they were added. */
export async function listAddresses(ctx: Context): Promise<readonly SavedAddress[]> {
  const { userId } = requireUser(ctx);
  const rows = await ctx.db
    .select()
    .from(addresses)
    .where(eq(addresses.userId, userId))
    .orderBy(desc(addresses.isDefault), asc(addresses.id));
  return rows.map(presentAddress);
}

/** One of them; somebody else's is as if it were not there. */
export async function findAddress(ctx: Context, addressId: string): Promise<SavedAddress> {
  const { userId } = requireUser(ctx);
  const [row] = await ctx.db
    .select()
    .from(addresses)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)));
  if (row === undefined) throw missingAddress(addressId);
  return presentAddress(row);
}

export function presentAddress({
  userId: _userId,
  createdAt: _createdAt,
  stateCode,
  ...row
}: AddressRow): SavedAddress {
  return { ...row, state: STATES[stateCode] ?? stateCode };
}

export function missingAddress(addressId: string): AppError {
  return new AppError('not_found', `There is no address ${addressId}.`);
}

/** For the WHERE of what a person writes: a request that began before they left must leave nothing behind. */
export function isStillHere(userId: string) {
  return sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND deleted_at IS NULL)`;
}

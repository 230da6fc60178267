import { type SQL, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { addresses } from '../../db/schema/accounts.ts';
import { findDestination } from '../../delivery/queries.ts';
import type { Id } from '../../domain/id.ts';
import { AppError } from '../../http/problem.ts';
import { findAddress, isStillHere, listAddresses, MAX_ADDRESSES } from './address-book.ts';
import type { NewAddress, SavedAddress } from './profile-schemas.ts';

/**
 * Another address in the book of whoever asks; the first is the default. Throws `validation_failed` for a pincode that
 * does not exist, `too_many_addresses`, `account_closed`.
 */
export async function addAddress(ctx: Context, input: NewAddress): Promise<SavedAddress> {
  const id = ctx.newId('address');
  if (!(await insertAddress(ctx, id, input))) throw await refusalOf(ctx);
  return await findAddress(ctx, id);
}

/** Only why; the insert has decided. */
async function refusalOf(ctx: Context): Promise<AppError> {
  const isFull = (await listAddresses(ctx)).length >= MAX_ADDRESSES;
  return isFull
    ? new AppError('too_many_addresses', `An address book holds ${MAX_ADDRESSES} addresses. Remove one first.`)
    : new AppError('account_closed', 'This account has been deleted.');
}

/** The same for an address that was ordered to: one that is there already, and one too many, change nothing. */
export async function rememberAddress(ctx: Context, input: NewAddress): Promise<void> {
  const { userId } = requireUser(ctx);
  const isNew = sql`NOT EXISTS (
    SELECT 1 FROM ${addresses} WHERE user_id = ${userId} AND pincode = ${input.pincode} AND line = ${input.line}
      AND landmark = ${input.landmark} AND name = ${input.name} AND phone = ${input.phone})`;
  await insertAddress(ctx, ctx.newId('address'), input, isNew);
}

/** False when the book was full, or the person has left. */
async function insertAddress(
  ctx: Context,
  id: Id<'address'>,
  { name, phone, line, landmark, pincode, type }: NewAddress,
  onlyIf: SQL = sql`TRUE`,
): Promise<boolean> {
  const { userId } = requireUser(ctx);
  const { district, stateCode } = await findDestination(ctx, pincode);
  const { meta } = await ctx.db.run(sql`
    INSERT INTO ${addresses} (id, user_id, name, phone, line, landmark, pincode, district, state_code, type,
      is_default, created_at)
    SELECT ${id}, ${userId}, ${name}, ${phone}, ${line}, ${landmark}, ${pincode}, ${district}, ${stateCode}, ${type},
      NOT EXISTS (SELECT 1 FROM ${addresses} WHERE user_id = ${userId} AND is_default = 1), ${ctx.now}
    WHERE (SELECT COUNT(*) FROM ${addresses} WHERE user_id = ${userId}) < ${MAX_ADDRESSES}
      AND ${isStillHere(userId)} AND ${onlyIf}`);
  return meta.changes === 1;
}

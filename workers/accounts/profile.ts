import { eq, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { iso } from '../http/iso.ts';
import { AppError } from '../http/problem.ts';
import type { Profile, ProfileChange } from './profile-schemas.ts';

/** What the person has told of themselves, and what they wish to hear. */
export async function findProfile(ctx: Context): Promise<Profile> {
  const { userId } = requireUser(ctx);
  const [row] = await ctx.db.select().from(users).where(eq(users.id, userId));
  return presentProfile(row);
}

/** Sets what is given. Two tabs that switch different things both get their way. */
export async function changeProfile(ctx: Context, { name, locale, preferences }: ProfileChange): Promise<Profile> {
  const { userId } = requireUser(ctx);
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    ...(preferences === undefined
      ? {}
      : { preferences: sql`json_patch(${users.preferences}, ${JSON.stringify(preferences)})` }),
  };
  if (Object.keys(set).length === 0) return await findProfile(ctx);
  const [row] = await ctx.db.update(users).set(set).where(sql`id = ${userId} AND deleted_at IS NULL`).returning();
  return presentProfile(row);
}

function presentProfile(row: typeof users.$inferSelect | undefined): Profile {
  if (row === undefined) throw new AppError('account_closed', 'This account has been deleted.');
  const { name, email, phone, locale, preferences, createdAt } = row;
  return { name, email, phone, locale, preferences, memberSince: iso(createdAt) };
}

import { eq } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { users } from '../../db/schema/accounts.ts';
import { iso } from '../../http/iso.ts';
import { AppError } from '../../http/problem.ts';
import type { Profile } from './profile-schemas.ts';

export const PROFILE_COLUMNS = {
  ...{ name: users.name, email: users.email, phone: users.phone },
  ...{ locale: users.locale, preferences: users.preferences, createdAt: users.createdAt },
};

type ProfileRow = Pick<typeof users.$inferSelect, keyof typeof PROFILE_COLUMNS>;

/** What the person has told of themselves, and what they wish to hear. */
export async function findProfile(ctx: Context): Promise<Profile> {
  const { userId } = requireUser(ctx);
  const [row] = await ctx.db.select(PROFILE_COLUMNS).from(users).where(eq(users.id, userId));
  return presentProfile(row);
}

export function presentProfile(row: ProfileRow | undefined): Profile {
  if (row === undefined) throw new AppError('account_closed', 'This account has been deleted.');
  const { createdAt, ...profile } = row;
  return { ...profile, memberSince: iso(createdAt) };
}

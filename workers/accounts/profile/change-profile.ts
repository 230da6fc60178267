import { sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { users } from '../../db/schema/accounts.ts';
import { findProfile, PROFILE_COLUMNS, presentProfile } from './find-profile.ts';
import type { Profile, ProfileChange } from './profile-schemas.ts';

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
  const isTheirs = sql`id = ${userId} AND deleted_at IS NULL`;
  const [row] = await ctx.db.update(users).set(set).where(isTheirs).returning(PROFILE_COLUMNS);
  return presentProfile(row);
}

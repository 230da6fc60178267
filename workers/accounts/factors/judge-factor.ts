import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { users } from '../../db/schema/accounts.ts';
import { countTry, forgiveTry, type Limit, requireWithin } from '../../http/rate-limit.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { factorLimit } from './authenticator.ts';

const DAY_SECONDS = 86_400;
/** Twenty an hour would be 480 guesses a day to whoever has the password: one day in seven hundred the right one. */
const MAX_WRONG_A_DAY = 60;
/** A clock that is wrong and a thumb that is thick make fewer. */
const WRONG_UNTIL_TOLD = 10;

/**
 * Looks at somebody's second factor, within the limits of their account. `judge` gives false or null for a wrong one:
 * it counts for the day, and the tenth is told to the owner, because whoever guesses there has the first factor. Throws
 * `rate_limited`.
 */
export async function judgeFactor<Verdict>(
  ctx: Context,
  userId: string,
  judge: () => Promise<Verdict>,
): Promise<Verdict> {
  const wrong: Limit = { name: 'second_factor.wrong', key: userId, max: MAX_WRONG_A_DAY, windowSeconds: DAY_SECONDS };
  // Counted before it is looked at, and forgiven after: of many guesses at once none gets through.
  const [, wrongToday = 0] = await requireWithin(ctx, [factorLimit(userId), wrong]);
  const verdict = await judge();
  if (verdict !== false && verdict !== null) await forgiveTry(ctx, wrong);
  else if (wrongToday >= WRONG_UNTIL_TOLD) await tellOnceADay(ctx, userId);
  return verdict;
}

async function tellOnceADay(ctx: Context, userId: string): Promise<void> {
  const told = { name: 'second_factor.told', key: userId, max: 1, windowSeconds: DAY_SECONDS };
  if ((await countTry(ctx, told)).count > told.max) return;
  const [owner] = await ctx.db
    .select({ email: users.email, phone: users.phone, locale: users.locale })
    .from(users)
    .where(eq(users.id, userId));
  if (owner !== undefined) tellOwner(ctx, owner, 'second_factor_failed');
}

import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { identities } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { requireFreshProof } from '../factors/require-fresh-proof.ts';
import { hasAddress, hasPasskey } from '../factors/ways-in.ts';

/**
 * Google no longer signs in to the account of whoever asks. Throws `not_found` when it does not now, `last_way_in` when
 * nothing else would let the person in, and what `requireFreshProof` throws.
 */
export async function unlinkGoogle(ctx: Context): Promise<void> {
  const user = await requireFreshProof(ctx);
  const { userId } = user;
  const unlinked = await ctx.db.all(sql`
    DELETE FROM ${identities} WHERE provider = 'google' AND user_id = ${userId}
      AND (${hasAddress(userId)} OR ${hasPasskey(userId)}) RETURNING subject`);
  if (unlinked.length > 0) return tellOwner(ctx, user, 'google_unlinked');
  const [row] = await ctx.db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.userId, userId), eq(identities.provider, 'google')))
    .limit(1);
  if (row === undefined) throw new AppError('not_found', 'No Google account signs in to yours.');
  throw new AppError('last_way_in', 'Without Google you could not sign in: set up another way first.');
}

import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { authenticators, passkeys, users } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { forgetIdleFactors } from './recovery-codes.ts';
import { requireFreshProof } from './require-fresh-proof.ts';

/**
 * Takes the authenticator app away; recovery codes go with the last second factor. Throws `not_found`, `last_way_in` to
 * staff without a passkey, and what `requireFreshProof` throws.
 */
export async function removeAuthenticator(ctx: Context): Promise<void> {
  const user = await requireFreshProof(ctx);
  const { userId } = user;
  const [removed] = await ctx.db.batch([
    ctx.db.all(sql`
      DELETE FROM ${authenticators} WHERE user_id = ${userId} AND (
        confirmed_at IS NULL
        OR EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND role <> 'staff')
        OR EXISTS (SELECT 1 FROM ${passkeys} WHERE user_id = ${userId})
      ) RETURNING user_id`),
    ...forgetIdleFactors(ctx, userId),
  ]);
  if (removed.length === 1) return tellOwner(ctx, user, 'authenticator_removed');
  const [row] = await ctx.db
    .select({ userId: authenticators.userId })
    .from(authenticators)
    .where(eq(authenticators.userId, userId));
  if (row === undefined) throw new AppError('not_found', 'No authenticator app is set up.');
  throw new AppError('last_way_in', 'Staff need a second factor: add a passkey before you remove this one.');
}

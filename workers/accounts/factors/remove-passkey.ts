import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { authenticators, passkeys, users } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { forgetIdleFactors } from './recovery-codes.ts';
import { requireFreshProof } from './require-fresh-proof.ts';
import { hasAddress, hasGoogle } from './ways-in.ts';

/**
 * Takes one of one's own passkeys away; recovery codes go with the last second factor. Throws `not_found`, `last_way_in`
 * when there would be no other way to sign in, or no second factor for staff, and what `requireFreshProof` throws.
 */
export async function removePasskey(ctx: Context, passkeyId: string): Promise<void> {
  const user = await requireFreshProof(ctx);
  const { userId } = user;
  const isMine = and(eq(passkeys.id, passkeyId), eq(passkeys.userId, userId));
  const [removed] = await ctx.db.batch([
    ctx.db.all(sql`
      DELETE FROM ${passkeys} WHERE id = ${passkeyId} AND user_id = ${userId} AND (
        EXISTS (SELECT 1 FROM ${passkeys} AS other WHERE other.user_id = ${userId} AND other.id <> ${passkeyId})
        OR ((${hasAddress(userId)} OR ${hasGoogle(userId)}) AND ${needsNoPasskey(userId)})
      ) RETURNING id`),
    ...forgetIdleFactors(ctx, userId),
  ]);
  if (removed.length === 1) return tellOwner(ctx, user, 'passkey_removed');
  const [row] = await ctx.db.select({ id: passkeys.id }).from(passkeys).where(isMine);
  if (row === undefined) throw new AppError('not_found', 'You have no such passkey.');
  throw new AppError('last_way_in', 'Without this passkey you could not sign in: set up another way first.');
}

/** Staff need a second factor that stays. */
function needsNoPasskey(userId: string) {
  return sql`(
    EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND role <> 'staff')
    OR EXISTS (SELECT 1 FROM ${authenticators} WHERE user_id = ${userId} AND confirmed_at IS NOT NULL))`;
}

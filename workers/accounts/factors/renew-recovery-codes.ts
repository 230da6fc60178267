import type { Context } from '../../context.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { draftRecoveryCodes, hasFactor, RECOVERY_CODES, replaceRecoveryCodes } from './recovery-codes.ts';
import { requireFreshProof } from './require-fresh-proof.ts';

/**
 * Ten new recovery codes; those of before no longer work. Throws `not_found` without a second factor that they could
 * stand in for, and what `requireFreshProof` throws.
 */
export async function renewRecoveryCodes(ctx: Context): Promise<readonly string[]> {
  const user = await requireFreshProof(ctx);
  const { userId } = user;
  const codes = await draftRecoveryCodes(userId);
  const [, inserted] = await ctx.db.batch([...replaceRecoveryCodes(ctx, userId, codes, hasFactor(userId))]);
  if (inserted.meta.changes !== RECOVERY_CODES) {
    throw new AppError('not_found', 'Set up an authenticator app or a passkey first.');
  }
  tellOwner(ctx, user, 'recovery_codes_renewed');
  return codes.shown;
}

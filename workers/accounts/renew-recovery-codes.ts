import type { Context } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { draftRecoveryCodes, hasFactor, RECOVERY_CODES, replaceRecoveryCodes } from './recovery-codes.ts';
import { requireFactorChange } from './require-factor-change.ts';

/**
 * Ten new recovery codes; those of before no longer work. Throws `not_found` without a second factor that they could
 * stand in for, and what `requireFactorChange` throws.
 */
export async function renewRecoveryCodes(ctx: Context): Promise<readonly string[]> {
  const { userId } = await requireFactorChange(ctx);
  const codes = await draftRecoveryCodes(userId);
  const [, inserted] = await ctx.db.batch([...replaceRecoveryCodes(ctx, userId, codes, hasFactor(userId))]);
  if (inserted.meta.changes === RECOVERY_CODES) return codes.shown;
  throw new AppError('not_found', 'Set up an authenticator app or a passkey first.');
}

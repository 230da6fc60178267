import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { authenticators } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { requireWithin } from '../../http/rate-limit.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { factorLimit, sealSecret, stepOfCode, unsealSecret } from './authenticator.ts';
import { alreadyEnrolled } from './enrol-authenticator.ts';
import { markSecondFactor } from './mark-second-factor.ts';
import { draftRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.ts';
import { requireFreshProof } from './require-fresh-proof.ts';

/**
 * The first code of a new authenticator app makes it count, and this sign-in one of two factors. Gives ten recovery
 * codes, which nobody can read again. Throws `not_found` without a secret, `already_enrolled`, `wrong_code`,
 * `rate_limited`, and what `requireFreshProof` throws.
 */
export async function confirmAuthenticator(
  ctx: Context,
  { code }: { readonly code: string },
): Promise<readonly string[]> {
  const user = await requireFreshProof(ctx);
  const { userId, signInId } = user;
  await requireWithin(ctx, [factorLimit(userId)]);
  const pending = await readPending(ctx, userId);
  const secret = (await unsealSecret(ctx.env, userId, pending)).text;
  const step = stepOfCode(secret, code, ctx.now);
  if (step === null) {
    const message = 'The code does not belong to this secret. Is the phone’s clock right?';
    throw new AppError('wrong_code', message, { errors: [{ field: 'code', message }] });
  }
  // Sealed anew it is like no other text: what follows in the batch knows by it that this confirmation was the one.
  const [sealed, codes] = [await sealSecret(ctx.env, userId, secret), await draftRecoveryCodes(userId)];
  const isMine = sql`EXISTS (SELECT 1 FROM ${authenticators} WHERE user_id = ${userId} AND sealed_secret = ${sealed})`;
  const [confirmed] = await ctx.db.batch([
    ctx.db.all(sql`
      UPDATE ${authenticators} SET sealed_secret = ${sealed}, last_step = ${step}, confirmed_at = ${ctx.now}
      WHERE user_id = ${userId} AND confirmed_at IS NULL AND sealed_secret = ${pending} RETURNING user_id`),
    ...replaceRecoveryCodes(ctx, userId, codes, isMine),
    markSecondFactor(ctx, signInId, isMine),
  ]);
  if (confirmed.length === 0) throw alreadyEnrolled();
  tellOwner(ctx, user, 'authenticator_added');
  return codes.shown;
}

async function readPending(ctx: Context, userId: string): Promise<string> {
  const [row] = await ctx.db.select().from(authenticators).where(eq(authenticators.userId, userId));
  if (row === undefined) throw new AppError('not_found', 'Ask for the secret of an authenticator app first.');
  if (row.confirmedAt !== null) throw alreadyEnrolled();
  return row.sealedSecret;
}

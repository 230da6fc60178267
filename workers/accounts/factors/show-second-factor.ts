import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { SIGN_IN_METHODS } from '../../db/schema/accounts.ts';
import type { Session } from '../../http/session-cookies.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { type ChallengeRow, codeExpired, countTry, isOpen, wrongCode } from '../challenge.ts';
import { type AskedFactor, answerSecondFactor } from './answer-second-factor.ts';
import { useAuthenticatorCode } from './authenticator.ts';
import { judgeFactor } from './judge-factor.ts';
import { readRecoveryCode } from './recovery-codes.ts';
import type { SecondFactorInput } from './security-schemas.ts';

/** What `signInAs` keeps with the question: how the first factor was shown. */
export const secondFactorPayload = z.object({ method: z.enum(SIGN_IN_METHODS) });

/**
 * Signs in by the second factor, after the first has been shown. Anybody with the challenge may. Throws `wrong_code`,
 * `code_expired`, `rate_limited`, `account_closed`.
 */
export async function showSecondFactor(ctx: Context, input: SecondFactorInput): Promise<Session> {
  const challenge = await countTry(ctx, ['second_factor'], input.challengeId);
  // signInAs opens none without saying about whom.
  const userId = challenge.userId ?? '';
  const asked = { challengeId: challenge.id, userId, method: secondFactorPayload.parse(challenge.payload).method };
  if ('recoveryCode' in input) return await byRecoveryCode(ctx, challenge, asked, input.recoveryCode);
  const isRight = await judgeFactor(ctx, userId, () => useAuthenticatorCode(ctx, userId, input.code));
  if (!isRight) throw wrongCode(challenge);
  const session = await answerSecondFactor(ctx, asked);
  if (session === null) throw codeExpired();
  return session;
}

async function byRecoveryCode(ctx: Context, challenge: ChallengeRow, asked: AskedFactor, code: string) {
  const recoveryCode = await readRecoveryCode(asked.userId, code);
  const session = await judgeFactor(ctx, asked.userId, () => answerSecondFactor(ctx, asked, recoveryCode));
  if (session === null) {
    const open = await ctx.db.all(sql`SELECT 1 WHERE ${isOpen(ctx, challenge.id)}`);
    throw open.length === 1 ? wrongCode(challenge, 'recoveryCode') : codeExpired();
  }
  tellOwner(ctx, session.user, 'recovery_code_used');
  return session;
}

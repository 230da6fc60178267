import { z } from 'zod';
import type { Context } from '../context.ts';
import { SIGN_IN_METHODS } from '../db/schema/accounts.ts';
import { requireWithin } from '../http/rate-limit.ts';
import type { Session } from '../http/session-cookies.ts';
import { tellOwner } from '../notifications/send-account-notice.ts';
import { factorLimit, useAuthenticatorCode } from './authenticator.ts';
import { codeExpired, consumeChallenge, countTry, wrongCode } from './challenge.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import type { SecondFactorInput } from './security-schemas.ts';
import { startSession } from './start-session.ts';

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
  await requireWithin(ctx, [factorLimit(userId)]);
  const isRight =
    'code' in input
      ? await useAuthenticatorCode(ctx, userId, input.code)
      : await useRecoveryCode(ctx, userId, input.recoveryCode);
  if (!isRight) throw wrongCode(challenge, 'code' in input ? 'code' : 'recoveryCode');
  if (!(await consumeChallenge(ctx, challenge.id))) throw codeExpired();
  const session = await startSession(ctx, userId, secondFactorPayload.parse(challenge.payload).method, true);
  if ('recoveryCode' in input) tellOwner(ctx, session.user, 'recovery_code_used');
  return session;
}

import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Session } from '../../http/session-cookies.ts';
import { isOpen, useChallenge } from '../challenge.ts';
import { type SignInMethod, startSessionWhile } from '../start-session.ts';
import type { RecoveryCode } from './recovery-codes.ts';

export interface AskedFactor {
  readonly challengeId: string;
  readonly userId: string;
  /** How the first factor was shown. */
  readonly method: SignInMethod;
}

/**
 * The session that a second factor was asked for, once that was right. The question is used up in the same batch, and a
 * recovery code with it: whoever comes second, and whoever answers one that a change of the password has ended, gets
 * null and loses nothing. Throws `account_closed`.
 */
export async function answerSecondFactor(
  ctx: Context,
  { challengeId, userId, method }: AskedFactor,
  recoveryCode?: RecoveryCode,
): Promise<Session | null> {
  return await startSessionWhile(
    ctx,
    { userId, method, hasSecondFactor: true },
    {
      stands: sql`${isOpen(ctx, challengeId)} AND ${recoveryCode?.isGood ?? sql`TRUE`}`,
      uses: (isSignedIn) => [
        useChallenge(ctx, challengeId, isSignedIn),
        ...(recoveryCode === undefined ? [] : [recoveryCode.use(ctx, isSignedIn)]),
      ],
    },
  );
}

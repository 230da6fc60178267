import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { passkeys } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { perNetwork, requireWithin } from '../../http/rate-limit.ts';
import type { Session } from '../../http/session-cookies.ts';
import { codeExpired } from '../challenge.ts';
import { startSession } from '../start-session.ts';
import { answerSecondFactor } from './answer-second-factor.ts';
import {
  findSecondFactor,
  openUseChallenge,
  type PasskeyQuestion,
  takePasskeyChallenge,
  useOf,
} from './passkey-challenge.ts';
import type { PasskeySite } from './passkey-site.ts';
import { provePasskey } from './prove-passkey.ts';
import type { PasskeyAnswerInput } from './security-schemas.ts';
import { type RequestOptions, requestOptions } from './webauthn.ts';

/** Rows that anybody may open; a whole village may sit behind one address. */
const MAX_PER_IP = 300;

/**
 * What the device needs to sign somebody in: nobody says a name. With `secondFactorId` it is that person's second factor,
 * by one of their passkeys. Anybody may. Throws `code_expired` for a second factor that is no longer asked for,
 * `rate_limited`.
 */
export async function askForPasskeySignIn(
  ctx: Context,
  site: PasskeySite,
  secondFactorId?: string,
): Promise<PasskeyQuestion<RequestOptions>> {
  await requireWithin(ctx, perNetwork(ctx.client.ip, { name: 'passkey.ip', max: MAX_PER_IP, windowSeconds: 3600 }));
  if (secondFactorId === undefined) {
    return await openUseChallenge(ctx, await requestOptions(site, []), { kind: 'sign_in' });
  }
  const asked = await findSecondFactor(ctx, secondFactorId);
  if (asked === null) throw codeExpired();
  const { userId, method } = asked;
  const options = await requestOptions(site, await passkeysOf(ctx, userId));
  return await openUseChallenge(ctx, options, { kind: 'second_factor', challengeId: secondFactorId, method }, userId);
}

/**
 * Signs in by passkey, which is two factors in one: the device, and the finger or the PIN that it asked for. Throws
 * `sign_in_failed`, whatever it is that does not check out, and `account_closed`.
 */
export async function signInByPasskey(
  ctx: Context,
  site: PasskeySite,
  { challengeId, credential }: PasskeyAnswerInput,
): Promise<Session> {
  const taken = await takePasskeyChallenge(ctx, 'passkey_sign_in', challengeId);
  const userId = taken === null ? null : await provePasskey(ctx, site, taken, credential);
  const use = taken === null ? null : useOf(taken);
  if (userId === null || use === null || use.kind === 'confirmation') throw signInFailed();
  if (use.kind === 'sign_in') return await startSession(ctx, userId, 'passkey', true);
  const session = await answerSecondFactor(ctx, { challengeId: use.challengeId, userId, method: use.method });
  if (session === null) throw signInFailed();
  return session;
}

export async function passkeysOf(ctx: Context, userId: string) {
  return await ctx.db
    .select({ id: passkeys.id, transports: passkeys.transports })
    .from(passkeys)
    .where(eq(passkeys.userId, userId));
}

function signInFailed(): AppError {
  return new AppError('sign_in_failed', 'That passkey did not work here. Try again, or sign in another way.');
}

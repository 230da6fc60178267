import { eq, type SQL, sql } from 'drizzle-orm';
import { type Context, requireUser, type UserActor } from '../../context.ts';
import { signIns, users } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { requireWithin } from '../../http/rate-limit.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { askForCode, type SentCode } from '../ask-for-code.ts';
import { codeExpired, takeCode } from '../challenge.ts';
import { isPassword } from '../password.ts';
import { useAuthenticatorCode } from './authenticator.ts';
import { judgeFactor } from './judge-factor.ts';
import { openUseChallenge, type PasskeyQuestion, takePasskeyChallenge, useOf } from './passkey-challenge.ts';
import type { PasskeySite } from './passkey-site.ts';
import { provePasskey } from './prove-passkey.ts';
import { hasFactor, readRecoveryCode } from './recovery-codes.ts';
import type { ConfirmationInput } from './security-schemas.ts';
import { passkeysOf } from './sign-in-by-passkey.ts';
import { type RequestOptions, requestOptions } from './webauthn.ts';

/**
 * Whoever is signed in shows again that it is them: for ten minutes this sign-in may do what is dangerous, if what they
 * showed is enough for it (require-fresh-proof.ts). By an app, a recovery code or a passkey it becomes one of two
 * factors. Throws `invalid_credentials`, `wrong_code`, `code_expired`, `sign_in_failed`, `rate_limited`.
 */
export async function confirmIdentity(ctx: Context, site: PasskeySite, input: ConfirmationInput): Promise<void> {
  const user = requireUser(ctx);
  if ('recoveryCode' in input) return await proveRecoveryCode(ctx, user, input.recoveryCode);
  if ('password' in input) await provePassword(ctx, user, input.password);
  else if ('totp' in input) await proveAuthenticator(ctx, user, input.totp);
  else if ('code' in input) await proveCode(ctx, user, input);
  else await provePasskeyOf(ctx, site, user, input);
  await markProof(ctx, user, 'totp' in input || 'credential' in input, sql`TRUE`);
}

/** Sends a code to the person's own address. Throws `not_found` when no such one is proved, `rate_limited`. */
export async function askConfirmationCode(ctx: Context, channel: 'email' | 'sms'): Promise<SentCode> {
  const { userId } = requireUser(ctx);
  const [row] = await ctx.db
    .select({ email: sql<string | null>`CASE WHEN email_verified_at IS NOT NULL THEN email END`, phone: users.phone })
    .from(users)
    .where(eq(users.id, userId));
  const recipient = (channel === 'email' ? row?.email : row?.phone) ?? null;
  if (recipient === null) throw new AppError('not_found', 'No such address of yours is proved.');
  return await askForCode(ctx, { purpose: 'reauthenticate', channel, recipient, userId });
}

/** What the device needs for a confirmation by passkey. Throws `not_found` to whoever has none. */
export async function askConfirmationPasskey(
  ctx: Context,
  site: PasskeySite,
): Promise<PasskeyQuestion<RequestOptions>> {
  const { userId } = requireUser(ctx);
  const known = await passkeysOf(ctx, userId);
  if (known.length === 0) throw new AppError('not_found', 'You have no passkey here.');
  return await openUseChallenge(ctx, await requestOptions(site, known), { kind: 'confirmation' }, userId);
}

/** A factor that was taken away a moment ago is none. */
function markProof(ctx: Context, { userId, signInId }: UserActor, isSecondFactor: boolean, condition: SQL) {
  const shown = isSecondFactor ? sql`, second_factor_at = CASE WHEN ${hasFactor(userId)} THEN ${ctx.now} END` : sql``;
  return ctx.db.all(sql`
    UPDATE ${signIns} SET authenticated_at = ${ctx.now}${shown}
    WHERE id = ${signInId} AND revoked_at IS NULL AND ${condition} RETURNING id`);
}

/** For who has lost the phone. The code is used up with what it proves, or not at all. */
async function proveRecoveryCode(ctx: Context, user: UserActor, typed: string): Promise<void> {
  const code = await readRecoveryCode(user.userId, typed);
  const isMarked = sql`EXISTS (
    SELECT 1 FROM ${signIns} WHERE id = ${user.signInId} AND revoked_at IS NULL AND authenticated_at = ${ctx.now})`;
  const isRight = await judgeFactor(ctx, user.userId, async () => {
    const [marked] = await ctx.db.batch([markProof(ctx, user, true, code.isGood), code.use(ctx, isMarked)]);
    return marked.length === 1;
  });
  if (isRight) return tellOwner(ctx, user, 'recovery_code_used');
  const message = 'The recovery code is wrong, or was used before.';
  throw new AppError('wrong_code', message, { errors: [{ field: 'recoveryCode', message }] });
}

async function provePassword(ctx: Context, { userId }: UserActor, password: string): Promise<void> {
  await requireWithin(ctx, [{ name: 'confirmation.user', key: userId, max: 20, windowSeconds: 3600 }]);
  const [row] = await ctx.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId));
  if (await isPassword(password, row?.passwordHash ?? null)) return;
  const message = 'That is not your password.';
  throw new AppError('invalid_credentials', message, { errors: [{ field: 'password', message }] });
}

async function proveAuthenticator(ctx: Context, { userId }: UserActor, totp: string): Promise<void> {
  if (await judgeFactor(ctx, userId, () => useAuthenticatorCode(ctx, userId, totp))) return;
  const message = 'The code is wrong, or was used before. Wait for the next one.';
  throw new AppError('wrong_code', message, { errors: [{ field: 'totp', message }] });
}

async function proveCode(
  ctx: Context,
  { userId }: UserActor,
  answer: { readonly challengeId: string; readonly code: string },
): Promise<void> {
  const challenge = await takeCode(ctx, ['reauthenticate'], answer);
  if (challenge.userId !== userId) throw codeExpired();
}

async function provePasskeyOf(
  ctx: Context,
  site: PasskeySite,
  { userId }: UserActor,
  { challengeId, credential }: Extract<ConfirmationInput, { readonly credential: unknown }>,
): Promise<void> {
  const taken = await takePasskeyChallenge(ctx, 'passkey_sign_in', challengeId);
  const isAsked = taken !== null && taken.userId === userId && useOf(taken).kind === 'confirmation';
  if (isAsked && (await provePasskey(ctx, site, taken, credential)) !== null) return;
  throw new AppError('sign_in_failed', 'That passkey did not work here. Try again, or confirm another way.');
}

import { and, eq, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import { mergeGuestCart } from '../cart/merge-guest-cart.ts';
import { actAs, type Context, type UserActor } from '../context.ts';
import { authenticators, passkeys, type SIGN_IN_METHODS, sessions, signIns, users } from '../db/schema/accounts.ts';
import type { Id } from '../domain/id.ts';
import { ACCESS_SECONDS, signAccessToken } from '../http/access-token.ts';
import { AppError } from '../http/problem.ts';
import type { Session } from '../http/session-cookies.ts';
import { actorOf, selectSignedIn } from '../http/signed-in.ts';
import { mergeGuestWishlist } from '../lists/merge-guest-wishlist.ts';
import { claimGuestOrders } from '../orders/claim-guest-orders.ts';
import { type Challenge, openChallengeIf } from './challenge.ts';
import { hasFactor } from './factors/recovery-codes.ts';
import { hashRefreshToken, newRefreshToken, REFRESH_SECONDS } from './refresh-token.ts';

export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

const ISNT_CLOSED = sql`suspended_at IS NULL AND deleted_at IS NULL`;

/** A sign-in, or what is still missing for one. */
export type SignInResult =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'second_factor'; readonly challenge: Challenge; readonly hasPasskey: boolean };

/**
 * What follows the proof of who somebody is: a session, or the question for the second factor that they have set up.
 * Throws `account_closed` for an account that lets nobody in; only its owner hears that.
 */
export async function signInAs(ctx: Context, userId: string, method: SignInMethod): Promise<SignInResult> {
  const result = await signInWhile(ctx, userId, method, sql`TRUE`);
  if (result === null) throw accountClosed();
  return result;
}

/**
 * The same while `stands` holds of the person's row in `users`; null when it no longer does. For a proof that may end
 * before the session begins, such as a password that is being changed.
 */
export async function signInWhile(
  ctx: Context,
  userId: string,
  method: SignInMethod,
  stands: SQL,
): Promise<SignInResult | null> {
  const factors = await factorsOf(ctx, userId);
  if (!factors.isAsked) {
    const session = await startSessionWhile(ctx, { userId, method, hasSecondFactor: false }, { stands });
    return session === null ? null : { kind: 'session', session };
  }
  const draft = { purpose: 'second_factor', userId, payload: { method } } as const;
  const condition = sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND ${stands})`;
  const challenge = await openChallengeIf(ctx, draft, condition);
  return challenge === null ? null : { kind: 'second_factor', challenge, hasPasskey: factors.hasPasskey };
}

/** A person's own second factor is always asked for; staff with a passkey only need that one. */
export async function factorsOf(ctx: Context, userId: string) {
  const [[user], [authenticator], [passkey]] = await ctx.db.batch([
    ctx.db.select({ role: users.role }).from(users).where(eq(users.id, userId)),
    ctx.db
      .select({ userId: authenticators.userId })
      .from(authenticators)
      .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt))),
    ctx.db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId)).limit(1),
  ]);
  const hasPasskey = passkey !== undefined;
  return { isAsked: authenticator !== undefined || (user?.role === 'staff' && hasPasskey), hasPasskey };
}

export interface SignInDraft {
  readonly userId: string;
  readonly method: SignInMethod;
  readonly hasSecondFactor: boolean;
}

export interface SignInProof {
  /** Of the row in `users`, at the moment in which the sign-in is written: there is none without. */
  readonly stands: SQL;
  /** What is used up by the sign-in, in its batch. */
  readonly uses?: (isSignedIn: SQL) => readonly ReturnType<Context['db']['run']>[];
}

/** Signs in on this device: the sign-in, its first refresh token, and what the guest had: cart, wishlist, orders. */
export async function startSession(
  ctx: Context,
  userId: string,
  method: SignInMethod,
  hasSecondFactor: boolean,
): Promise<Session> {
  const session = await startSessionWhile(ctx, { userId, method, hasSecondFactor }, { stands: sql`TRUE` });
  if (session === null) throw accountClosed();
  return session;
}

/** The same with a proof that may end before; null when it has. Throws `account_closed`. */
export async function startSessionWhile(
  ctx: Context,
  { userId, method, hasSecondFactor }: SignInDraft,
  { stands, uses = () => [] }: SignInProof,
): Promise<Session | null> {
  const [signInId, draft] = [ctx.newId('signIn'), await draftRefreshToken(ctx)];
  // One that was taken away a moment ago is none.
  const secondFactorAt = hasSecondFactor ? sql`CASE WHEN ${hasFactor(userId)} THEN ${ctx.now} END` : sql`NULL`;
  const claims = { userId: userId as Id<'user'>, signInId };
  const results = await ctx.db.batch([
    // The guard is here: an account that was closed a moment ago lets nobody in.
    ctx.db.run(sql`
      INSERT INTO ${signIns} (id, user_id, device, method, created_at, last_used_at, authenticated_at,
        second_factor_at, expires_at)
      SELECT ${signInId}, id, ${ctx.client.device}, ${method}, ${ctx.now}, ${ctx.now}, ${ctx.now},
        ${secondFactorAt}, ${draft.expiresAt}
      FROM ${users} WHERE id = ${userId} AND ${ISNT_CLOSED} AND ${stands}`),
    ctx.db.run(sql`
      INSERT INTO ${sessions} (id, family_id, user_id, token_hash, created_at, expires_at)
      SELECT ${draft.sessionId}, id, user_id, ${draft.tokenHash}, ${ctx.now}, ${draft.expiresAt}
      FROM ${signIns} WHERE id = ${signInId}`),
    ctx.db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, ctx.now))),
    selectSignedIn(ctx.db, claims, ctx.now),
    ...uses(sql`EXISTS (SELECT 1 FROM ${signIns} WHERE id = ${signInId})`),
  ]);
  const [row] = results[3];
  if (row === undefined) return await requireNotClosed(ctx, userId);
  const user = actorOf(row);
  if (ctx.actor.kind === 'guest') {
    const { guestId } = ctx.actor;
    const asUser = actAs(ctx, user);
    await Promise.all([
      mergeGuestCart(asUser, guestId),
      mergeGuestWishlist(asUser, guestId),
      claimGuestOrders(asUser, guestId),
    ]);
  }
  return await sessionOf(ctx, user, draft);
}

/** Why there was no sign-in: the account, or what was shown for it. */
async function requireNotClosed({ db }: Context, userId: string): Promise<null> {
  const [user] = await db.select({ id: users.id }).from(users).where(sql`id = ${userId} AND ${ISNT_CLOSED}`);
  if (user === undefined) throw accountClosed();
  return null;
}

function accountClosed(): AppError {
  return new AppError('account_closed', 'This account is closed. Write to us if that is wrong.');
}

export interface RefreshDraft {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly tokenHash: string;
  readonly expiresAt: number;
}

export async function draftRefreshToken(ctx: Context): Promise<RefreshDraft> {
  const refreshToken = newRefreshToken();
  return {
    sessionId: ctx.newId('session'),
    refreshToken,
    tokenHash: await hashRefreshToken(refreshToken),
    expiresAt: ctx.now + REFRESH_SECONDS * 1000,
  };
}

export async function sessionOf(ctx: Context, user: UserActor, draft: RefreshDraft): Promise<Session> {
  return {
    user,
    accessToken: await signAccessToken(ctx.env, user, ctx.now),
    accessExpiresAt: ctx.now + ACCESS_SECONDS * 1000,
    refreshToken: draft.refreshToken,
    refreshExpiresAt: draft.expiresAt,
  };
}

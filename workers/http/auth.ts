import type { Actor, Context, UserActor } from '../context.ts';
import { openDb } from '../db/client.ts';
import { type AccessClaims, checkAccessToken } from './access-token.ts';
import { guestIdOf, signGuestId } from './guest-token.ts';
import { AppError } from './problem.ts';
import { expiredCookie, guestCookie, readCookie, rotatedCookies, type Session } from './session-cookies.ts';
import { actorOf, selectSignedIn } from './signed-in.ts';

export interface Identity {
  readonly actor: Actor;
  /** Set-Cookie values for the answer: a rotated session, or the end of a cookie that is worth nothing. */
  readonly setCookies: readonly string[];
}

export interface IdentifyOptions {
  /** Epoch ms. */
  readonly now?: number;
  /** Trades the refresh token for a new session, null when it is not good. Without it an expired session is nobody. */
  readonly rotate?: (refreshToken: string) => Promise<Session | null>;
  /** The API refuses a guest cookie that we did not sign; a page takes it away and goes on. */
  readonly forgedGuest?: 'refuse' | 'replace';
}

const NOBODY: Identity = { actor: { kind: 'anonymous' }, setCookies: [] };

/**
 * Who asks: by bearer token (API clients), else by session cookie, else by guest cookie.
 * Throws `unauthenticated` or `session_expired` for a bearer token, `invalid_cart_cookie` for a forged guest cookie.
 */
export async function identify(env: Env, request: Request, options: IdentifyOptions = {}): Promise<Identity> {
  const { now = Date.now(), forgedGuest = 'refuse' } = options;
  const bearer = bearerOf(request);
  if (bearer !== null) return { actor: await requireAccess(env, bearer, now), setCookies: [] };
  const session = await identifyUser(env, request, now, options.rotate);
  if (session.actor.kind === 'user') return session;
  const guest = await identifyGuest(env, request, forgedGuest);
  return { actor: guest.actor, setCookies: [...session.setCookies, ...guest.setCookies] };
}

/** Makes a guest of an anonymous visitor: called for the first thing that goes into a cart. */
export async function startGuest(
  env: Env,
  request: Request,
  newId: Context['newId'],
): Promise<{ readonly actor: Extract<Actor, { kind: 'guest' }>; readonly setCookie: string }> {
  const guestId = newId('guest');
  return { actor: { kind: 'guest', guestId }, setCookie: guestCookie(env, request, await signGuestId(env, guestId)) };
}

/** The sign-in that the request's access token names, whether or not it stands; null without a valid token. */
export async function claimsOf(env: Env, request: Request, now: number): Promise<AccessClaims | null> {
  const token = bearerOf(request) ?? readCookie(env, request, 'access');
  const check = token === null ? null : await checkAccessToken(env, token, now);
  return check?.ok ? check : null;
}

export function bearerOf(request: Request): string | null {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return null;
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) {
    throw new AppError('unauthenticated', 'The Authorization header must be "Bearer <access token>".');
  }
  return token;
}

async function requireAccess(env: Env, token: string, now: number): Promise<UserActor> {
  const check = await checkAccessToken(env, token, now);
  if (check.ok) {
    const actor = await findSignedIn(env, check, now);
    if (actor !== null) return actor;
    throw new AppError('session_expired', 'The session has ended. Sign in again.');
  }
  if (check.reason === 'expired') throw new AppError('session_expired', 'The access token has expired. Refresh it.');
  throw new AppError('unauthenticated', 'The access token is not valid.');
}

async function findSignedIn(env: Env, claims: AccessClaims, now: number): Promise<UserActor | null> {
  const [row] = await selectSignedIn(openDb(env.DB), claims, now);
  return row === undefined ? null : actorOf(row);
}

async function identifyUser(
  env: Env,
  request: Request,
  now: number,
  rotate: IdentifyOptions['rotate'],
): Promise<Identity> {
  const access = readCookie(env, request, 'access');
  const check = access === null ? null : await checkAccessToken(env, access, now);
  if (check?.ok) {
    const actor = await findSignedIn(env, check, now);
    if (actor !== null) return { actor, setCookies: [] };
  }
  const refresh = readCookie(env, request, 'refresh');
  if (rotate === undefined || (access === null && refresh === null)) return NOBODY;
  const session = refresh === null ? null : await rotate(refresh);
  if (session !== null) return { actor: session.user, setCookies: rotatedCookies(env, request, session, now) };
  return { ...NOBODY, setCookies: [expiredCookie(env, request, 'access'), expiredCookie(env, request, 'refresh')] };
}

/** Looks at the guest cookie only: signing in, renewing and leaving must not fail on a session that has ended. */
export async function identifyGuest(env: Env, request: Request, forged: 'refuse' | 'replace'): Promise<Identity> {
  const token = readCookie(env, request, 'guest');
  if (token === null) return NOBODY;
  const guestId = await guestIdOf(env, token);
  if (guestId !== null) return { actor: { kind: 'guest', guestId }, setCookies: [] };
  if (forged === 'replace') return { ...NOBODY, setCookies: [expiredCookie(env, request, 'guest')] };
  const message = 'This cart cookie was not made by this shop. Delete it to start a new cart.';
  throw new AppError('invalid_cart_cookie', message, { errors: [{ field: 'cookie.haat_guest', message }] });
}

import type { UserActor } from '../context.ts';

/** What a sign-in or a refresh gives. The refresh token is for the cookie only: no script ever reads it. */
export interface Session {
  readonly user: UserActor;
  /** JWT. */
  readonly accessToken: string;
  /** Epoch ms. */
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

export type CookieKind = 'access' | 'refresh' | 'guest';

const GUEST_SECONDS = 180 * 86_400;

/** Set-Cookie values that sign the visitor in and end the guest: the guest's cart belongs to the user now. */
export function sessionCookies(env: Env, request: Request, session: Session, now: number): string[] {
  return [
    ...rotatedCookies(env, request, session, now),
    ...(readCookie(env, request, 'guest') === null ? [] : [expiredCookie(env, request, 'guest')]),
  ];
}

/** Set-Cookie values after a rotation. */
export function rotatedCookies(env: Env, request: Request, session: Session, now: number): string[] {
  const { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt } = session;
  return [
    cookie(env, request, 'access', accessToken, Math.floor((accessExpiresAt - now) / 1000)),
    cookie(env, request, 'refresh', refreshToken, Math.floor((refreshExpiresAt - now) / 1000)),
  ];
}

/** Set-Cookie values that forget everyone on this device. */
export function signedOutCookies(env: Env, request: Request): string[] {
  return (['access', 'refresh', 'guest'] as const).map((kind) => expiredCookie(env, request, kind));
}

export function guestCookie(env: Env, request: Request, value: string): string {
  return cookie(env, request, 'guest', value, GUEST_SECONDS);
}

export function expiredCookie(env: Env, request: Request, kind: CookieKind): string {
  return cookie(env, request, kind, '', 0);
}

/** The value of one of our cookies; null when it is missing or empty. */
export function readCookie(env: Env, request: Request, kind: CookieKind): string | null {
  const name = nameOf(env, request, kind);
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(`${name}=`) && pair.length > name.length + 1) return pair.slice(name.length + 1);
  }
  return null;
}

function cookie(env: Env, request: Request, kind: CookieKind, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(env, request) ? '; Secure' : '';
  return `${nameOf(env, request, kind)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** `__Host-` keeps other subdomains from planting a session, but browsers take it over https only. */
function nameOf(env: Env, request: Request, kind: CookieKind): string {
  return isSecure(env, request) ? `__Host-haat_${kind}` : `haat_${kind}`;
}

/** Plain http is for laptops and phones in the same room: a deployed shop never gives a cookie that travels bare. */
export function isSecure(env: Env, request: Request): boolean {
  return env.APP_ENV === 'production' || request.url.startsWith('https:');
}

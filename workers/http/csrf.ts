import { corsOriginsOf } from './cors.ts';
import { AppError } from './problem.ts';
import { readCookie } from './session-cookies.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write that a browser sends from another site, and a write by our cookies that does not say where it comes
 * from. A bearer token is never sent by a browser on its own, so it needs no proof; an origin of CORS_ORIGINS is as
 * good as our own. Throws `cross_site_request`.
 */
export function requireSameOrigin(env: Env, request: Request): void {
  if (SAFE_METHODS.has(request.method) || request.headers.has('authorization')) return;
  const isSame = isSameOrigin(request);
  if (isSame === true || (isSame === null && !hasOurCookies(env, request))) return;
  const origin = request.headers.get('origin');
  if (origin !== null && corsOriginsOf(env).has(origin)) return;
  throw new AppError(
    'cross_site_request',
    isSame === null
      ? 'A write by cookie must say where it comes from: send the header Origin, or use a bearer token.'
      : 'The request came from another site.',
  );
}

/** What the browser says; null when nothing does. 'none' is the person: a reload, the address bar. */
function isSameOrigin(request: Request): boolean | null {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  return origin === null ? null : origin === new URL(request.url).origin;
}

function hasOurCookies(env: Env, request: Request): boolean {
  return (['access', 'refresh', 'guest'] as const).some((kind) => readCookie(env, request, kind) !== null);
}

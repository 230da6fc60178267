import type { Context } from '../../context.ts';
import { AppError } from '../../http/problem.ts';
import { absoluteUrl } from '../../notifications/app-url.ts';
import type { SignInResult } from '../start-session.ts';
import { finishGoogle, startGoogle } from './google.ts';
import { attemptCookie, endedAttemptCookie, isState, readAttempt } from './google-attempt.ts';
import { signInWithGoogle } from './sign-in-with-google.ts';

/** What Google has on its list for this shop. */
const CALLBACK_PATH = '/auth/google/callback';

/**
 * The first half of a sign-in with Google: where the browser goes, and the cookie that ties the way back to it. Anybody
 * may. Throws `misconfigured`, `identity_provider_unavailable`, `sign_in_failed`.
 */
export async function startGoogleSignIn(ctx: Context, request: Request, next: string) {
  const { url, ...attempt } = await startGoogle(ctx.env, { redirectUri: redirectUriOf(ctx.env) });
  return { url, cookie: await attemptCookie(ctx.env, request, { ...attempt, next }, ctx.now) };
}

export interface GoogleSignIn {
  readonly result: SignInResult;
  readonly next: string;
}

/**
 * The second half: `query` is what Google put behind the '?' of the way back. Only the browser that began has the
 * attempt. Throws what `finishGoogle` and `signInWithGoogle` throw.
 */
export async function finishGoogleSignIn(ctx: Context, request: Request, query: string): Promise<GoogleSignIn> {
  const callbackUrl = new URL(redirectUriOf(ctx.env));
  callbackUrl.search = query;
  const attempt = await readAttempt(ctx.env, request, callbackUrl.searchParams.get('state'), ctx.now);
  if (attempt === null) {
    throw new AppError('sign_in_failed', 'This sign-in was not begun in this browser, or too long ago. Start again.');
  }
  const identity = await finishGoogle(ctx.env, { ...attempt, callbackUrl, redirectUri: redirectUriOf(ctx.env) });
  const result = await signInWithGoogle(ctx, identity);
  return { result, next: attempt.next };
}

/** Set-Cookie for whoever comes back with this query: an attempt is good for one way back, however it went. */
export function endedAttemptCookies(env: Env, request: Request, query: string): readonly string[] {
  const state = new URLSearchParams(query).get('state');
  return state === null || !isState(state) ? [] : [endedAttemptCookie(env, request, { state })];
}

function redirectUriOf(env: Env): string {
  return absoluteUrl(env, CALLBACK_PATH);
}

import type { APIContext } from 'astro';
import {
  endedAttemptCookies,
  finishGoogleSignIn,
  startGoogleSignIn,
} from '../../workers/accounts/google/google-sign-in.ts';
import { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, seeOther } from './form.ts';
import { rememberSignIn } from './remember-sign-in.ts';

const AFTER = '/account';

/** GET /auth/google: off to Google. A link, not a form: a form may lead nowhere but to this shop (form-action). */
export async function startGoogle(page: APIContext): Promise<Response> {
  return await orBackToLogin(page, async () => {
    const { url, cookie } = await startGoogleSignIn(
      page.locals.ctx,
      page.request,
      ownPath(page.url.searchParams.get('next'), AFTER),
    );
    page.locals.setCookies.push(cookie);
    return seeOther(url);
  });
}

/** GET /auth/google/callback: back from there. */
export async function finishGoogle(page: APIContext): Promise<Response> {
  const { request, locals, url } = page;
  try {
    return await orBackToLogin(page, async () => {
      const { result, next } = await finishGoogleSignIn(locals.ctx, request, url.search);
      return await rememberSignIn(page, result, ownPath(next, AFTER));
    });
  } finally {
    locals.setCookies.push(...endedAttemptCookies(locals.ctx.env, request, url.search));
  }
}

/** What went wrong on the way is said where another way can be chosen. */
async function orBackToLogin(page: APIContext, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'misconfigured') throw error;
    leaveFlash(page.cookies, 'bad', problemText(error));
    return seeOther('/login');
  }
}

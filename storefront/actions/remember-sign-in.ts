import type { APIContext } from 'astro';
import type { SignInResult } from '../../workers/accounts/start-session.ts';
import { readCart } from '../../workers/cart/read-cart.ts';
import { actAs } from '../../workers/context.ts';
import { type Session, sessionCookies, signedOutCookies } from '../../workers/http/session-cookies.ts';
import { t } from '../i18n/t.ts';
import { rememberCount } from './cart-count.ts';
import { leaveFlash } from './flash.ts';
import { seeOther } from './form.ts';

/** The first name of who is signed in, for the header of cached pages. */
const NAME_COOKIE = 'haat_name';
const NAME_SECONDS = 7 * 86_400;

/** After a proof of who somebody is: signed in and on to `next`, or to the question for the second factor. */
export async function rememberSignIn(page: APIContext, result: SignInResult, next: string): Promise<Response> {
  if (result.kind === 'second_factor') {
    const query = new URLSearchParams({ challenge: result.challenge.challengeId, next });
    if (result.hasPasskey) query.set('passkey', '1');
    return seeOther(`/second-factor?${query}`);
  }
  await rememberSession(page, result.session);
  return seeOther(next);
}

async function rememberSession({ locals, request, cookies }: APIContext, session: Session): Promise<void> {
  const { ctx } = locals;
  locals.setCookies = sessionCookies(ctx.env, request, session, ctx.now);
  rememberName({ cookies }, session.user.name);
  rememberCount(cookies, (await readCart(actAs(ctx, session.user))).itemCount);
  const [firstName = ''] = session.user.name.split(/\s/);
  leaveFlash(cookies, 'good', firstName === '' ? t('login.welcomeNew') : t('login.welcome', { name: firstName }));
}

/** What the header of a cached page calls them; whoever has not said a name is called 'Account'. */
export function rememberName({ cookies }: Pick<APIContext, 'cookies'>, name: string): void {
  const [firstName = ''] = name.split(/\s/);
  const shown = firstName === '' ? t('nav.account') : firstName.slice(0, 40);
  cookies.set(NAME_COOKIE, shown, { path: '/', sameSite: 'lax', maxAge: NAME_SECONDS });
}

/** Forgets everyone on this device. */
export function forgetSignIn({ locals, request, cookies }: APIContext): void {
  locals.setCookies = signedOutCookies(locals.ctx.env, request);
  cookies.delete(NAME_COOKIE, { path: '/' });
  rememberCount(cookies, 0);
}

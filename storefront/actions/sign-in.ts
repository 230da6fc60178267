import type { APIContext } from 'astro';
import { login } from '../../workers/accounts/login.ts';
import { logout } from '../../workers/accounts/logout.ts';
import { codeRecipientSchema, loginSchema } from '../../workers/accounts/schemas.ts';
import { sendSignInCode } from '../../workers/accounts/send-sign-in-code.ts';
import { claimsOf } from '../../workers/http/auth.ts';
import { readCookie } from '../../workers/http/session-cookies.ts';
import { t } from '../i18n/t.ts';
import { type AccountForm, accountForm, type SentForm } from './account-form.ts';
import { leaveFlash } from './flash.ts';
import { seeOther } from './form.ts';
import { parsed } from './parsed.ts';
import { awaitCode } from './pending-code.ts';
import { forgetSignIn, rememberSignIn } from './remember-sign-in.ts';

/** The page has two forms; this is the one that was used. */
export interface SignInForm extends AccountForm {
  readonly way: 'code' | 'password';
}

/** GET and POST of /login: the forms to show, or the way on. */
export async function signIn(page: APIContext): Promise<SignInForm | Response> {
  let way: SignInForm['way'] = page.url.searchParams.get('way') === 'password' ? 'password' : 'code';
  const result = await accountForm(page, ['identifier', 'email'], async (sent) => {
    way = sent.form.get('way') === 'password' ? 'password' : 'code';
    return way === 'password' ? await byPassword(page, sent) : await byCode(page, sent);
  });
  if (result instanceof Response) return result;
  // The schemas know it by its kind, the form has one field for both.
  const { email, phone } = result.errors;
  const identifier = result.typed.identifier === '' ? t('login.identifier.empty') : (email ?? phone);
  if (way === 'password' || identifier === undefined) return { ...result, way };
  return { ...result, way, errors: { ...result.errors, identifier } };
}

/** POST /logout. */
export async function signOut(page: APIContext): Promise<Response> {
  const { locals, request, cookies } = page;
  const { ctx } = locals;
  await logout(ctx, {
    refreshToken: readCookie(ctx.env, request, 'refresh'),
    signInId: (await claimsOf(ctx.env, request, ctx.now))?.signInId ?? null,
  });
  forgetSignIn(page);
  leaveFlash(cookies, 'good', t('logout.done'));
  return seeOther('/login');
}

async function byCode(page: APIContext, { form, next, botToken }: SentForm): Promise<Response> {
  const identifier = (form.get('identifier') ?? '').trim();
  const input = parsed(codeRecipientSchema, identifier.includes('@') ? { email: identifier } : { phone: identifier });
  const sent = await sendSignInCode(page.locals.ctx, input, botToken);
  return awaitCode(page, '/verify', sent, 'email' in input ? input.email : input.phone, next);
}

async function byPassword(page: APIContext, { form, next, botToken }: SentForm): Promise<Response> {
  const input = parsed(loginSchema, { email: form.get('email') ?? '', password: form.get('password') ?? '' });
  return await rememberSignIn(page, await login(page.locals.ctx, input, botToken), next);
}

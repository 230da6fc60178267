import type { APIContext } from 'astro';
import type { z } from 'zod';
import { login } from '../../workers/accounts/login.ts';
import { logout } from '../../workers/accounts/logout.ts';
import { register } from '../../workers/accounts/register.ts';
import { loginSchema, registerSchema } from '../../workers/accounts/schemas.ts';
import { readCart } from '../../workers/cart/read-cart.ts';
import { actAs } from '../../workers/context.ts';
import { familyOf } from '../../workers/http/auth.ts';
import { readCookie, type Session, sessionCookies, signedOutCookies } from '../../workers/http/session-cookies.ts';
import { t } from '../i18n/t.ts';
import { rememberCount } from './cart-count.ts';
import { type FieldErrors, fieldErrorsOf, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, readForm, seeOther } from './form.ts';

/** The form as it stands: what was typed, except passwords, and what is wrong with it. */
export interface AccountForm {
  readonly name: string;
  readonly email: string;
  readonly next: string;
  readonly errors: FieldErrors;
  /** What concerns no single field. */
  readonly problem: string | null;
}

/** The first name of who is signed in, for the header of cached pages. */
const NAME_COOKIE = 'haat_name';
const NAME_SECONDS = 7 * 86_400;
const AFTER = '/orders';

/** GET and POST of /login: a form to show, or the way on. */
export async function signIn(page: APIContext): Promise<AccountForm | Response> {
  return await accountForm(page, loginSchema, ['email', 'password'], login);
}

/** GET and POST of /register. */
export async function signUp(page: APIContext): Promise<AccountForm | Response> {
  return await accountForm(page, registerSchema, ['name', 'email', 'password'], register);
}

/** POST /logout. */
export async function signOut({ locals, request, cookies }: APIContext): Promise<Response> {
  const { ctx } = locals;
  await logout(ctx, {
    refreshToken: readCookie(ctx.env, request, 'refresh'),
    familyId: await familyOf(ctx.env, request, ctx.now),
  });
  locals.setCookies = signedOutCookies(ctx.env, request);
  cookies.delete(NAME_COOKIE, { path: '/' });
  rememberCount(cookies, 0);
  leaveFlash(cookies, 'good', t('logout.done'));
  return seeOther('/login');
}

async function accountForm<Schema extends z.ZodType>(
  page: APIContext,
  schema: Schema,
  fields: readonly string[],
  verb: (ctx: App.Locals['ctx'], input: z.infer<Schema>) => Promise<Session>,
): Promise<AccountForm | Response> {
  const { request, url, locals } = page;
  if (request.method !== 'POST') {
    const next = ownPath(url.searchParams.get('next'), AFTER);
    if (locals.ctx.actor.kind === 'user') return seeOther(next);
    return { name: '', email: '', next, errors: {}, problem: null };
  }
  const form = await readForm(request);
  const typed = {
    name: form.get('name') ?? '',
    email: form.get('email') ?? '',
    next: ownPath(form.get('next'), AFTER),
  };
  const input = schema.safeParse(Object.fromEntries(fields.map((field) => [field, form.get(field) ?? ''])));
  if (!input.success) return { ...typed, errors: fieldErrorsOf(input.error), problem: null };
  try {
    await rememberSession(page, await verb(locals.ctx, input.data));
    return seeOther(typed.next);
  } catch (error) {
    const { errors, problem } = whatIsWrong(error);
    return { ...typed, errors, problem };
  }
}

async function rememberSession({ locals, request, cookies }: APIContext, session: Session): Promise<void> {
  const { ctx } = locals;
  locals.setCookies = sessionCookies(ctx.env, request, session, ctx.now);
  const [firstName = ''] = session.user.name.split(/\s/);
  cookies.set(NAME_COOKIE, firstName.slice(0, 40), { path: '/', sameSite: 'lax', maxAge: NAME_SECONDS });
  rememberCount(cookies, (await readCart(actAs(ctx, session.user))).itemCount);
  leaveFlash(cookies, 'good', t('login.welcome', { name: firstName }));
}

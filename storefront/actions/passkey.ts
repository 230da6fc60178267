import type { APIContext } from 'astro';
import { passkeySiteOf } from '../../workers/accounts/factors/passkey-site.ts';
import { registerPasskey } from '../../workers/accounts/factors/register-passkey.ts';
import { newPasskeyInputSchema, passkeyAnswerSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { signInByPasskey } from '../../workers/accounts/factors/sign-in-by-passkey.ts';
import { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, readForm, seeOther } from './form.ts';
import { jsonOf } from './json-of.ts';
import { rememberSignIn } from './remember-sign-in.ts';

/** What the island puts into the form: the challenge, and the device's answer to it as JSON. */
export function passkeyAnswerIn(form: URLSearchParams): Readonly<Record<string, unknown>> {
  return { challengeId: form.get('challengeId') ?? '', credential: jsonOf(form.get('credential')) };
}

/** POST /login/passkey {challengeId, credential, next, back}: in, or back to the page with the button. */
export async function signInWithPasskey(page: APIContext): Promise<Response> {
  const { request, locals, cookies } = page;
  const form = await readForm(request);
  const next = ownPath(form.get('next'), '/account');
  const back = ownPath(form.get('back'), `/login?${new URLSearchParams({ next })}`);
  const input = passkeyAnswerSchema.safeParse(passkeyAnswerIn(form));
  if (!input.success) {
    leaveFlash(cookies, 'bad', t('passkey.failed'));
    return seeOther(back);
  }
  try {
    const session = await signInByPasskey(locals.ctx, passkeySiteOf(locals.ctx.env, request.url), input.data);
    return await rememberSignIn(page, { kind: 'session', session }, next);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    leaveFlash(cookies, 'bad', problemText(error));
    return seeOther(back);
  }
}

const SECURITY = '/account/security';

/** POST /account/security/passkeys {challengeId, credential, name}. */
export async function addPasskey(page: APIContext): Promise<Response> {
  const { request, locals, cookies } = page;
  const form = await readForm(request);
  const name = form.get('name')?.trim() ?? '';
  const input = newPasskeyInputSchema.safeParse({ ...passkeyAnswerIn(form), ...(name === '' ? {} : { name }) });
  if (!input.success) {
    leaveFlash(cookies, 'bad', t('passkey.failed'));
    return seeOther(SECURITY);
  }
  try {
    await registerPasskey(locals.ctx, passkeySiteOf(locals.ctx.env, request.url), input.data);
    leaveFlash(cookies, 'good', t('security.passkeys.added'));
    return seeOther(SECURITY);
  } catch (error) {
    const confirm = confirmFirst(error, page, SECURITY);
    if (confirm !== null) return confirm;
    const { errors, problem } = whatIsWrong(error);
    leaveFlash(cookies, 'bad', problem ?? errors.credential ?? t('passkey.failed'));
    return seeOther(SECURITY);
  }
}

import type { APIContext } from 'astro';
import { forgotPassword } from '../../workers/accounts/forgot-password.ts';
import { resetPassword } from '../../workers/accounts/reset-password.ts';
import { forgotPasswordSchema, resetPasswordSchema } from '../../workers/accounts/schemas.ts';
import { t } from '../i18n/t.ts';
import { type AccountForm, accountForm } from './account-form.ts';
import { type CodeForm, codeForm } from './enter-code.ts';
import { leaveFlash } from './flash.ts';
import { seeOther } from './form.ts';
import { parsed } from './parsed.ts';
import { awaitCode, forgetCode } from './pending-code.ts';

/** GET and POST of /forgot: the form to show, or on to the code, whether or not one was sent. */
export async function askForNewPassword(page: APIContext): Promise<AccountForm | Response> {
  return await accountForm(page, ['email'], async ({ form, next, botToken }) => {
    const input = parsed(forgotPasswordSchema, { email: form.get('email') ?? '' });
    return awaitCode(page, '/reset', await forgotPassword(page.locals.ctx, input, botToken), input.email, next);
  });
}

/** GET and POST of /reset: the form to show, or on to signing in with the new password. */
export async function chooseNewPassword(page: APIContext): Promise<CodeForm | Response> {
  return await codeForm(page, '/reset', async ({ form, next }) => {
    const [challengeId, code, password] = ['challenge', 'code', 'password'].map((field) => form.get(field) ?? '');
    await resetPassword(page.locals.ctx, parsed(resetPasswordSchema, { challengeId, code, password }));
    forgetCode(page);
    leaveFlash(page.cookies, 'good', t('reset.done'));
    return seeOther(`/login?${new URLSearchParams({ way: 'password', next })}`);
  });
}

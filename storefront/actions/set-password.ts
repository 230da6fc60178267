import type { APIContext } from 'astro';
import { changePassword } from '../../workers/accounts/change-password.ts';
import { requireFreshProof } from '../../workers/accounts/factors/require-fresh-proof.ts';
import { newPasswordSchema } from '../../workers/accounts/schemas.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { fieldErrorsOf, type Wrong, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';

/** GET and POST of /account/security/password {password}. Asked who they are before they type, not after. */
export async function setPasswordPage(page: APIContext): Promise<Wrong | Response> {
  const { request, locals, cookies } = page;
  try {
    await requireFreshProof(locals.ctx);
    if (request.method !== 'POST') return { errors: {}, problem: null };
    const input = newPasswordSchema.safeParse({ password: (await readForm(request)).get('password') ?? '' });
    if (!input.success) return { errors: fieldErrorsOf(input.error), problem: null };
    await changePassword(locals.ctx, input.data);
    leaveFlash(cookies, 'good', t('security.password.changed'));
    return seeOther('/account/security');
  } catch (error) {
    return confirmFirst(error, page) ?? whatIsWrong(error);
  }
}

import type { APIContext } from 'astro';
import { resendCode } from '../../workers/accounts/resend-code.ts';
import { codeAnswerSchema } from '../../workers/accounts/schemas.ts';
import { verifyCode } from '../../workers/accounts/verify-code.ts';
import { t } from '../i18n/t.ts';
import { type AccountForm, accountForm, type SentForm } from './account-form.ts';
import { leaveFlash } from './flash.ts';
import { seeOther } from './form.ts';
import { parsed } from './parsed.ts';
import { awaitCode, forgetCode, type PendingCode, pendingCode } from './pending-code.ts';
import { rememberSignIn } from './remember-sign-in.ts';

/** A form that wants a code. */
export interface CodeForm extends AccountForm {
  readonly challengeId: string;
  /** What this browser knows of the code; null when another one asked for it. */
  readonly pending: PendingCode | null;
  /** Until another one may be asked for; 0 when it may. */
  readonly waitSeconds: number;
}

/** GET and POST of /verify: the form to show, or the way on. */
export async function enterCode(page: APIContext): Promise<CodeForm | Response> {
  return await codeForm(page, '/verify', async ({ form, next }) => {
    const input = parsed(codeAnswerSchema, { challengeId: form.get('challenge') ?? '', code: form.get('code') ?? '' });
    const result = await verifyCode(page.locals.ctx, input);
    forgetCode(page);
    return await rememberSignIn(page, result, next);
  });
}

/** The same for every page that wants a code: `work` takes it, the button beside it sends another one. */
export async function codeForm(
  page: APIContext,
  path: '/verify' | '/reset',
  work: (sent: SentForm) => Promise<Response>,
): Promise<CodeForm | Response> {
  let challengeId = page.url.searchParams.get('challenge') ?? '';
  const result = await accountForm(page, ['code'], async (sent) => {
    challengeId = sent.form.get('challenge') ?? '';
    return sent.form.has('resend') ? await sendAnother(page, path, challengeId, sent.next) : await work(sent);
  });
  if (result instanceof Response) return result;
  // An address that was cut off on its way: there is no code to enter.
  const isLost = challengeId === '' || result.errors.challengeId !== undefined;
  if (isLost) return seeOther(path === '/verify' ? '/login' : '/forgot');
  const pending = pendingCode(page, challengeId);
  const waitMs = (pending?.resendAt ?? 0) - page.locals.ctx.now;
  return { ...result, challengeId, pending, waitSeconds: Math.max(0, Math.ceil(waitMs / 1000)) };
}

async function sendAnother(page: APIContext, path: '/verify' | '/reset', challengeId: string, next: string) {
  const { recipient, ...sent } = await resendCode(page.locals.ctx, { challengeId });
  leaveFlash(page.cookies, 'good', t('verify.resent'));
  return awaitCode(page, path, sent, recipient, next);
}

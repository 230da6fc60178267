import type { APIContext } from 'astro';
import { confirmAuthenticator } from '../../workers/accounts/factors/confirm-authenticator.ts';
import { type Enrolment, findEnrolment } from '../../workers/accounts/factors/enrol-authenticator.ts';
import { renewRecoveryCodes } from '../../workers/accounts/factors/renew-recovery-codes.ts';
import { authenticatorCodeSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { AppError } from '../../workers/http/problem.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';

export type AuthenticatorPage =
  | {
      readonly kind: 'enrolment';
      readonly enrolment: Enrolment;
      readonly errors: FieldErrors;
      readonly problem: string | null;
    }
  | { readonly kind: 'done'; readonly recoveryCodes: readonly string[] };

const SECURITY = '/account/security';

/** GET and POST of /account/security/authenticator {code}: the secret to scan, then the recovery codes, once. */
export async function authenticatorPage(page: APIContext): Promise<AuthenticatorPage | Response> {
  const { request, locals } = page;
  try {
    const wrong = { errors: {}, problem: null };
    if (request.method !== 'POST') return await enrolmentPage(page, wrong);
    const input = authenticatorCodeSchema.safeParse({ code: (await readForm(request)).get('code') ?? '' });
    if (!input.success)
      return await enrolmentPage(page, { errors: { code: t('secondFactor.code.malformed') }, problem: null });
    try {
      return { kind: 'done', recoveryCodes: await confirmAuthenticator(locals.ctx, input.data) };
    } catch (error) {
      if (!(error instanceof AppError) || !['wrong_code', 'rate_limited'].includes(error.code)) throw error;
      return await enrolmentPage(page, whatIsWrong(error));
    }
  } catch (error) {
    return elsewhere(error, page);
  }
}

/** GET and POST of /account/security/recovery-codes: ten new ones, shown this once. */
export async function recoveryCodesPage(page: APIContext): Promise<readonly string[] | Response> {
  if (page.request.method !== 'POST') return seeOther(SECURITY);
  try {
    return await renewRecoveryCodes(page.locals.ctx);
  } catch (error) {
    return elsewhere(error, page);
  }
}

async function enrolmentPage(
  { locals }: APIContext,
  wrong: { readonly errors: FieldErrors; readonly problem: string | null },
): Promise<AuthenticatorPage | Response> {
  const enrolment = await findEnrolment(locals.ctx);
  return enrolment === null ? seeOther(SECURITY) : { kind: 'enrolment', enrolment, ...wrong };
}

/** What stops these pages is said on the page with all of it. */
function elsewhere(error: unknown, page: APIContext): Response {
  const confirm = confirmFirst(error, page, SECURITY);
  if (confirm !== null) return confirm;
  leaveFlash(page.cookies, 'bad', whatIsWrong(error).problem ?? t('cart.failed'));
  return seeOther(SECURITY);
}

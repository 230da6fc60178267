import type { APIContext } from 'astro';
import { secondFactorInputSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { showSecondFactor } from '../../workers/accounts/factors/show-second-factor.ts';
import { challengeIdSchema } from '../../workers/accounts/schemas.ts';
import { AppError } from '../../workers/http/problem.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, readForm, seeOther } from './form.ts';
import { rememberSignIn } from './remember-sign-in.ts';

export interface SecondFactorPage {
  readonly challengeId: string;
  readonly next: string;
  readonly hasPasskey: boolean;
  /** Which of the two forms was sent last. */
  readonly isRecovery: boolean;
  readonly errors: FieldErrors;
  readonly problem: string | null;
}

const AFTER = '/account';

/** GET and POST of /second-factor {challenge, next, passkey, code | recoveryCode}. */
export async function secondFactorPage(page: APIContext): Promise<SecondFactorPage | Response> {
  const { request, url, locals } = page;
  const isPost = request.method === 'POST';
  const form = isPost ? await readForm(request) : url.searchParams;
  const next = ownPath(form.get('next'), AFTER);
  const challengeId = challengeIdSchema.safeParse(form.get('challenge'));
  if (!challengeId.success) return seeOther(`/login?${new URLSearchParams({ next })}`);
  const isRecovery = form.has('recoveryCode');
  const shown = { challengeId: challengeId.data, next, hasPasskey: form.get('passkey') === '1', isRecovery };
  if (!isPost) return { ...shown, errors: {}, problem: null };

  const name = isRecovery ? 'recoveryCode' : 'code';
  const input = secondFactorInputSchema.safeParse({ challengeId: challengeId.data, [name]: form.get(name) ?? '' });
  if (!input.success) return { ...shown, errors: { [name]: t(`secondFactor.${name}.malformed`) }, problem: null };
  try {
    const session = await showSecondFactor(locals.ctx, input.data);
    return await rememberSignIn(page, { kind: 'session', session }, next);
  } catch (error) {
    // Five wrong codes, five minutes: the way in begins anew.
    if (error instanceof AppError && error.code === 'code_expired') {
      leaveFlash(page.cookies, 'bad', t('secondFactor.over'));
      return seeOther(`/login?${new URLSearchParams({ next })}`);
    }
    return { ...shown, ...whatIsWrong(error) };
  }
}

import type { APIContext } from 'astro';
import { askConfirmationCode, confirmIdentity } from '../../workers/accounts/factors/confirm-identity.ts';
import { passkeySiteOf } from '../../workers/accounts/factors/passkey-site.ts';
import { readSecurity } from '../../workers/accounts/factors/read-security.ts';
import { confirmationCodeSchema, confirmationSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { challengeIdSchema } from '../../workers/accounts/schemas.ts';
import { factorsOf } from '../../workers/accounts/start-session.ts';
import { requireUser } from '../../workers/context.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { ownPath, readForm, seeOther } from './form.ts';
import { passkeyAnswerIn } from './passkey.ts';

export interface ConfirmPage {
  readonly next: string;
  /** Whose account has a second factor shows that one: nothing else is enough. */
  readonly wantsFactor: boolean;
  readonly hasPassword: boolean;
  readonly hasAuthenticator: boolean;
  readonly hasPasskey: boolean;
  readonly hasRecoveryCode: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  /** Of the code that was sent; null before. */
  readonly challengeId: string | null;
  readonly errors: FieldErrors;
  readonly problem: string | null;
}

/** GET and POST of /account/confirm {next, way, …}: proves again that it is them, and leads back. */
export async function confirmPage(page: APIContext): Promise<ConfirmPage | Response> {
  const { request, url, locals } = page;
  const isPost = request.method === 'POST';
  const form = isPost ? await readForm(request) : url.searchParams;
  const next = ownPath(form.get('next'), '/account/security');
  const challengeId = challengeIdSchema.safeParse(form.get('challenge')).data ?? null;
  if (!isPost) return await shown(page, { next, challengeId, errors: {}, problem: null });
  try {
    if (form.get('way') === 'send') return seeOther(await sendCode(page, form, next));
    const input = confirmationSchema.safeParse(answerIn(form));
    if (!input.success) return await shown(page, { next, challengeId, errors: malformed(form), problem: null });
    await confirmIdentity(locals.ctx, passkeySiteOf(locals.ctx.env, request.url), input.data);
    return seeOther(next);
  } catch (error) {
    return await shown(page, { next, challengeId, ...whatIsWrong(error) });
  }
}

async function shown(
  { locals }: APIContext,
  state: Pick<ConfirmPage, 'next' | 'challengeId' | 'errors' | 'problem'>,
): Promise<ConfirmPage> {
  const { userId } = requireUser(locals.ctx);
  const [security, { isAsked, hasPasskey }] = await Promise.all([
    readSecurity(locals.ctx),
    factorsOf(locals.ctx, userId),
  ]);
  const { hasPassword, email, phone, authenticatorSince, recoveryCodesLeft } = security;
  const others = isAsked ? { hasPassword: false, email: null, phone: null } : { hasPassword, email, phone };
  return {
    ...{ ...state, ...others, wantsFactor: isAsked, hasPasskey },
    hasAuthenticator: authenticatorSince !== null,
    hasRecoveryCode: isAsked && recoveryCodesLeft > 0,
  };
}

async function sendCode({ locals }: APIContext, form: URLSearchParams, next: string): Promise<string> {
  const { channel } = confirmationCodeSchema.safeParse({ channel: form.get('channel') }).data ?? { channel: 'email' };
  const { challengeId } = await askConfirmationCode(locals.ctx, channel);
  return `/account/confirm?${new URLSearchParams({ next, challenge: challengeId })}`;
}

/** The answer that belongs to the form that was sent. */
function answerIn(form: URLSearchParams): Readonly<Record<string, unknown>> {
  switch (form.get('way')) {
    case 'password':
      return { password: form.get('password') ?? '' };
    case 'totp':
      return { totp: form.get('totp') ?? '' };
    case 'recoveryCode':
      return { recoveryCode: form.get('recoveryCode') ?? '' };
    case 'code':
      return { challengeId: form.get('challenge') ?? '', code: form.get('code') ?? '' };
    default:
      return passkeyAnswerIn(form);
  }
}

function malformed(form: URLSearchParams): FieldErrors {
  const way = form.get('way') ?? '';
  if (way === 'password') return { password: t('confirm.password.empty') };
  if (way === 'recoveryCode') return { recoveryCode: t('secondFactor.recoveryCode.malformed') };
  return { [way]: t('secondFactor.code.malformed') };
}

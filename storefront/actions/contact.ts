import type { APIContext } from 'astro';
import { askForContact, type ContactKind, proveContact } from '../../workers/accounts/profile/change-contact.ts';
import { newEmailSchema, newPhoneSchema } from '../../workers/accounts/profile/profile-schemas.ts';
import { removeContact } from '../../workers/accounts/profile/remove-contact.ts';
import { challengeIdSchema, codeAnswerSchema } from '../../workers/accounts/schemas.ts';
import { requireUser } from '../../workers/context.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';
import { parsed } from './parsed.ts';

export interface ContactPage {
  readonly kind: ContactKind;
  /** What they have now. */
  readonly current: string | null;
  /** Of the code that is waited for; null before one was asked for. */
  readonly challengeId: string | null;
  readonly typed: string;
  readonly errors: FieldErrors;
  readonly problem: string | null;
}

/** GET and POST of /account/profile/email and /phone {do: ask, prove or remove}. Null for any other name. */
export async function contactPage(page: APIContext): Promise<ContactPage | Response | null> {
  const { params, request, url, locals } = page;
  const kind = (['email', 'phone'] as const).find((each) => each === params.contact) ?? null;
  if (kind === null) return null;
  const isPost = request.method === 'POST';
  const form = isPost ? await readForm(request) : url.searchParams;
  const challengeId = challengeIdSchema.safeParse(form.get('challenge')).data ?? null;
  const state = { kind, challengeId, current: requireUser(locals.ctx)[kind], typed: form.get(kind) ?? '' };
  if (!isPost) return { ...state, errors: {}, problem: null };
  try {
    return await submit(page, kind, form);
  } catch (error) {
    const { errors, problem } = notedBy(kind, error);
    // The code that was sent is still good when they come back.
    const back = `/account/profile/${kind}${challengeId === null ? '' : `?challenge=${challengeId}`}`;
    return confirmFirst(error, page, back) ?? { ...state, errors, problem };
  }
}

async function submit({ locals, cookies }: APIContext, kind: ContactKind, form: URLSearchParams): Promise<Response> {
  const { ctx } = locals;
  switch (form.get('do')) {
    case 'prove':
      await proveContact(ctx, kind, parsed(codeAnswerSchema, answerIn(form)));
      leaveFlash(cookies, 'good', t('contact.proved'));
      return seeOther('/account/profile');
    case 'remove':
      await removeContact(ctx, kind);
      leaveFlash(cookies, 'good', t('contact.removed'));
      return seeOther('/account/profile');
    default: {
      const { challengeId } = await askForContact(ctx, kind, recipientIn(kind, form));
      return seeOther(`/account/profile/${kind}?challenge=${challengeId}`);
    }
  }
}

function recipientIn(kind: ContactKind, form: URLSearchParams): string {
  const text = form.get(kind) ?? '';
  return kind === 'email'
    ? parsed(newEmailSchema, { email: text }).email
    : parsed(newPhoneSchema, { phone: text }).phone;
}

function answerIn(form: URLSearchParams) {
  return { challengeId: form.get('challenge') ?? '', code: form.get('code') ?? '' };
}

/** A form has sentences of its own for what a schema says in fragments. */
function notedBy(kind: ContactKind, error: unknown) {
  const { errors, problem } = whatIsWrong(error);
  const isMalformed =
    problem === null && error instanceof Error && 'code' in error && error.code === 'validation_failed';
  if (!isMalformed) return { errors, problem };
  return errors[kind] === undefined
    ? { errors: { code: t('contact.error.code') }, problem }
    : { errors: { [kind]: t(`contact.error.${kind}`) }, problem };
}

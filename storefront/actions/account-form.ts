import type { APIContext } from 'astro';
import { BOT_FIELD } from '../../workers/http/bot-check.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { ownPath, readForm, seeOther } from './form.ts';

/** Where signing in leads when nobody was on the way to anywhere. */
export const AFTER_SIGN_IN = '/account';

/** A form as it stands: what was typed, except passwords, and what is wrong with it. */
export interface AccountForm {
  readonly typed: Readonly<Record<string, string>>;
  readonly next: string;
  readonly errors: FieldErrors;
  /** What concerns no single field. */
  readonly problem: string | null;
}

/** What a form sent, as its page's action works on it. */
export interface SentForm {
  readonly form: URLSearchParams;
  readonly next: string;
  readonly botToken: string | null;
}

/**
 * GET and POST of a page with a form: the form to show, or the way on. What `work` refuses comes back beside the field
 * that is wrong; `typed` names the fields whose values come back with it. Whoever is signed in has no need of the page.
 */
export async function accountForm(
  page: APIContext,
  typed: readonly string[],
  work: (sent: SentForm) => Promise<Response>,
): Promise<AccountForm | Response> {
  const { request, url, locals } = page;
  const blank = { typed: {}, errors: {}, problem: null };
  if (request.method !== 'POST') {
    const next = ownPath(url.searchParams.get('next'), AFTER_SIGN_IN);
    if (locals.ctx.actor.kind === 'user') return seeOther(next);
    return { ...blank, next };
  }
  const form = await readForm(request);
  const next = ownPath(form.get('next'), AFTER_SIGN_IN);
  try {
    return await work({ form, next, botToken: form.get(BOT_FIELD) });
  } catch (error) {
    const { errors, problem } = whatIsWrong(error);
    const values = typed.map((name) => [name, (form.get(name) ?? '').slice(0, 300)]);
    return { typed: Object.fromEntries(values), next, errors, problem: problem ?? errors[BOT_FIELD] ?? null };
  }
}

import type { APIContext } from 'astro';
import { t } from '../i18n/t.ts';
import { whatIsWrong } from './field-errors.ts';
import { type Flash, leaveFlash } from './flash.ts';
import { seeOther } from './form.ts';

export interface Said extends Pick<Flash, 'undo'> {
  readonly text: string;
  readonly tone?: Flash['tone'];
}

export interface Done {
  readonly said: Said | null;
  /** Where it goes on, if elsewhere. */
  readonly next?: string;
}

/** A form that changes a cart or a list: what it did is said on the next page, or why it was refused. */
export async function changeList(page: APIContext, next: string, work: () => Promise<Done>): Promise<Response> {
  try {
    const { said, next: elsewhere = next } = await work();
    if (said !== null) leaveFlash(page.cookies, said.tone ?? 'good', said.text, { undo: said.undo });
    return seeOther(elsewhere);
  } catch (error) {
    leaveFlash(page.cookies, 'bad', sentenceOf(error));
    return seeOther(next);
  }
}

/** A refusal as one sentence. */
export function sentenceOf(error: unknown): string {
  const { errors, problem } = whatIsWrong(error);
  return problem ?? Object.values(errors)[0] ?? t('cart.failed');
}

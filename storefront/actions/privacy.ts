import type { APIContext } from 'astro';
import { z } from 'zod';
import { deleteAccount } from '../../workers/accounts/profile/delete-account.ts';
import { downloadPersonalData } from '../../workers/accounts/profile/download-personal-data.ts';
import { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';
import { forgetSignIn } from './remember-sign-in.ts';

/** Where the way leads after the proof that it is them: they press the button once more, nothing happens by itself. */
const CONFIRMED = '/account/privacy?confirmed=1';

export interface PrivacyPage {
  readonly isConfirmed: boolean;
  readonly unconfirmed: string | null;
  readonly problem: string | null;
  /** What keeps the account from being deleted. */
  readonly openOrders: readonly string[];
}

const openOrdersSchema = z.object({ orderNos: z.array(z.string()) });

/** GET and POST of /account/privacy {confirm}: deletes the account. */
export async function privacyPage(page: APIContext): Promise<PrivacyPage | Response> {
  const { request, url, locals, cookies } = page;
  const still = { isConfirmed: url.searchParams.has('confirmed'), unconfirmed: null, problem: null, openOrders: [] };
  if (request.method !== 'POST') return still;
  const form = await readForm(request);
  if (form.get('confirm') !== 'yes') return { ...still, unconfirmed: t('privacy.delete.unconfirmed') };
  try {
    await deleteAccount(locals.ctx);
  } catch (error) {
    return confirmFirst(error, page, CONFIRMED) ?? { ...still, ...refusalOf(error) };
  }
  forgetSignIn(page);
  leaveFlash(cookies, 'good', t('privacy.deleted'));
  return seeOther('/login');
}

function refusalOf(error: unknown): Pick<PrivacyPage, 'problem' | 'openOrders'> {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  const openOrders = openOrdersSchema.safeParse(error.extra).data?.orderNos ?? [];
  return { problem: openOrders.length > 0 ? null : problemText(error), openOrders };
}

/** GET of /account/privacy/data: the file. */
export async function downloadData(page: APIContext): Promise<Response> {
  try {
    const data = await downloadPersonalData(page.locals.ctx);
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="haat-my-data-${data.generatedAt.slice(0, 10)}.json"`,
      },
    });
  } catch (error) {
    const elsewhere = confirmFirst(error, page, CONFIRMED);
    if (elsewhere === null) throw error;
    return elsewhere;
  }
}

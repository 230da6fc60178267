import type { APIContext } from 'astro';
import { endAllSignIns, endOtherSignIns, endSignIn } from '../../workers/accounts/end-sign-ins.ts';
import { signInIdSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { listSignIns, type StandingSignIn } from '../../workers/accounts/list-sign-ins.ts';
import { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';
import { forgetSignIn } from './remember-sign-in.ts';

const HERE = '/account/devices';

/** GET and POST of /account/devices {do, id}. */
export async function devicesPage(page: APIContext): Promise<readonly StandingSignIn[] | Response> {
  const { request, locals, cookies } = page;
  if (request.method !== 'POST') return await listSignIns(locals.ctx);
  const form = await readForm(request);
  const act = form.get('do');
  if (act === 'all') {
    await endAllSignIns(locals.ctx);
    forgetSignIn(page);
    leaveFlash(cookies, 'good', t('devices.endedAll'));
    return seeOther('/login');
  }
  try {
    if (act === 'others') await endOtherSignIns(locals.ctx);
    else await endSignIn(locals.ctx, signInIdSchema.safeParse(form.get('id')).data ?? '');
    leaveFlash(cookies, 'good', t(act === 'others' ? 'devices.endedOthers' : 'devices.endedOne'));
  } catch (error) {
    // Over already: the list shows it.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    leaveFlash(cookies, 'info', problemText(error));
  }
  return seeOther(HERE);
}

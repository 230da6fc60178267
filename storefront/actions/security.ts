import type { APIContext } from 'astro';
import { enrolAuthenticator } from '../../workers/accounts/factors/enrol-authenticator.ts';
import { readSecurity, type Security } from '../../workers/accounts/factors/read-security.ts';
import { removeAuthenticator } from '../../workers/accounts/factors/remove-authenticator.ts';
import { removePasskey } from '../../workers/accounts/factors/remove-passkey.ts';
import { renamePasskey } from '../../workers/accounts/factors/rename-passkey.ts';
import { passkeyIdSchema, passkeyNameSchema } from '../../workers/accounts/factors/security-schemas.ts';
import { unlinkGoogle } from '../../workers/accounts/google/unlink-google.ts';
import type { Context } from '../../workers/context.ts';
import { validationError } from '../../workers/http/openapi.ts';
import { AppError } from '../../workers/http/problem.ts';
import { t } from '../i18n/t.ts';
import { confirmFirst } from './confirm-first.ts';
import { whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';

const HERE = '/account/security';
export const AUTHENTICATOR = `${HERE}/authenticator`;

/** GET and POST of /account/security {do, id, name}: every act leads back here, or on to the page it belongs to. */
export async function securityPage(page: APIContext): Promise<Security | Response> {
  const { request, locals, cookies } = page;
  if (request.method !== 'POST') return await readSecurity(locals.ctx);
  const form = await readForm(request);
  try {
    const { to = HERE, says } = await act(locals.ctx, form);
    if (says !== undefined) leaveFlash(cookies, 'good', says);
    return seeOther(to);
  } catch (error) {
    const confirm = confirmFirst(error, page, HERE);
    if (confirm !== null) return confirm;
    const { errors, problem } = whatIsWrong(error);
    leaveFlash(cookies, 'bad', problem ?? Object.values(errors)[0] ?? t('cart.failed'));
    return seeOther(HERE);
  }
}

interface Outcome {
  readonly to?: string;
  readonly says?: string;
}

async function act(ctx: Context, form: URLSearchParams): Promise<Outcome> {
  switch (form.get('do')) {
    case 'enrol':
      await enrolAuthenticator(ctx);
      return { to: AUTHENTICATOR };
    case 'remove-authenticator':
      await removeAuthenticator(ctx);
      return { says: t('security.authenticator.removed') };
    case 'rename-passkey': {
      const name = passkeyNameSchema.safeParse(form.get('name'));
      if (!name.success) throw validationError(name.error);
      await renamePasskey(ctx, passkeyIn(form), name.data);
      return { says: t('security.passkeys.renamed') };
    }
    case 'remove-passkey':
      await removePasskey(ctx, passkeyIn(form));
      return { says: t('security.passkeys.removed') };
    case 'unlink-google':
      await unlinkGoogle(ctx);
      return { says: t('security.google.unlinked') };
    default:
      throw new AppError('not_found', 'There is no such act.');
  }
}

/** What cannot be an id is nobody's passkey. */
function passkeyIn(form: URLSearchParams): string {
  const id = passkeyIdSchema.safeParse(form.get('id'));
  return id.success ? id.data : '';
}

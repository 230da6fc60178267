import type { APIContext } from 'astro';
import { changeProfile } from '../../workers/accounts/profile/change-profile.ts';
import { findProfile } from '../../workers/accounts/profile/find-profile.ts';
import { type Profile, profileChangeSchema } from '../../workers/accounts/profile/profile-schemas.ts';
import { localeCookie } from '../../workers/http/locale.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, fieldErrorsOf } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';
import { rememberName } from './remember-sign-in.ts';

export interface ProfilePage {
  readonly profile: Profile;
  readonly errors: FieldErrors;
}

/** GET and POST of /account/profile {name, locale, parcelUpdates, offers}. A box that is not ticked is not sent. */
export async function profilePage(page: APIContext): Promise<ProfilePage | Response> {
  const { request, locals, cookies, url } = page;
  const profile = await findProfile(locals.ctx);
  if (request.method !== 'POST') return { profile, errors: {} };
  const form = await readForm(request);
  const typed = {
    name: form.get('name') ?? '',
    locale: form.get('locale') ?? undefined,
    preferences: { parcelUpdates: form.has('parcelUpdates'), offers: form.has('offers') },
  };
  const input = profileChangeSchema.safeParse(typed);
  if (!input.success) {
    const errors = fieldErrorsOf(input.error, { name: t('profile.error.name') });
    return { profile: { ...profile, name: typed.name, preferences: typed.preferences }, errors };
  }
  const changed = await changeProfile(locals.ctx, input.data);
  rememberName({ cookies }, changed.name);
  locals.setCookies.push(localeCookie(changed.locale, url.protocol === 'https:'));
  leaveFlash(cookies, 'good', t('profile.saved'));
  return seeOther('/account/profile');
}

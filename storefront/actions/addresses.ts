import type { APIContext } from 'astro';
import { addAddress } from '../../workers/accounts/profile/add-address.ts';
import { findAddress, listAddresses, MAX_ADDRESSES } from '../../workers/accounts/profile/address-book.ts';
import { changeAddress } from '../../workers/accounts/profile/change-address.ts';
import {
  addressIdSchema,
  newAddressSchema,
  type SavedAddress,
} from '../../workers/accounts/profile/profile-schemas.ts';
import { removeAddress } from '../../workers/accounts/profile/remove-address.ts';
import { setDefaultAddress } from '../../workers/accounts/profile/set-default-address.ts';
import { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, fieldErrorsOf, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';

const HERE = '/account/addresses';
const FIELDS = ['name', 'phone', 'pincode', 'line', 'landmark', 'type'] as const;

export interface AddressBook {
  readonly addresses: readonly SavedAddress[];
  readonly isFull: boolean;
}

export interface AddressForm {
  /** Null for a new one. */
  readonly id: string | null;
  readonly values: Readonly<Record<(typeof FIELDS)[number], string>>;
  readonly errors: FieldErrors;
  readonly problem: string | null;
}

/** GET and POST of /account/addresses {do: default or remove, id}. */
export async function addressBook({ request, locals, cookies }: APIContext): Promise<AddressBook | Response> {
  const { ctx } = locals;
  if (request.method !== 'POST') {
    const addresses = await listAddresses(ctx);
    return { addresses, isFull: addresses.length >= MAX_ADDRESSES };
  }
  const form = await readForm(request);
  const id = addressIdSchema.safeParse(form.get('id')).data ?? '';
  try {
    if (form.get('do') === 'default') await setDefaultAddress(ctx, id);
    else await removeAddress(ctx, id);
    leaveFlash(cookies, 'good', t(form.get('do') === 'default' ? 'addresses.defaultSet' : 'addresses.removed'));
  } catch (error) {
    // Removed in another tab: the list shows it.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    leaveFlash(cookies, 'info', problemText(error));
  }
  return seeOther(HERE);
}

/** GET and POST of /account/addresses/new and /account/addresses/adr_…. Throws `not_found`. */
export async function addressForm({ request, params, locals, cookies }: APIContext): Promise<AddressForm | Response> {
  const { ctx } = locals;
  const id = params.addressId ?? null;
  const saved = id === null ? null : await findAddress(ctx, id);
  if (request.method !== 'POST') return { id, values: valuesOf(saved), errors: {}, problem: null };
  const form = await readForm(request);
  const values = typedIn(form);
  const input = newAddressSchema.safeParse(values);
  if (!input.success) return { id, values, errors: fieldErrorsOf(input.error, sentences()), problem: null };
  try {
    await (id === null ? addAddress(ctx, input.data) : changeAddress(ctx, id, input.data));
  } catch (error) {
    return { id, values, ...whatIsWrong(error) };
  }
  leaveFlash(cookies, 'good', t(id === null ? 'addresses.added' : 'addresses.changed'));
  return seeOther(HERE);
}

function valuesOf(saved: SavedAddress | null): AddressForm['values'] {
  const { name = '', phone = '', pincode = '', line = '', landmark = '', type = 'home' } = saved ?? {};
  return { name, phone, pincode, line, landmark, type };
}

function typedIn(form: URLSearchParams): AddressForm['values'] {
  const typed = (field: (typeof FIELDS)[number]) => form.get(field) ?? '';
  const [name, phone, line, landmark] = [typed('name'), typed('phone'), typed('line'), typed('landmark')];
  // "560 001" is how many people write it.
  return { name, phone, line, landmark, type: typed('type'), pincode: typed('pincode').replace(/\s/g, '') };
}

function sentences(): FieldErrors {
  return {
    name: t('checkout.error.name'),
    phone: t('checkout.error.phone'),
    line: t('checkout.error.line'),
    pincode: t('checkout.error.pincode'),
  };
}

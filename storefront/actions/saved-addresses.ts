import { rememberAddress } from '../../workers/accounts/profile/add-address.ts';
import { listAddresses } from '../../workers/accounts/profile/address-book.ts';
import type { SavedAddress } from '../../workers/accounts/profile/profile-schemas.ts';
import type { CheckoutInput } from '../../workers/checkout/schemas.ts';
import type { Context } from '../../workers/context.ts';

/** The fields of a checkout that say where it goes. */
export type AddressValues = Readonly<Record<`address.${keyof CheckoutInput['address']}`, string>>;

/** Guests have none. */
export async function savedAddresses(ctx: Context): Promise<readonly SavedAddress[]> {
  return ctx.actor.kind === 'user' ? await listAddresses(ctx) : [];
}

export function valuesOfSaved({ name, phone, line, landmark, pincode }: SavedAddress): AddressValues {
  return {
    'address.name': name,
    'address.phone': phone,
    'address.line': line,
    'address.landmark': landmark,
    'address.pincode': pincode,
  };
}

/** Whether the form says what is in the book. */
export function isSaved(saved: SavedAddress, values: AddressValues): boolean {
  return Object.entries(valuesOfSaved(saved)).every(
    ([field, value]) => values[field as keyof AddressValues].trim() === value,
  );
}

/** After the order, and whatever becomes of it: the order does not wait for its address to be saved, nor fail with it. */
export function saveForNextTime(ctx: Context, address: CheckoutInput['address']): void {
  if (ctx.actor.kind !== 'user') return;
  ctx.later(
    rememberAddress(ctx, { ...address, type: 'home' }).catch((error: unknown) => {
      ctx.log.error('address not saved', { error });
    }),
  );
}

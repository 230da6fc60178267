import { addItem } from '../../workers/cart/change-cart.ts';
import type { CheckoutInput } from '../../workers/checkout/schemas.ts';
import type { Context } from '../../workers/context.ts';
import { givenContext } from './context.ts';

export interface Wish {
  readonly sku: string;
  readonly quantity?: number;
}

/** A guest with a filled cart, as the context of their requests. */
export async function givenShopper(...wishes: readonly Wish[]): Promise<Context> {
  const guestId = givenContext().newId('guest');
  const ctx = givenContext({ actor: { kind: 'guest', guestId } });
  for (const { sku, quantity = 1 } of wishes) await addItem(ctx, { sku, quantity });
  return ctx;
}

/** A checkout to Bengaluru, paid on delivery unless said otherwise. */
export function checkoutOf(expectedGrandPaise: number, changes: Partial<CheckoutInput> = {}): CheckoutInput {
  return {
    email: 'asha@haat.test',
    address: {
      name: 'Asha Rao',
      phone: '9876543210',
      line: '12 MG Road, Indiranagar',
      landmark: '',
      pincode: '560001',
    },
    paymentMethod: 'cod',
    expectedGrandPaise,
    ...changes,
  };
}

/** A fresh idempotency key. */
export function givenKey(): string {
  return crypto.randomUUID();
}

import { MAX_LINES_PER_CART, MAX_QUANTITY_PER_LINE } from '../domain/order.ts';
import { AppError, fieldError } from '../http/problem.ts';
import type { CartRefusal, CartChange as ObjectChange } from '../objects/cart-contents.ts';
import type { CartChange } from './schemas.ts';

/** How many different items may be put aside. */
export const MAX_SAVED = 100;

/** What the object says of a change, as the API answers it. Throws why it was refused. */
export function changed(change: ObjectChange): CartChange {
  if (!change.ok) throw refusalOf(change.reason);
  const { version, itemCount, quantity } = change;
  return { version, itemCount, quantity };
}

function refusalOf(reason: CartRefusal): AppError {
  switch (reason) {
    case 'too_many':
      return fieldError('quantity', `At most ${MAX_QUANTITY_PER_LINE} of one item.`);
    case 'too_many_lines':
      return fullError('too_many_lines', `A cart holds ${MAX_LINES_PER_CART} different items.`);
    case 'too_many_saved':
      return fullError('list_full', `At most ${MAX_SAVED} different items can be put aside.`);
    case 'not_in_cart':
      return new AppError('not_found', 'The item is not in the cart.');
    case 'not_saved':
      return new AppError('not_found', 'The item is not among those that were put aside.');
    case 'not_removed':
      return new AppError('not_found', 'There is no removal of this item to take back.');
  }
}

function fullError(code: 'too_many_lines' | 'list_full', message: string): AppError {
  return new AppError(code, message, { errors: [{ field: 'sku', message }] });
}

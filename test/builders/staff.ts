import type { Context } from '../../workers/context.ts';
import { givenContext } from './context.ts';

/** Somebody of the shop, as the context of their requests. */
export function givenStaff(options: { readonly now?: number } = {}): Context {
  const userId = givenContext().newId('user');
  const actor = { kind: 'user', userId, role: 'staff', name: 'Meera', email: 'meera@haat.test' } as const;
  return givenContext({ ...options, actor });
}

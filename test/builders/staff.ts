import type { Context, UserActor } from '../../workers/context.ts';
import { givenContext } from './context.ts';
import { givenUserActor } from './person.ts';

export type StaffContext = Context & { readonly actor: UserActor };

/** Somebody of the shop who may do everything, as the context of their requests. */
export function givenStaff({ now, ...changes }: { readonly now?: number } & Partial<UserActor> = {}): StaffContext {
  const actor = givenUserActor({ role: 'staff', name: 'Meera', ...changes });
  return { ...givenContext({ actor, ...(now === undefined ? {} : { now }) }), actor };
}

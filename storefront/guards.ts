import type { Actor } from '../workers/context.ts';

/**
 * Who may see a page. 'owner': a guest or somebody signed in; whose the order is, its verbs decide. 'seller' and
 * 'staff' by role: what each of them may do there is asked by the verbs, by permission.
 */
export type PageGuard = 'anybody' | 'owner' | 'user' | 'seller' | 'staff';

/** What becomes of a visitor. 'missing': as if there were no such page. */
export type PageVerdict = 'welcome' | 'sign_in' | 'missing' | 'second_factor';

const GUARDS: readonly (readonly [RegExp, PageGuard])[] = [
  [/^\/orders(\/|$)/, 'owner'],
  [/^\/account(\/|$)/, 'user'],
  [/^\/seller(\/|$)/, 'seller'],
  [/^\/admin(\/|$)/, 'staff'],
];

/** By the route that matched, never by the address: one that is written differently does not get around. */
export function guardOf(routePattern: string): PageGuard {
  return GUARDS.find(([route]) => route.test(routePattern))?.[1] ?? 'anybody';
}

export function judgeVisitor(guard: PageGuard, actor: Actor): PageVerdict {
  const role = actor.kind === 'user' ? actor.role : null;
  switch (guard) {
    case 'anybody':
      return 'welcome';
    case 'owner':
      return actor.kind === 'anonymous' ? 'sign_in' : 'welcome';
    case 'user':
      return role === null ? 'sign_in' : 'welcome';
    case 'seller':
      return role === 'seller' ? 'welcome' : 'missing';
    case 'staff':
      if (actor.kind !== 'user' || role !== 'staff') return 'missing';
      return actor.hasSecondFactor ? 'welcome' : 'second_factor';
  }
}

import { describe, expect, test } from 'vitest';
import type { Actor } from '../workers/context.ts';
import { guardOf, judgeVisitor, type PageGuard } from './guards.ts';

test.each([
  ['/', 'anybody'],
  ['/ordersheet', 'anybody'],
  ['/login', 'anybody'],
  ['/orders', 'owner'],
  ['/orders/[orderNo]/pay', 'owner'],
  ['/account', 'user'],
  ['/account/security', 'user'],
  ['/accounting', 'anybody'],
  ['/seller/orders', 'seller'],
  ['/admin', 'staff'],
  ['/admin/people/[userId]', 'staff'],
  ['/administrators', 'anybody'],
] as const)('the route %s is for %s', (route, guard) => {
  expect(guardOf(route)).toBe(guard);
});

const user = { kind: 'user', role: 'shopper', hasSecondFactor: false } as Extract<Actor, { kind: 'user' }>;
const visitors = {
  nobody: { kind: 'anonymous' },
  guest: { kind: 'guest', guestId: 'gst_1' },
  shopper: user,
  seller: { ...user, role: 'seller' },
  'staff without a second factor': { ...user, role: 'staff' },
  staff: { ...user, role: 'staff', hasSecondFactor: true },
  'a shopper with a second factor': { ...user, hasSecondFactor: true },
} as const satisfies Record<string, Actor>;

const wanted: Readonly<Record<PageGuard, readonly string[]>> = {
  anybody: ['welcome', 'welcome', 'welcome', 'welcome', 'welcome', 'welcome', 'welcome'],
  owner: ['sign_in', 'welcome', 'welcome', 'welcome', 'welcome', 'welcome', 'welcome'],
  user: ['sign_in', 'sign_in', 'welcome', 'welcome', 'welcome', 'welcome', 'welcome'],
  seller: ['missing', 'missing', 'missing', 'welcome', 'missing', 'missing', 'missing'],
  staff: ['missing', 'missing', 'missing', 'missing', 'second_factor', 'welcome', 'missing'],
};

describe.each(Object.keys(wanted) as PageGuard[])('a page for %s', (guard) => {
  test.each(Object.entries(visitors).map(([who, actor], index) => [who, actor, wanted[guard][index]] as const))(
    '%s',
    (_who, actor, verdict) => {
      expect(judgeVisitor(guard, actor)).toBe(verdict);
    },
  );
});

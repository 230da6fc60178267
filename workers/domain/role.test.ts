import { describe, expect, test } from 'vitest';
import {
  judge,
  mayForSeller,
  PERMISSIONS,
  permissionsOf,
  SELLER_PERMISSIONS,
  STAFF_JOBS,
  type Standing,
} from './role.ts';

const staff: Standing = { role: 'staff', permissions: ['orders.read', 'orders.refund'], hasSecondFactor: true };

describe('judge', () => {
  test('staff may what they were given, and nothing else', () => {
    for (const permission of PERMISSIONS) {
      const isGiven = permission === 'orders.read' || permission === 'orders.refund';
      expect(judge(staff, permission)).toBe(isGiven ? 'allowed' : 'forbidden');
    }
  });

  test('without a second factor they may nothing, and are asked for one only where it would help', () => {
    const half = { ...staff, hasSecondFactor: false };
    expect(judge(half, 'orders.read')).toBe('second_factor_required');
    expect(judge(half, 'system.write')).toBe('forbidden');
  });

  test.each(['shopper', 'seller'] as const)('permissions left over from another time do nothing for a %s', (role) => {
    for (const permission of PERMISSIONS) {
      expect(judge({ role, permissions: PERMISSIONS, hasSecondFactor: true }, permission)).toBe('forbidden');
    }
  });
});

test('what a packer may is less than what an owner may', () => {
  const of = (role: Parameters<typeof mayForSeller>[0]) =>
    SELLER_PERMISSIONS.filter((each) => mayForSeller(role, each));
  expect(of('owner')).toEqual([...SELLER_PERMISSIONS]);
  expect(of('packer')).toEqual(['parcels.read', 'parcels.pack']);
});

test('jobs are made of permissions that there are; only the administrator gives permissions to people', () => {
  for (const [job, permissions] of Object.entries(STAFF_JOBS)) {
    expect(permissionsOf(permissions)).toHaveLength(permissions.length);
    expect((permissions as readonly string[]).includes('people.write')).toBe(job === 'administrator');
  }
});

test('a stored permission that there no longer is falls away', () => {
  expect(permissionsOf(['orders.read', 'once.upon', '__proto__'])).toEqual(['orders.read']);
});

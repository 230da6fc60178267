import { describe, expect, test } from 'vitest';
import { FOR_ALL } from './promotion.fixture.ts';
import { isEligible, type StandingFacts, standingOf } from './promotion.ts';

const kurta = { sku: 'K1', sellerId: 'sel_a', categoryPath: '/fashion/kurtas/', brandSlug: 'rang' };

describe('what a promotion is for', () => {
  test.each([
    ['everything', {}, true],
    ['its category', { categoryPaths: ['/fashion/kurtas/'] }, true],
    ['a category above', { categoryPaths: ['/fashion/'] }, true],
    ['another one', { categoryPaths: ['/fashion/kurtas/long/', '/home/'] }, false],
    ['its brand', { brandSlugs: ['x', 'rang'] }, true],
    ['another brand', { brandSlugs: ['x'] }, false],
    ['its SKU', { skus: ['K1'] }, true],
    ['another SKU', { skus: ['K2'] }, false],
    ['its seller', { sellerIds: ['sel_a'] }, true],
    ['another seller', { sellerIds: ['sel_b'] }, false],
    ['all that is given has to hold', { brandSlugs: ['rang'], sellerIds: ['sel_b'] }, false],
  ])('%s', (_, eligibility, isFor) => {
    expect(isEligible({ ...FOR_ALL, ...eligibility }, kurta)).toBe(isFor);
  });

  test('a line without a brand is of no brand', () => {
    expect(isEligible({ ...FOR_ALL, brandSlugs: ['rang'] }, { sku: 'K1', sellerId: 'sel_a' })).toBe(false);
  });
});

describe('whether it is open to a person now', () => {
  const facts: StandingFacts = {
    now: 1000,
    status: 'active',
    validFromAt: 500,
    validUntilAt: 2000,
    people: 'everyone',
    usageLimit: null,
    usedCount: 0,
    perPersonLimit: null,
    usedByPerson: 0,
    isSignedIn: false,
    isFirstOrder: true,
  };
  test.each<[string, Partial<StandingFacts>, ReturnType<typeof standingOf>]>([
    ['open', {}, { refusal: null, left: null }],
    ['from its first millisecond', { validFromAt: 1000 }, { refusal: null, left: null }],
    ['not before', { validFromAt: 1001 }, { refusal: 'not_started', left: null }],
    ['until the last one', { validUntilAt: 1001 }, { refusal: null, left: null }],
    ['not at its end', { validUntilAt: 1000 }, { refusal: 'expired', left: null }],
    ['without an end', { validUntilAt: null }, { refusal: null, left: null }],
    ['paused', { status: 'paused' }, { refusal: 'expired', left: null }],
    ['ended', { status: 'ended' }, { refusal: 'expired', left: null }],
    ['used up', { usageLimit: 5, usedCount: 5 }, { refusal: 'used_up', left: 0 }],
    ['one left', { usageLimit: 5, usedCount: 4 }, { refusal: null, left: 1 }],
    ['a limit that was lowered', { usageLimit: 3, usedCount: 4 }, { refusal: 'used_up', left: 0 }],
    ['used by them', { perPersonLimit: 2, usedByPerson: 2 }, { refusal: 'used_by_you', left: 0 }],
    [
      'the nearer limit',
      { usageLimit: 9, usedCount: 1, perPersonLimit: 3, usedByPerson: 1 },
      { refusal: null, left: 2 },
    ],
    ['for members', { people: 'signed_in' }, { refusal: 'signed_in_only', left: null }],
    ['for members, to one', { people: 'signed_in', isSignedIn: true }, { refusal: null, left: null }],
    ['for a first order', { people: 'first_order' }, { refusal: null, left: null }],
    ['not for a second', { people: 'first_order', isFirstOrder: false }, { refusal: 'first_order_only', left: null }],
  ])('%s', (_, change, standing) => {
    expect(standingOf({ ...facts, ...change })).toEqual(standing);
  });
});

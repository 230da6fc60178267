import fc from 'fast-check';
import { expect, test } from 'vitest';
import vectors from '../../test/vectors/allocation.json' with { type: 'json' };
import { allocate } from './allocation.ts';
import { paise, sum } from './money.ts';

test.each(vectors.cases)('$totalPaise over $weightsPaise', ({ totalPaise, weightsPaise, expect: want }) => {
  expect(allocate(paise(totalPaise), weightsPaise)).toEqual(want);
});

test('shares sum to the total and never exceed their weight', () => {
  const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(weights, fc.nat(10_000), (weightsPaise, permyriad) => {
      const total = Math.floor((sum(weightsPaise) * permyriad) / 10_000);
      const shares = allocate(paise(total), weightsPaise);
      expect(sum(shares)).toBe(total);
      for (const [index, share] of shares.entries()) expect(share).toBeLessThanOrEqual(weightsPaise[index] ?? 0);
    }),
  );
});

test('nothing to split and nothing to split over', () => {
  expect(allocate(paise(0), [])).toEqual([]);
  expect(allocate(paise(5), [0, 0])).toEqual([0, 0]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf } from './ratings.ts';

test('a histogram has the count and the mean of its product', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 50 }), fc.integer({ min: 1, max: 30_000 }), (tenths, count) => {
      const counts = histogramOf(tenths, count);
      expect(counts.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
      expect(counts.reduce((total, each) => total + each, 0)).toBe(count);
      const stars = counts.reduce((total, each, index) => total + each * (index + 1), 0);
      expect(stars).toBe(Math.round((tenths * count) / 10));
    }),
  );
});

test('most are glad of what is rated well', () => {
  const [one = 0, two = 0, , four = 0, five = 0] = histogramOf(43, 1_000);
  expect(five).toBeGreaterThan(four);
  expect(one + two).toBeGreaterThan(0);
});

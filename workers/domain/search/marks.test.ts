import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marksOf, type WantedMarks, wantedMarks } from './marks.ts';
import { FIRST_SOLD_OUT_PLACE, placeOf, popularityOf } from './popularity.ts';

const facts = fc.record({
  categoryPath: fc.constantFrom('/a/', '/a/b/', '/a/b/c/', '/a/bc/'),
  brandSlug: fc.option(fc.constantFrom('neel', 'loha')),
  attributes: fc.subarray([['colour', 'Red'] as const, ['size', 'M'] as const, ['size', 'L'] as const]),
  pricePaise: fc.integer({ min: 100, max: 1_000_000_000 }),
  ratingTenths: fc.integer({ min: 0, max: 50 }),
  discountPercent: fc.integer({ min: 0, max: 99 }),
});

const wants = fc.record({
  categoryPath: fc.option(fc.constantFrom('/a/', '/a/b/', '/a/bc/')),
  brands: fc.subarray(['neel', 'loha']),
  attributes: fc.constantFrom([], [{ name: 'size', values: ['M', 'L'] }], [{ name: 'colour', values: ['Red'] }]),
  minPaise: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
  maxPaise: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
  minRatingTenths: fc.option(fc.integer({ min: 1, max: 50 })),
  minDiscountPercent: fc.option(fc.integer({ min: 1, max: 99 })),
});

type Facts = Parameters<typeof marksOf>[0];

/** The filter, said slowly. */
function passes(product: Facts, wanted: WantedMarks): boolean {
  return (
    product.categoryPath.startsWith(wanted.categoryPath ?? '/') &&
    (wanted.brands.length === 0 || wanted.brands.includes(product.brandSlug ?? '')) &&
    wanted.attributes.every(({ name, values }) =>
      product.attributes.some(([n, v]) => n === name && values.includes(v)),
    ) &&
    product.pricePaise >= (wanted.minPaise ?? 0) &&
    product.pricePaise <= (wanted.maxPaise ?? Number.MAX_SAFE_INTEGER) &&
    product.ratingTenths >= (wanted.minRatingTenths ?? 0) &&
    product.discountPercent >= (wanted.minDiscountPercent ?? 0)
  );
}

test('whatever passes a filter has its marks', () => {
  fc.assert(
    fc.property(facts, wants, (product, wanted) => {
      const marks = new Set(marksOf(product));
      const isFound = wantedMarks(wanted).every((alternatives) => alternatives.some((mark) => marks.has(mark)));
      if (passes(product, wanted)) expect(isFound).toBe(true);
      const { minPaise, maxPaise, minRatingTenths, minDiscountPercent } = wanted;
      const isRough = [minPaise, maxPaise, minRatingTenths, minDiscountPercent].some((bound) => bound !== null);
      if (!isRough) expect(isFound).toBe(passes(product, wanted));
    }),
  );
});

test('marks are words of the index', () => {
  fc.assert(fc.property(facts, (product) => marksOf(product).every((mark) => /^[a-z0-9]+$/.test(mark))));
});

const standing = fc.record({
  isInStock: fc.boolean(),
  ratingTenths: fc.integer({ min: 0, max: 50 }),
  ratingCount: fc.integer({ min: 0, max: 1_000_000 }),
});

test('what can be bought stands first, then what more have rated as well', () => {
  fc.assert(
    fc.property(standing, fc.nat(1_000_000), fc.integer({ min: 1, max: 100_000 }), (product, cardId, more) => {
      const place = placeOf(cardId, product);
      expect(Number.isSafeInteger(place)).toBe(true);
      expect(place < FIRST_SOLD_OUT_PLACE).toBe(product.isInStock);
      expect(popularityOf(place)).toBeGreaterThanOrEqual(0);
      expect(popularityOf(place)).toBeLessThanOrEqual(1);
      expect(placeOf(cardId, { ...product, ratingCount: product.ratingCount + more })).toBeLessThanOrEqual(place);
      expect(placeOf(cardId, { ...product, isInStock: true })).toBeLessThanOrEqual(place);
    }),
  );
});

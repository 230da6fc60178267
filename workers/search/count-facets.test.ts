import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFacets, type FacetTerm, type HitColumns } from './count-facets.ts';
import type { SearchFilter } from './search-index.ts';

const PATHS = ['/a/', '/a/b/', '/a/c/', '/d/'];
const BRANDS = ['neel', 'loha'];
const SETS: readonly (readonly [string, string])[][] = [
  [],
  [['colour', 'Red']],
  [
    ['colour', 'Blue'],
    ['colour', 'Red'],
    ['size', 'M'],
  ],
  [['size', 'L']],
];

const terms = new Map<number, FacetTerm>([
  ...PATHS.map((path, index): [number, FacetTerm] => [index, { kind: 'category', path }]),
  ...BRANDS.map((slug, index): [number, FacetTerm] => [10 + index, { kind: 'brand', slug, name: slug }]),
  ...SETS.map((pairs, index): [number, FacetTerm] => [20 + index, { kind: 'attributes', pairs }]),
]);

interface Hit {
  readonly category: number;
  readonly brand: number | null;
  readonly set: number;
  readonly price: number;
}

const hits = fc.array(
  fc.record({
    category: fc.nat(PATHS.length - 1),
    brand: fc.option(fc.nat(BRANDS.length - 1)),
    set: fc.nat(SETS.length - 1),
    price: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 30 },
);

const filters = fc
  .record({
    categoryPath: fc.option(fc.constantFrom(...PATHS)),
    brands: fc.subarray(BRANDS),
    colours: fc.subarray(['Red', 'Blue']),
    sizes: fc.subarray(['M', 'L']),
    minPaise: fc.option(fc.constant(2)),
    maxPaise: fc.option(fc.constant(4)),
  })
  .map(({ colours, sizes, ...filter }): SearchFilter => {
    const attributes = [
      { name: 'colour', values: colours },
      { name: 'size', values: sizes },
    ].filter(({ values }) => values.length > 0);
    const unset = { minRatingTenths: null, minDiscountPercent: null, isInStock: false };
    return { ...filter, ...unset, attributes, text: '', isVerbatim: false, likelyPaths: [] };
  });

/** The rule, said slowly: a hit counts for a facet when it passes every filter but that facet's own. */
function passes(hit: Hit, filter: SearchFilter, except: string): boolean {
  const has = (name: string, values: readonly string[]) =>
    SETS[hit.set]?.some((pair) => pair[0] === name && values.includes(pair[1])) ?? false;
  const brand = hit.brand === null ? '' : (BRANDS[hit.brand] ?? '');
  return (
    (except === 'category' || (PATHS[hit.category] ?? '').startsWith(filter.categoryPath ?? '')) &&
    (except === 'brand' || filter.brands.length === 0 || filter.brands.includes(brand)) &&
    (except === 'price' || (hit.price >= (filter.minPaise ?? 0) && hit.price <= (filter.maxPaise ?? 9))) &&
    filter.attributes.every(({ name, values }) => except === name || has(name, values))
  );
}

test('counts are those of a hit-by-hit count without the facet’s own filter', () => {
  fc.assert(
    fc.property(hits, filters, (all, filter) => {
      const { total, facets } = countFacets(columnsOf(all), terms, filter);
      const passing = (except: string) => all.filter((hit) => passes(hit, filter, except));
      expect(total).toBe(passing('').length);
      for (const path of PATHS) {
        const expected = passing('category').filter(({ category }) => PATHS[category]?.startsWith(path)).length;
        expect(facets.categories.get(path) ?? 0).toBe(expected);
      }
      for (const [index, slug] of BRANDS.entries()) {
        const expected = passing('brand').filter(({ brand }) => brand === index).length;
        expect(facets.brands.find((brand) => brand.slug === slug)?.count ?? 0).toBe(expected);
      }
      for (const [name, value] of [['colour', 'Red'] as const, ['colour', 'Blue'] as const, ['size', 'M'] as const]) {
        const has = ({ set }: Hit) => SETS[set]?.some((pair) => pair[0] === name && pair[1] === value);
        expect(facets.attributes.get(name)?.get(value) ?? 0).toBe(passing(name).filter(has).length);
      }
      const prices = passing('price').map(({ price }) => price);
      expect(facets.price.maxPaise).toBe(Math.max(0, ...prices));
      expect(facets.price.minPaise).toBe(prices.length === 0 ? 0 : Math.min(...prices));
    }),
  );
});

function columnsOf(all: readonly Hit[]): HitColumns {
  return {
    categoryNos: all.map(({ category }) => category),
    brandNos: all.map(({ brand }) => (brand === null ? null : 10 + brand)),
    attributeNos: all.map(({ set }) => 20 + set),
    pricesPaise: all.map(({ price }) => price),
  };
}

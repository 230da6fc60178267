import { expect, test } from 'vitest';
import type { SearchResult } from '../../../workers/search/schemas.ts';
import { activeFilters, unfilteredHref } from './active-filters.ts';
import { browsingOf, isFilter, keptFields } from './browsing.ts';

const facets: SearchResult['facets'] = {
  categories: [],
  brands: [
    { value: 'nila', label: 'Nila', count: 3, isChosen: true },
    { value: 'ova', label: 'Ova', count: 2, isChosen: true },
    { value: 'tal', label: 'Tal', count: 1, isChosen: false },
  ],
  attributes: [
    {
      name: 'colour',
      label: 'Colour',
      values: [{ value: 'Indigo, dark', label: 'Indigo, dark', count: 1, isChosen: true }],
    },
  ],
  price: { minPaise: 0, maxPaise: 100 },
};

const at = (address: string) => new URL(address, 'http://haat.test');

test('each chosen filter leads to the same list without it, back on the first page', () => {
  const browsing = browsingOf(
    at('/c/kurtas?brand=nila&brand=ova&min=500&attr.colour=Indigo%5C%2C+dark&page=3'),
    'kurtas',
  );
  const filters = activeFilters(browsing, facets);
  expect(filters.map(({ label }) => label)).toEqual(['Nila', 'Ova', 'From ₹500', 'Indigo, dark']);
  const [nila, , price, colour] = filters.map(({ href }) => at(href));
  expect(nila?.pathname).toBe('/c/kurtas');
  expect(Object.fromEntries(nila?.searchParams ?? [])).toEqual({
    brand: 'ova',
    min: '500',
    'attr.colour': 'Indigo\\, dark',
  });
  expect(price?.searchParams.has('min')).toBe(false);
  expect(colour?.searchParams.has('attr.colour')).toBe(false);
});

test('clearing keeps the words and the order', () => {
  const browsing = browsingOf(at('/search?q=kurta&sort=price_asc&rating=4&inStock=1'));
  expect(unfilteredHref(browsing)).toBe('/search?q=kurta&sort=price_asc');
});

test('the filter form carries along what it has no fields for, and never the page', () => {
  const browsing = browsingOf(at('/search?q=kurta&category=women&brand=nila&page=2'));
  expect(keptFields(browsing, isFilter)).toEqual([
    ['category', 'women'],
    ['q', 'kurta'],
  ]);
});

test('what no product has can be taken back too', () => {
  const filters = activeFilters(browsingOf(at('/search?brand=nobody&attr.voltage=12')), facets);
  expect(filters.map(({ label }) => label)).toEqual(['nobody', 'voltage: 12']);
  expect(filters.map(({ href }) => href)).toEqual(['/search?attr.voltage=12', '/search?brand=nobody']);
});

test('a category page does not repeat its category in its address', () => {
  const browsing = browsingOf(at('/c/kurtas?category=shoes'), 'kurtas');
  expect(browsing.query.category).toBe('kurtas');
  expect(browsing.hrefOf({ page: 2 })).toBe('/c/kurtas?page=2');
});

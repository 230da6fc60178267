import { expect, test } from 'vitest';
import { searchQuerySchema } from '../search/schemas.ts';
import { pageKey, productKeys } from './page-key.ts';

const SHOP = 'https://haat.test';
const keyOf = (address: string, locale: 'en' | 'hi' = 'en') => pageKey(SHOP + address, locale, SHOP);

test.each([
  ['/', '/'],
  ['/?utm_source=mail', '/'],
  ['/search?q=red+kurta&utm=1&page=2', '/search?page=2&q=red+kurta'],
  ['/search?q=kurta&min=&brand=b&brand=a&attr.size=M', '/search?attr.size=M&brand=b%2Ca&q=kurta'],
  ['/search?page=2&page=3', '/search?page=2'],
  ['/p/brass-lamp?v=var_1&ref=x', '/p/brass-lamp?v=var_1'],
  ['/c/lamps?sort=price_asc#top', '/c/lamps?sort=price_asc'],
  ['/search?q=lamp&lang=en', '/search?q=lamp'],
])('%s is kept as %s', (address, key) => expect(keyOf(address)).toBe(SHOP + key));

test('no filter of the search is lost', () => {
  const { limit: _, ...fields } = searchQuerySchema.shape;
  for (const name of Object.keys(fields)) {
    expect(keyOf(`/search?${name}=1`), name).toBe(`${SHOP}/search?${name}=1`);
  }
});

test('each language of a page has its own key, whatever its address said', () => {
  expect(keyOf('/', 'hi')).toBe(`${SHOP}/?lang=hi`);
  expect(keyOf('/search?q=lamp&lang=en', 'hi')).toBe(`${SHOP}/search?q=lamp&lang=hi`);
});

test('a page has one key, whatever name the shop was reached by', () => {
  expect(pageKey('https://haat.workers.test/c/lamps', 'en', SHOP)).toBe(`${SHOP}/c/lamps`);
});

test.each([
  '/cart',
  '/checkout',
  '/orders/HT1',
  '/login',
  '/account',
  '/search/x',
  '/fragments/product/brass-lamp',
  '/fragments/product/brass-lamp?v=var_1&pincode=560001',
  '/p/brass-lamp?pincode=560001&v=var_1',
  '/p/brass-lamp?pincode=',
  `/search?q=${'x'.repeat(2000)}`,
])('%s is never kept', (address) => expect(keyOf(address, 'hi')).toBeNull());

test('the keys of a product are those that its pages are kept under', () => {
  const keys = productKeys(SHOP, 'brass-lamp', ['var_1', 'var_2']);
  const asked = ['', '?v=var_1', '?utm=1&v=var_2'].flatMap((query) =>
    (['en', 'hi'] as const).map((locale) => keyOf(`/p/brass-lamp${query}`, locale)),
  );
  expect([...keys].sort()).toEqual(asked.sort());
});

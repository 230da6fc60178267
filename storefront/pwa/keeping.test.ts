import { expect, test } from 'vitest';
import { changesWhoAsks, filesOf, keepingOf, offlineLocale, pageKeyOf } from './keeping.ts';

const SHOP = 'https://haat.example';
const at = (path: string) => new URL(path, SHOP);

test.each(['/', '/search?q=lamp', '/c/lamps', '/p/brass-lamp?v=1'])('%s is kept for a time without signal', (path) => {
  expect(keepingOf(at(path), SHOP, true)).toBe('page');
});

test.each([
  '/cart',
  '/cart/',
  '/checkout',
  '/orders',
  '/orders/HT1',
  '/account',
  '/account/privacy/data',
  '/admin',
  '/seller',
  '/wishlist',
  '/login',
  '/api/v1/products',
  '/fragments/product/lamp',
  '/p/lamp/review',
  '/search/mine',
  '/problem',
  '/sandbox/inbox',
  '/%2561dmin/',
  '//p/lamp',
])('%s is never kept', (path) => {
  expect(keepingOf(new URL(SHOP + path), SHOP, true)).toBeNull();
  expect(keepingOf(new URL(SHOP + path), SHOP, false)).toBeNull();
});

test('files are kept when their name says what is in them', () => {
  expect(keepingOf(at('/_astro/shop.a1b2.css'), SHOP, false)).toBe('file');
  expect(keepingOf(at('/media/p/lamp-400.webp'), SHOP, false)).toBe('file');
  expect(keepingOf(at('/placeholders/grocery.svg'), SHOP, false)).toBeNull();
  expect(keepingOf(new URL('https://other.example/_astro/x.js'), SHOP, false)).toBeNull();
});

test('a page is not fetched by a script into the cache', () => {
  expect(keepingOf(at('/p/lamp'), SHOP, false)).toBeNull();
});

test.each([
  ['POST', '/logout', true],
  ['POST', '/login', true],
  ['POST', '/account/devices', true],
  ['POST', '/api/v1/auth/logout', true],
  ['DELETE', '/api/v1/account', true],
  ['GET', '/auth/google/callback', true],
  ['GET', '/logout', false],
  ['GET', '/account', false],
  ['POST', '/cart/add', false],
  ['POST', '/api/v1/cart/items', false],
])('%s %s changes who asks: %s', (method, path, changes) => {
  expect(changesWhoAsks(method, path)).toBe(changes);
});

test('the offline page speaks as the shop does', () => {
  expect(offlineLocale(at('/?lang=hi'), 'en', ['en-IN'])).toBe('hi');
  expect(offlineLocale(at('/'), 'hi', ['en-IN'])).toBe('hi');
  expect(offlineLocale(at('/'), null, ['ta-IN', 'hi-IN', 'en'])).toBe('hi');
  expect(offlineLocale(at('/?lang=xx'), null, ['ta-IN'])).toBe('en');
});

test('campaigns make no second copy', () => {
  expect(pageKeyOf(`${SHOP}/p/lamp?v=1&utm_source=chat&gclid=x#specs`)).toBe(`${SHOP}/p/lamp?v=1`);
});

test('the files of a page are found in it', () => {
  const html = '<link rel="stylesheet" href="/_astro/a.css"><script type="module" src="/_astro/b.js"></script>';
  expect(filesOf(`${html}${html}<link rel="icon" href="/favicon.svg"><a href="/cart">`)).toEqual([
    '/_astro/a.css',
    '/_astro/b.js',
    '/favicon.svg',
  ]);
});

import { expect, test } from 'vitest';
import { pathnameOf, searchOf } from './address.ts';

test.each([
  'https://haat.test',
  'https://haat.test/',
  'https://haat.test/p/lamp?v=1&x=%3F#top',
  'https://haat.test/p/lamp#top?no',
  'https://haat.test?q=a/b',
  'http://127.0.0.1:8787/%6frders//x/../y?',
  'https://haat.test/search?q=https://a.b/c',
])('%s is cut as a URL is', (address) => {
  const { href, pathname, search } = new URL(address);
  expect([pathnameOf(href), searchOf(href).replace(/^\?$/, '')]).toEqual([pathname, search]);
});

import { expect, test } from 'vitest';
import { cacheKey } from './page-cache.ts';

const SHOP = 'https://haat.test';

test.each([
  ['/', '/'],
  ['/?utm_source=mail', '/'],
  ['/search?q=red+kurta&utm=1&page=2', '/search?page=2&q=red+kurta'],
  ['/search?q=kurta&min=&brand=b&brand=a&attr.size=M', '/search?attr.size=M&brand=b%2Ca&q=kurta'],
  ['/p/brass-lamp?pincode=560001&v=var_1&ref=x', '/p/brass-lamp?pincode=560001&v=var_1'],
  ['/c/lamps?sort=price_asc#top', '/c/lamps?sort=price_asc'],
])('%s is kept as %s', (address, key) => expect(cacheKey(SHOP + address)).toBe(SHOP + key));

test.each(['/cart', '/checkout', '/orders/HT1', '/login', '/search/x', `/search?q=${'x'.repeat(2000)}`])(
  '%s is never kept',
  (address) => expect(cacheKey(SHOP + address)).toBeNull(),
);

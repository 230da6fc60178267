import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinList, parseSearch, searchHref, splitList, toggled } from './search-url.ts';

const parse = (text: string) => parseSearch(new URLSearchParams(text));

test.each([
  ['', '/search'],
  ['q=  red kurta ', '/search?q=red+kurta'],
  ['sort=relevance&page=1&limit=24&q=a', '/search?q=a'],
  ['brand=neel,rangoli,neel', '/search?brand=neel%2Crangoli'],
  ['brand=rangoli,neel', '/search?brand=neel%2Crangoli'],
  ['utm_source=x&gclid=y&q=pan', '/search?q=pan'],
  ['min=&max=500&attr.size=&attr.colour=Red', '/search?attr.colour=Red&max=500'],
  ['page=3&q=pan', '/search?q=pan'],
])('%j has the address %s', (given, address) => expect(searchHref(parse(given))).toBe(address));

test('a change of the page keeps the filters', () => {
  expect(searchHref(parse('q=pan&brand=loha'), { page: 2 }, '/c/pans')).toBe('/c/pans?brand=loha&page=2&q=pan');
});

test('a value is chosen and taken back', () => {
  const query = parse('attr.colour=Red');
  expect(toggled(query, 'attr.colour', 'Blue')).toEqual({ 'attr.colour': 'Red,Blue' });
  expect(searchHref(query, toggled(query, 'attr.colour', 'Red'))).toBe('/search');
});

test('any values survive the way through a list', () => {
  const value = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
  fc.assert(
    fc.property(fc.uniqueArray(value), (values) => {
      expect(splitList(joinList(values))).toEqual(values);
    }),
  );
});

test('a search survives the way through its address', () => {
  const query = parse('q=red+kurta&brand=b,a&attr.fabric=Silk\\, raw,Cotton&min=100&sort=rating&page=2');
  const address = searchHref(query, { page: 2 });
  expect(parse(address.split('?')[1] ?? '')).toEqual(query);
});

test('too long a text is refused by its name', () => {
  expect(() => parse(`q=${'a'.repeat(5000)}`)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});

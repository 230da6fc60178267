import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ftsQueryOf, wordsOf } from './fts-query.ts';

test.each([
  ['shirt', '"shirt"*', null],
  ['red kurta', '"red" AND "kurta"*', '"red" OR "kurta"*'],
  ['Shoes for Men', '"shoes" AND "men"*', '"shoes" OR "men"*'],
  ["women's top", '"women" AND "top"*', '"women" OR "top"*'],
  ['the', '"the"*', null],
  ['shirt shirt SHIRT', '"shirt"*', null],
  ['NEAR(red, 5) -blue* "x^2', '"near" AND "red" AND "5" AND "blue" AND "x" AND "2"', null],
  ['लाल साड़ी', '"लाल" AND "साड़ी"*', '"लाल" OR "साड़ी"*'],
])('%j becomes %j', (text, all, any) => {
  const query = ftsQueryOf(text);
  expect(query?.all).toBe(all.normalize('NFKC'));
  if (any !== null) expect(query?.any).toBe(any.normalize('NFKC'));
});

test.each(['', '   ', '"*()', '—'])('%j has no words', (text) => expect(ftsQueryOf(text)).toBeNull());

test('a word never holds anything but letters, marks and digits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }), (units) => {
      const text = String.fromCharCode(...units);
      for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
      expect(wordsOf(text).length).toBeLessThanOrEqual(10);
    }),
  );
});

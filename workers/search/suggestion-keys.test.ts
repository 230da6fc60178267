import fc from 'fast-check';
import { expect, test } from 'vitest';
import { englishKeyOf, keyRange, keysOf, keyWordsOf, tierOf, typedKeyOf } from './suggestion-keys.ts';

test.each([
  [
    'Samsung Galaxy M14 5G (Blue, 128 GB)',
    3,
    ['samsung galaxy m14 5g blue', 'galaxy m14 5g blue 128', 'm14 5g blue 128 gb'],
  ],
  ["Women's Café Dress", 4, ['womens cafe dress', 'cafe dress', 'dress']],
  ['Shoes for Men', 2, ['shoes men', 'men']],
  ['लाल साड़ी', 2, ['लाल साड़ी', 'साड़ी']],
  ['The', 2, ['the']],
  ['— ! —', 3, []],
])('%j is found by %i of its words', (name, starts, keys) => {
  expect(keysOf(name, starts)).toEqual(keys.map((key) => keyWordsOf(key).join(' ')));
});

test('and by what it is', () => {
  expect(keysOf('Nila Weaves Zari Banarasi Silk Saree', 1, 'Sarees')).toEqual([
    'nila weaves zari banarasi silk',
    'saree',
  ]);
});

test('a T-shirt is a t shirt is a tshirt', () => {
  expect(keysOf("Men's T-shirts", 2)).toEqual(['mens tshirts', 'tshirts']);
  expect(['t', 't s', 't-shi', 'T SHIRTS', 'tshirt'].map(typedKeyOf)).toEqual(['t', 'ts', 'tshi', 'tshirts', 'tshirt']);
});

test('whatever is typed of a name from one of its first words on lies in the range of its key', () => {
  const name = 'Néel Cotton Kurta, Navy साड़ी';
  const keys = keysOf(name, 5);
  fc.assert(
    fc.property(fc.nat(4), fc.integer({ min: 1, max: 30 }), (start, length) => {
      const typed = [...name.split(' ').slice(start).join(' ')].slice(0, length).join('');
      const [from, to] = keyRange(typedKeyOf(typed));
      expect(keys.some((key) => key >= from && key < to)).toBe(true);
    }),
  );
});

test.each([
  ['लाल साड़ी', 'red saree'],
  ['लाल साडी', 'red saree'],
  ['लाल सा', 'red saree'],
  ['nila चादर', 'nila bedsheet'],
  ['red saree', null],
  ['ज़ेपेलिन', null],
])('%j is %j in English', (typed, english) => expect(englishKeyOf(typed)).toBe(english));

test('no text makes a key long or empty of letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const key of [typedKeyOf(text), ...keysOf(text, 4)]) expect([...key].length).toBeLessThanOrEqual(60);
      for (const word of keyWordsOf(text)) expect(word).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
    }),
  );
});

test('more popular is an earlier tier, and what is sold out comes last', () => {
  const tiers = [5_000_000, 4096, 300, 20, 3, 0].map((weight) => tierOf(weight));
  expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
  expect(new Set(tiers).size).toBeGreaterThan(4);
  expect(tierOf(5_000_000, true)).toBeGreaterThan(tierOf(0));
});

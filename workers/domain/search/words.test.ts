import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stemOf } from './stem.ts';
import { normalise, termOf, termsToIndex, wordsIn } from './words.ts';

const terms = (text: string) =>
  wordsIn(text)
    .map(({ term }) => term)
    .join(' ');

test.each([
  ['Women’s RED kurtas (cotton)', 'women red kurta cotton'],
  ["Levi's jeans", 'levi jean'],
  ['café CRÈME', 'cafe creme'],
  ['Ｆｕｌｌ width', 'full width'],
  ['dresses watches boxes brushes', 'dress watch box brush'],
  ['batteries hoodies knives shoes', 'battery hoody knife shoe'],
  ['glass bus tennis lens series', 'glass bus tennis lens series'],
  ['men women man woman mens womens', 'men women men women men women'],
  ['Saris, sarees and sari', 'saree saree and saree'],
  ['jewelry color grey gray', 'jewellery colour grey grey'],
  ['NEAR(red, 5) -blue* "x^2', 'near red 5 blue x 2'],
])('%j is %s', (text, expected) => expect(terms(text)).toBe(expected));

describe('numbers and units', () => {
  test.each([
    ['32 inch', '32inch'],
    ['32"', '32inch'],
    ['32”', '32inch'],
    ['32inches', '32inch'],
    ['32in', '32inch'],
    ['15.6 inch', '15p6inch'],
    ['6gb', '6gb'],
    ['6 GB RAM', '6gb ram'],
    ['5 kg', '5kg'],
    ['5kgs', '5kg'],
    ['500ml', '500ml'],
    ['1 litre', '1l'],
    ['1.5 ltr', '1p5l'],
    ['10-watt', '10w'],
    ['2 in 1', '2 in 1'],
    ['size 2 m', 'size 2 m'],
    ['₹1,299', '1299'],
    ['1,00,000', '100000'],
  ])('%j is %s', (text, expected) => expect(terms(text)).toBe(expected));

  test('a number is found without its unit, too', () => {
    expect(termsToIndex('LED TV 32"')).toEqual(['led', 'tv', '32inch', '32']);
  });
});

describe('joined and split', () => {
  test.each([
    ['t-shirts', 'tshirt'],
    ['t shirt', 'tshirt'],
    ['Tees', 'tshirt'],
    ['pen drives', 'pendrive'],
    ['head phone', 'headphone'],
    ['multi color', 'multicolour'],
    ['sun glasses', 'sunglass'],
  ])('%j is %s', (text, expected) => expect(terms(text)).toBe(expected));

  test('the index has the parts of a compound, and what a hyphen joins', () => {
    expect(termsToIndex('Bedsheet')).toEqual(['bedsheet', 'bed', 'sheet']);
    expect(termsToIndex('Anti-slip mat')).toEqual(['anti', 'slip', 'mat', 'antislip']);
    expect(termsToIndex('T-Shirt')).not.toContain('shirt');
  });
});

describe('Hindi', () => {
  test.each([
    ['लाल साड़ी', 'red saree'],
    ['लाल साडी', 'red saree'],
    ['जूते', 'shoe'],
    ['कुर्ता', 'kurta'],
    ['कुर्ती', 'kurti'],
  ])('%j is %s', (text, expected) => expect(terms(text)).toBe(expected));

  test('other words keep their beginnings', () => {
    expect(termOf('मिक्सर').startsWith(termOf('मिक्स'))).toBe(true);
  });
});

test('a term holds ASCII letters and digits only, and is its own term', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }), (units) => {
      for (const { term } of wordsIn(String.fromCharCode(...units))) expect(term).toMatch(/^[a-z0-9]+$/);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(terms(text.toUpperCase().toLowerCase())).toBe(terms(text.toUpperCase()));
    }),
  );
});

test('a stem is its own stem', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (word) => {
      expect(stemOf(`${word}t`)).toBe(`${word}t`);
      expect(stemOf(stemOf(word)).length).toBeLessThanOrEqual(stemOf(word).length);
    }),
  );
});

test('a long text takes no long time', () => {
  const startedAt = performance.now();
  normalise(`${'1 '.repeat(3000)}${'a-'.repeat(3000)}${'9'.repeat(3000)} g`);
  wordsIn('1,'.repeat(20_000));
  expect(performance.now() - startedAt).toBeLessThan(500);
});

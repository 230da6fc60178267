import { expect, test } from 'vitest';
import { placeOf } from './popularity.ts';
import { type Candidate, headOf, isNamed, scorerFor } from './score.ts';
import { SynonymBook, understand } from './understand.ts';
import { wordsIn } from './words.ts';

const book = new SynonymBook([{ from: null, words: ['sofa', 'couch'] }]);
const listOf = (text: string) => wordsIn(text).map(({ term }) => term);

interface Given {
  readonly name?: string;
  readonly rest?: string;
  readonly brand?: string;
  readonly shelf?: string;
  readonly department?: string;
  readonly isInStock?: boolean;
  readonly ratingCount?: number;
}

function given({ isInStock = true, ratingCount = 0, ...words }: Given): Candidate {
  const { name = 'thing', rest = '', brand = '', shelf = '', department = '' } = words;
  return {
    ...{ place: placeOf(1, { isInStock, ratingCount, ratingTenths: 40 }), isInStock },
    ...{
      head: headOf(listOf(name)),
      name: listOf(name),
      rest: listOf(rest),
      brand: listOf(brand),
      shelf: listOf(shelf),
    },
    department: listOf(department),
  };
}

const score = (query: string, candidate: Given, isPartial = false) => {
  const concepts = understand(query, book);
  const rarity = concepts.map(() => 1);
  return scorerFor(concepts, rarity, isPartial)(given(candidate));
};

test.each<[string, Given, Given]>([
  ['laptop', { name: 'Gaming laptop' }, { name: 'Bag', rest: 'for laptop' }],
  ['laptop', { name: 'Laptop', shelf: 'Laptops' }, { name: 'Laptop bag', shelf: 'Bags' }],
  ['kurta', { name: 'Cotton kurta' }, { name: 'Thing' }],
  ['nike shoes', { name: 'Running shoes', brand: 'Nike' }, { name: 'Running shoes like Nike', brand: 'Other' }],
  ['shoes for men', { name: 'Shoes', department: "Men's footwear" }, { name: 'Shoes', department: "Women's footwear" }],
  ['shirts for boys', { name: 'Boys shirt' }, { name: 'Girls shirt' }],
  ['wall clock', { name: 'Brass wall clock' }, { name: 'Clock with wall mount' }],
  ['sofa', { name: 'Sofa' }, { name: 'Couch' }],
  ['sofa', { name: 'Couch' }, { name: 'Chair' }],
  ['shirt', { name: 'Shirt', ratingCount: 5000 }, { name: 'Shirt' }],
  ['shirt', { name: 'Thing' }, { name: 'Shirt', shelf: 'Shirts', isInStock: false }],
])('%s: %j before %j', (query, better, worse) => {
  expect(score(query, better)).toBeGreaterThan(score(query, worse));
});

test('a word of few products says more', () => {
  const concepts = understand('raymond shirt', book);
  const scorer = scorerFor(concepts, [8, 3], true);
  const of = (candidate: Given) => scorer(given(candidate));
  expect(of({ name: 'Trousers', brand: 'Raymond' })).toBeGreaterThan(of({ name: 'Solid shirt' }));
});

test('what is only in passing is not named', () => {
  const concepts = understand('red sofa', book);
  expect(isNamed(concepts, given({ name: 'Red couch' }))).toBe(true);
  expect(isNamed(concepts, given({ name: 'Red cushion' }))).toBe(false);
});

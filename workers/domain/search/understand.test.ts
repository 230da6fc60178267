import { expect, test } from 'vitest';
import { BUILT_IN_SYNONYMS } from './synonyms.ts';
import { SynonymBook, tellingWords, understand } from './understand.ts';

const book = new SynonymBook([
  { from: null, words: ['sofa', 'couch'] },
  { from: 'footwear', words: ['shoe', 'flip flops'] },
  { from: null, words: ['mobile cover', 'phone case'] },
]);

const said = (text: string) =>
  understand(text, book).map(({ alternatives }) => alternatives.map(({ terms }) => terms.join('+')));

test.each([
  ['shirt', [['shirt']]],
  ['sofas', [['sofa', 'couch']]],
  ['couch', [['couch', 'sofa']]],
  ['footwear', [['footwear', 'shoe', 'flipflop']]],
  ['shoe', [['shoe']]],
  ['16gb mobile covers', [['16gb'], ['mobile+cover', 'phone+case']]],
  ['pen drive', [['pendrive']]],
  [
    'shoe rack',
    [
      ['shoe', 'shoerack'],
      ['rack', 'shoerack'],
    ],
  ],
  ['16 gb', [['16gb']]],
])('%j means %j', (text, expected) => expect(said(text)).toEqual(expected));

test.each([
  ['Shoes for Men', ['shoe', 'men']],
  ['the', ['the']],
  ['shirt shirt SHIRTS', ['shirt']],
  ['पुरुषों के लिए जूते', ['men', 'shoe']],
  ['"*()', []],
  ['🙂🙂', []],
])('%j tells %j', (text, expected) => expect(tellingWords(text).map(({ term }) => term)).toEqual(expected));

test('at most ten words count', () => {
  expect(tellingWords(Array.from({ length: 5000 }, (_, n) => `word${n}`).join(' '))).toHaveLength(10);
});

test('whom something is for is told apart', () => {
  const genders = understand('shoes for men', book).map(({ isGender }) => isGender);
  expect(genders).toEqual([false, true]);
});

test('no built-in synonym stands for itself', () => {
  const builtIn = new SynonymBook(BUILT_IN_SYNONYMS);
  for (const { from, words } of BUILT_IN_SYNONYMS) {
    for (const word of from === null ? words : [from]) {
      const [concept] = understand(word, builtIn);
      const own = concept?.alternatives[0].terms.join(' ');
      expect(concept?.alternatives.slice(1).map(({ terms }) => terms.join(' '))).not.toContain(own);
    }
  }
});

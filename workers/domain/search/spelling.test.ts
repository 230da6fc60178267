import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSpellable, keysOfWord, keysToLookUp, maxSlips, nearestWord, slipsBetween } from './spelling.ts';

test.each([
  ['shirt', 'shirt', 0],
  ['shrit', 'shirt', 1],
  ['shrt', 'shirt', 1],
  ['shirtt', 'shirt', 1],
  ['shart', 'shirt', 1],
  ['neklase', 'necklace', 2],
  ['', 'abc', 3],
])('%s and %s are %i slips apart', (a, b, slips) => {
  expect(slipsBetween(a, b)).toBe(slips);
  expect(slipsBetween(b, a)).toBe(slips);
});

test.each([
  ['men', 0],
  ['ring', 1],
  ['bangles', 1],
  ['necklace', 2],
  ['a'.repeat(30), 0],
])('%s may have %i', (word, slips) => expect(maxSlips(word)).toBe(slips));

test.each([
  ['shirt', true],
  ['m14', false],
  ['ab', false],
  ['u0932093f', false],
])('%s is spellable: %s', (word, expected) => expect(isSpellable(word)).toBe(expected));

/** A word with so many slips. */
function slipped(word: string, slips: readonly (readonly [kind: number, at: number, letter: string])[]): string {
  return slips.reduce((text, [kind, at, letter]) => {
    const index = at % Math.max(1, text.length);
    const [before, rest] = [text.slice(0, index), text.slice(index)];
    if (kind === 0) return before + rest.slice(1);
    if (kind === 1) return before + letter + rest;
    if (kind === 2) return before + letter + rest.slice(1);
    return before + (rest[1] ?? '') + (rest[0] ?? '') + rest.slice(2);
  }, word);
}

const slip = fc.tuple(fc.nat(3), fc.nat(20), fc.constantFrom(...'abcdefgh'));
const word = fc.stringMatching(/^[a-h]{4,14}$/);

describe('whoever is near enough', () => {
  test('has a key in common', () => {
    fc.assert(
      fc.property(word, fc.array(slip, { maxLength: 2 }), (meant, slips) => {
        const typed = slipped(meant, slips);
        fc.pre(slipsBetween(typed, meant) <= maxSlips(typed));
        const keys = new Set(keysOfWord(meant));
        expect(keysToLookUp(typed).some((key) => keys.has(key))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test('the most likely word is near, common, and begins alike', () => {
  const words = (...counted: [string, number][]) =>
    counted.map(([each, count]) => ({ word: each, surface: each, count }));
  expect(nearestWord(['shrit'], words(['shirt', 900], ['shrine', 900], ['short', 5000]))?.word).toBe('shirt');
  expect(nearestWord(['neklace'], words(['necklace', 500]))?.word).toBe('necklace');
  expect(nearestWord(['braket'], words(['bracket', 30], ['basket', 30]))?.word).toBe('bracket');
  expect(nearestWord(['shos', 'sho'], words(['shoe', 900]))?.word).toBe('shoe');
  expect(nearestWord(['necklases', 'necklase'], words(['necklace', 900]))?.word).toBe('necklace');
  expect(nearestWord(['ship'], words(['ship', 4]))).toBeNull();
  expect(nearestWord(['men'], words(['pen', 900]))).toBeNull();
});

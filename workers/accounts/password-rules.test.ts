import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords.ts';
import { requireStrong, weaknessOf } from './password-rules.ts';

describe('what everybody tries first is refused', () => {
  test.each([
    ...['password', 'Password1', 'p@ssw0rd', 'PASSWORD123', 'qwertyui', 'qwerty123', 'iloveyou', 'welcome@123'],
    ...['sachin10', 'Virat018', 'msdhoni7', 'rahul@123', 'Priya1995', 'krishna108', 'jaishriram', 'omsairam1'],
    ...['mumbai2026', 'bangalore#1', 'india1947', 'Bharat@123', 'ramsita1', 'sai ram 786', 'chennai superkings'],
    ...['12345678', '98765432', '11111111', '15081947', '9845012345', 'abcabcabc', 'aaaa1111', 'asdf1234', '1qaz2wsx'],
    ...['haathaat', 'haat1234', 'Haat@2026'],
  ])('%s', (password) => {
    expect(weaknessOf(password)).not.toBeNull();
  });

  test('at least a thousand of them stand in the lists, and every word is refused with a tail', () => {
    expect(COMMON_WORDS.size + COMMON_PASSWORDS.size).toBeGreaterThan(1000);
    for (const word of COMMON_WORDS) expect(weaknessOf(`${word}@2024`), word).not.toBeNull();
    for (const password of COMMON_PASSWORDS) expect(weaknessOf(password), password).not.toBeNull();
  });
});

test.each([
  // Of the demo accounts: README, seeds and the login page of a laptop know it.
  'haat-demo-2026',
  ...[
    'a long enough secret',
    'a market every sunday',
    'correct horse battery',
    'teesra-button-gol',
    'mango chutney at 4',
  ],
  ...['Xk7#pQ2!vB9z', 'नमस्ते दुनिया मेरी'],
])('%s is good enough', (password) => {
  expect(weaknessOf(password)).toBeNull();
});

test('drawn at random it is good enough', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ#!?+='),
    minLength: 14,
  });
  fc.assert(fc.property(letters, (password) => fc.pre(new Set(password).size > 8) ?? weaknessOf(password) === null));
});

test('one’s own name and address are refused, and nobody else’s', () => {
  const own = ['Zubin Wadia', 'zubin.wadia@example.in'];
  for (const password of ['zubinwadia', 'Zubin@1990', 'wadia12345', 'zubin.wadia', 'zubin.wadia@example.in']) {
    expect(weaknessOf(password, own), password).toMatch(/Your own/);
  }
  expect(weaknessOf('Zubin@1990', ['Meher Irani', 'meher@example.in'])).toBeNull();
  expect(weaknessOf('a market with zubin', own)).toBeNull();
});

test('the reason comes with the field', () => {
  expect(() => requireStrong('sachin10', [])).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  expect(() => requireStrong('a market every sunday', ['Asha'])).not.toThrow();
});

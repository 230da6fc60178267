import { describe, expect, test } from 'vitest';
import { idOf } from './id.ts';
import { formatRupees, paise, parseRupees } from './money.ts';

describe('rupees', () => {
  test.each([
    [0, '₹0'],
    [129_950, '₹1,299.50'],
    [12_995_000, '₹1,29,950'],
    [1_234_567_800, '₹1,23,45,678'],
    [-500, '−₹5'],
  ])('%d → %s', (amount, text) => expect(formatRupees(amount)).toBe(text));
  test.each([
    ['1,299.5', 129_950],
    ['0', 0],
    ['12.345', null],
    ['-1', null],
    ['1e3', null],
    ['', null],
  ])('"%s" → %s', (text, amount) => expect(parseRupees(text)).toBe(amount));
  test('a fraction of a paisa is a bug', () => expect(() => paise(1.5)).toThrow(RangeError));
});

test('ids sort by time and carry their kind', () => {
  const random = new Uint8Array(10).fill(255);
  expect(idOf('order', 0, random)).toBe('ord_0000000000ZZZZZZZZZZZZZZZZ');
  expect(idOf('order', 1, new Uint8Array(10)) > idOf('order', 0, random)).toBe(true);
});

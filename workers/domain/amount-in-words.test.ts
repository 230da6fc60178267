import { expect, test } from 'vitest';
import { amountInWords } from './amount-in-words.ts';

test.each([
  [0, 'Rupees Zero Only'],
  [1, 'Rupees Zero and One Paise Only'],
  [100, 'Rupees One Only'],
  [1_999, 'Rupees Nineteen and Ninety-Nine Paise Only'],
  [10_000, 'Rupees One Hundred Only'],
  [99_900, 'Rupees Nine Hundred Ninety-Nine Only'],
  [1_01_000_00, 'Rupees One Lakh One Thousand Only'],
  [1_23_456_50, 'Rupees One Lakh Twenty-Three Thousand Four Hundred Fifty-Six and Fifty Paise Only'],
  [12_34_56_789_00, 'Rupees Twelve Crore Thirty-Four Lakh Fifty-Six Thousand Seven Hundred Eighty-Nine Only'],
  [1_00_000_00_00_000_00, 'Rupees One Lakh Crore Only'],
])('%d paise: %s', (amountPaise, words) => {
  expect(amountInWords(amountPaise)).toBe(words);
});

test.each([-1, 0.5, Number.NaN])('%d is no amount', (amountPaise) => {
  expect(() => amountInWords(amountPaise)).toThrow(RangeError);
});

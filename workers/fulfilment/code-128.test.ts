import { expect, test } from 'vitest';
import { code128, symbolsOf } from './code-128.ts';

test('the check symbol is the weighted sum of all symbols, modulo 103', () => {
  // The example of the standard, PJJ123C, in code set B instead of A: 879 mod 103.
  expect(symbolsOf('PJJ123C')).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
});

test('every symbol is 11 modules wide with an even number of dark ones, and no two are alike', () => {
  const seen = new Set<string>();
  for (let letter = 32; letter < 127; letter++) {
    const { bars, width } = code128(String.fromCharCode(letter));
    expect(width).toBe(11 * 3 + 13);
    const own = bars.slice(3, 6);
    expect(own.reduce((sum, bar) => sum + bar.width, 0) % 2).toBe(0);
    seen.add(own.map((bar) => `${bar.x}:${bar.width}`).join(' '));
  }
  expect(seen.size).toBe(95);
});

test('a bar begins it and a bar two modules wide ends it', () => {
  const { bars, width } = code128('HAAT123456');
  expect(bars[0]).toEqual({ x: 0, width: 2 });
  expect(bars.at(-1)).toEqual({ x: width - 2, width: 2 });
});

test('what it cannot say is refused', () => {
  expect(() => code128('पार्सल')).toThrow(RangeError);
});

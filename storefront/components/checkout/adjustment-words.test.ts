import { expect, test } from 'vitest';
import type { CartAdjustment } from '../../../workers/cart/schemas.ts';
import { withLocale } from '../../../workers/http/locale.ts';
import { adjustmentWords, lineAdjustmentWords, nearWords } from './adjustment-words.ts';

const quantities = new Map([
  ['A', 3],
  ['B', 1],
]);

function adjustment(changes: Partial<CartAdjustment>): CartAdjustment {
  return {
    ...{ kind: 'product', label: 'Festive kurtas: 20% off', labelHi: null, code: null },
    ...{ rule: { type: 'percent', percentBps: 2_000, maxPaise: null }, amountPaise: 34_000, pieces: 2 },
    lines: [{ sku: 'A', amountPaise: 34_000 }],
    ...changes,
  };
}

const cheapest = (percentBps: number) => ({ type: 'buy_x_get_y', buy: 2, get: 1, percentBps }) as const;
const flash = { kind: 'flash_sale', rule: { type: 'price', pricePaise: 100 } } as const;

test.each([
  [{}, 'Festive kurtas: 20% off – you save ₹340 on 2 items'],
  [{ ...flash, pieces: 2 }, 'Flash price on 2 of 3 – you save ₹340'],
  [{ ...flash, pieces: 3 }, 'Flash price – you save ₹340'],
  [{ kind: 'cart', rule: cheapest(10_000), pieces: 1 }, 'Buy 2, get 1: the cheapest is free – you save ₹340 on 1 item'],
  [{ kind: 'cart', rule: cheapest(5_000) }, 'Buy 2, get 1: 50% off the cheapest – you save ₹340 on 2 items'],
  [{ kind: 'coupon', code: 'DIWALI', label: '₹340 for you' }, 'Coupon DIWALI: ₹340 for you – you save ₹340 on 2 items'],
  [
    { kind: 'cart', rule: { type: 'free_shipping' }, label: 'Free week', pieces: 0, lines: [], amountPaise: 4_000 },
    'Free week – delivery is free, you save ₹40',
  ],
] as const)('%j is said in words', (changes, words) => {
  expect(adjustmentWords(adjustment(changes as Partial<CartAdjustment>), quantities)).toBe(words);
});

test('in Hindi by its Hindi name, or by its rule', () => {
  const inHindi = (changes: Partial<CartAdjustment>) =>
    withLocale('hi', () => adjustmentWords(adjustment(changes), quantities));
  expect(inHindi({ labelHi: 'त्योहार के कुर्ते' })).toBe('त्योहार के कुर्ते – 2 चीज़ों पर ₹340 की बचत');
  expect(inHindi({ rule: { type: 'percent', percentBps: 1_250, maxPaise: 50_000 } })).toBe(
    '12.5% की छूट, ज़्यादा से ज़्यादा ₹500 – 2 चीज़ों पर ₹340 की बचत',
  );
});

test('a line says what is its own', () => {
  const both = adjustment({
    lines: [
      { sku: 'A', amountPaise: 30_000 },
      { sku: 'B', amountPaise: 4_000 },
    ],
  });
  expect(lineAdjustmentWords('B', [both], quantities)).toEqual(['Festive kurtas: 20% off: ₹40 less']);
  expect(lineAdjustmentWords('C', [both], quantities)).toEqual([]);
  expect(lineAdjustmentWords('B', [{ ...both, kind: 'coupon', code: 'DIWALI' }], quantities)).toEqual([]);
});

test.each([
  [{ reason: 'min_cart', missingPaise: 24_000 }, 'Add ₹240 more for “Lamp week”.'],
  [{ reason: 'min_cart', missingPaise: 24_000, code: 'LAMP' }, 'Add ₹240 more for “Lamp week” with the code LAMP.'],
  [{ reason: 'signed_in_only', missingPaise: null }, 'Sign in for “Lamp week”.'],
  [{ reason: 'payment_method', missingPaise: null }, '“Lamp week” counts when you choose how to pay.'],
  [{ reason: 'used_up', missingPaise: null }, null],
  [{ reason: 'min_cart', missingPaise: 24_000, label: null }, null],
] as const)('%j is near: %s', (changes, words) => {
  expect(nearWords({ code: null, label: 'Lamp week', labelHi: null, ...changes })).toBe(words);
});

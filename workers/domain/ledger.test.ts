import fc from 'fast-check';
import { expect, test } from 'vitest';
import { journal, moveEntries, reversalEntries, type Share, saleEntries } from './ledger.ts';

const share = fc.record({
  sellerId: fc.constantFrom('sel_a', 'sel_b'),
  taxablePaise: fc.nat(10_000_000),
  taxPaise: fc.nat(2_000_000),
  paidPaise: fc.nat(10_000_000),
});

const sumOf = (entries: readonly { amountPaise: number }[]) => entries.reduce((sum, each) => sum + each.amountPaise, 0);

test('10,000 random sales and reversals balance to the paisa (invariant 32)', () => {
  fc.assert(
    fc.property(fc.array(share, { maxLength: 8 }), (shares: readonly Share[]) => {
      const sale = journal('capture:pay_1', 'ord_1', saleEntries('gateway:stripe', shares));
      const back = journal('rto:ful_1', 'ord_1', reversalEntries('gateway:stripe', shares));
      expect(sumOf(sale.entries)).toBe(0);
      for (const { account, amountPaise } of sale.entries) {
        expect(back.entries.find((entry) => entry.account === account)?.amountPaise).toBe(-amountPaise);
      }
    }),
    { numRuns: 10_000 },
  );
});

test('a sale: money against what sellers get and their tax; rows of an account are one row', () => {
  const shares = [
    { sellerId: 'sel_a', taxablePaise: 84_661, taxPaise: 15_239, paidPaise: 99_900 },
    { sellerId: 'sel_a', taxablePaise: 3_390, taxPaise: 610, paidPaise: 4_000 },
  ];
  expect(journal('capture:pay_1', 'ord_1', saleEntries('gateway:razorpay', shares)).entries).toEqual([
    { account: 'gateway:razorpay', amountPaise: 103_900 },
    { account: 'seller:sel_a', amountPaise: -88_051 },
    { account: 'seller_tax:sel_a', amountPaise: -15_849 },
  ]);
});

test('a move takes from one account and gives to another', () => {
  expect(moveEntries('cod_receivable', 'cod_with_carrier', 500)).toEqual([
    { account: 'cod_with_carrier', amountPaise: 500 },
    { account: 'cod_receivable', amountPaise: -500 },
  ]);
});

test('rows that do not balance are a bug', () => {
  expect(() => journal('x', 'ord_1', [{ account: 'bank', amountPaise: 1 }])).toThrow(RangeError);
  expect(() => journal('x', 'ord_1', [{ account: 'bank', amountPaise: 0.5 }])).toThrow(RangeError);
});

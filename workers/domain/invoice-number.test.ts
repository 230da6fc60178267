import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { financialYearOf, INVOICE_NO_LENGTH, invoiceNoOf } from './invoice-number.ts';

describe('financial year in IST', () => {
  test.each([
    ['2026-03-31T18:29:59.999Z', '2526'],
    ['2026-03-31T18:30:00.000Z', '2627'],
    ['2026-04-01T00:00:00.000Z', '2627'],
    ['2026-12-31T23:59:59.999Z', '2627'],
    ['2027-01-01T00:00:00.000Z', '2627'],
    ['2099-11-01T00:00:00.000Z', '9900'],
  ])('%s lies in %s', (at, year) => {
    expect(financialYearOf(Date.parse(at))).toBe(year);
  });
});

describe('invoice number', () => {
  test('is padded, and grows to the left', () => {
    expect(invoiceNoOf('2627', 42)).toBe('HT-2627-000042');
    expect(invoiceNoOf('2627', 12_345_678)).toBe('HT-2627-12345678');
  });

  test('has at most 16 of the characters that rule 46(b) allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (serial) => {
        const invoiceNo = invoiceNoOf('2627', serial);
        expect(invoiceNo.length).toBeLessThanOrEqual(INVOICE_NO_LENGTH);
        expect(invoiceNo).toMatch(/^[0-9A-Z-]+$/);
      }),
    );
    expect(() => invoiceNoOf('2627', 100_000_000)).toThrow(RangeError);
  });
});

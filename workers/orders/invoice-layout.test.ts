import { describe, expect, test } from 'vitest';
import type { InvoiceLine } from '../domain/invoice.ts';
import { paise } from '../domain/money.ts';
import { givenInvoice, givenInvoiceLine } from './invoice.fixture.ts';
import { istDate, layoutInvoice } from './invoice-layout.ts';
import { type Mark, PAGE, wrap } from './invoice-pen.ts';

/** Every letter half as wide as it is high: near enough to Noto Sans. */
const measure = (text: string, _face: string, size: number) => (text.length * size) / 2;

const textsOf = (marks: readonly Mark[]) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

const manyLines = (count: number): InvoiceLine[] =>
  Array.from({ length: count }, (_, index) => givenInvoiceLine({ title: `Item ${index + 1}` }));

describe('what rule 46 asks for', () => {
  test('is on an invoice within a state', () => {
    const texts = textsOf(layoutInvoice(givenInvoice(), measure).flat());
    for (const text of [
      'Tax Invoice',
      'HT-2627-000042',
      '23 Nov 2026',
      'Kaveri Handlooms Private Limited',
      'GSTIN 29AAACK1234F1Z5',
      'Asha Rao',
      'Karnataka (29)',
      'State: Karnataka (29)',
      'HSN/SAC',
      '6204',
      'CGST',
      'SGST',
      '2.5%',
      '1,000.00',
      '25.00',
      '1,050.00',
      'Rupees One Thousand Fifty Only',
      'Whether tax is payable on reverse charge: No',
      'For Kaveri Handlooms Private Limited',
      'Authorised signatory',
      'HT4K7Q2M9XAB',
    ]) {
      expect(texts).toContain(text);
    }
    expect(texts).not.toContain('IGST');
  });

  test('is on an invoice between states', () => {
    const line = givenInvoiceLine({ cgstPaise: paise(0), sgstPaise: paise(0), igstPaise: paise(5_000) });
    const texts = textsOf(layoutInvoice(givenInvoice({ supply: 'inter', lines: [line] }), measure).flat());
    expect(texts).toEqual(expect.arrayContaining(['IGST', '5%', '50.00']));
    expect(texts).not.toContain('CGST');
  });
});

test('a credit note names itself and the invoice that it takes from (rule 53)', () => {
  const against = { invoiceNo: 'HT-2627-000042', issuedAt: Date.parse('2026-11-23T10:00:00Z') };
  const note = givenInvoice({ documentNo: 'CN-2627-000007', issuedAt: Date.parse('2026-12-01T10:00:00Z'), against });
  const texts = textsOf(layoutInvoice(note, measure).flat());
  for (const text of [
    'Credit Note',
    'Credit note number',
    'CN-2627-000007',
    '1 Dec 2026',
    'Against invoice',
    'HT-2627-000042',
    '23 Nov 2026',
    'GSTIN 29AAACK1234F1Z5',
    'Credited to',
    'Credit total',
    'Credited to the buyer',
    '1,050.00',
    'Credit note CN-2627-000007 for order HT4K7Q2M9XAB',
  ]) {
    expect(texts).toContain(text);
  }
  for (const text of ['Tax Invoice', 'Invoice total', 'Paid online']) expect(texts).not.toContain(text);
});

describe('pages', () => {
  test.each([1, 9, 13, 14, 15, 40, 100])('%d lines are all there, inside the margins, in sequence', (count) => {
    const pages = layoutInvoice(givenInvoice({ lines: manyLines(count) }), measure);
    const items = textsOf(pages.flat()).filter((text) => text.startsWith('Item '));
    expect(items).toEqual(Array.from({ length: count }, (_, index) => `Item ${index + 1}`));
    for (const mark of pages.flat()) {
      const right = mark.kind === 'box' ? mark.x + mark.width : mark.x + measure(mark.text, mark.face, mark.size);
      expect(mark.x).toBeGreaterThanOrEqual(PAGE.left);
      expect(right).toBeLessThanOrEqual(PAGE.right + 0.01);
      expect(mark.y).toBeLessThan(PAGE.height - 30);
    }
    pages.forEach((marks, index) => {
      expect(textsOf(marks)).toContain(`Page ${index + 1} of ${pages.length}`);
    });
    // Sums and signature stand together, once, at the end.
    expect(textsOf(pages.at(-1) ?? [])).toEqual(expect.arrayContaining(['Invoice total', 'Authorised signatory']));
    expect(textsOf(pages.flat()).filter((text) => text === 'Invoice total')).toHaveLength(1);
  });

  test('a title of one endless word is wrapped and cut', () => {
    const lines = [givenInvoiceLine({ title: 'x'.repeat(5_000) })];
    const pages = layoutInvoice(givenInvoice({ lines }), measure);
    expect(pages).toHaveLength(1);
    expect(textsOf(pages.flat()).some((text) => text.endsWith('…'))).toBe(true);
  });

  test('an amount that is too wide for its column shrinks', () => {
    const lines = [givenInvoiceLine({ totalPaise: paise(99_99_99_999_00) })];
    const marks = layoutInvoice(givenInvoice({ lines }), measure).flat();
    const wide = marks.find((mark) => mark.kind === 'text' && mark.text === '99,99,99,999.00');
    expect(wide).toMatchObject({ kind: 'text' });
    expect(wide?.kind === 'text' && wide.size).toBeLessThan(8);
  });
});

describe('wrapping', () => {
  const width = (part: string) => part.length;
  test.each([
    ['', 10, []],
    ['one', 10, ['one']],
    ['one two three', 7, ['one two', 'three']],
    ['  many \n\t spaces ', 20, ['many spaces']],
    ['abcdefghij kl', 4, ['abcd', 'efgh', 'ij', 'kl']],
  ])('%j in %d', (text, available, lines) => {
    expect(wrap(text, available, width, 8)).toEqual(lines);
  });

  test('never gives more lines than asked for', () => {
    expect(wrap('a b c d e f', 1, width, 3)).toEqual(['a', 'b', '…']);
  });
});

test('dates are days in India', () => {
  expect(istDate(Date.parse('2026-03-31T18:29:59Z'))).toBe('31 Mar 2026');
  expect(istDate(Date.parse('2026-03-31T18:30:00Z'))).toBe('1 Apr 2026');
});

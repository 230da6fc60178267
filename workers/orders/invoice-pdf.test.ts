import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { givenInvoice, givenInvoiceLine } from './invoice.fixture.ts';
import { renderInvoice } from './invoice-pdf.ts';

const font = (name: string) => new Uint8Array(readFileSync(new URL(`./fonts/noto-sans-${name}.bin`, import.meta.url)));
const fonts = { regular: font('regular'), bold: font('bold') };

test('an invoice becomes a PDF of its pages', async () => {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const lines = Array.from({ length: 40 }, () => givenInvoiceLine());
  const pdf = await PDFDocument.load(await renderInvoice(givenInvoice({ lines }), fonts));
  expect(pdf.getPageCount()).toBe(3);
  expect(pdf.getTitle()).toBe('Tax Invoice HT-2627-000042');
});

test.each(['आशा राव', 'ஆஷா', '👋 Asha', '', '\u0000\u0007', '‮reversed'])(
  'a buyer called %j does not break it',
  async (name) => {
    const invoice = givenInvoice();
    const pdf = await renderInvoice({ ...invoice, buyer: { ...invoice.buyer, name } }, fonts);
    expect(new TextDecoder().decode(pdf.slice(0, 5))).toBe('%PDF-');
  },
);

test('the fonts stay small', () => {
  expect(fonts.regular.length).toBeLessThanOrEqual(60_000);
  expect(fonts.bold.length).toBeLessThanOrEqual(60_000);
});

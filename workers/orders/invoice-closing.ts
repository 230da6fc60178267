import type { InvoiceModel } from '../domain/invoice.ts';
import type { IssuedDocument } from './invoice-layout.ts';
import { PAGE, type Pen } from './invoice-pen.ts';
import { amount, percent } from './invoice-table.ts';

const LEFT_WIDTH = 285;
const SUM_LEFT = 370;
const SUM_WIDTH = PAGE.right - SUM_LEFT;
const ROW = 13;

/** What stands below the lines: sums, the total in words, tax by rate, reverse charge, signature. */
export function closeInvoice(pen: Pen, invoice: IssuedDocument): void {
  const top = pen.y + 12;
  const left = drawWords(pen, invoice, top);
  const right = drawTotals(pen, invoice, top);
  pen.y = Math.max(left, right) + 10;
  drawSignature(pen, invoice);
}

function drawWords(pen: Pen, invoice: InvoiceModel, top: number): number {
  let y = top;
  pen.line('Total in words', PAGE.left, y, LEFT_WIDTH, { size: 7, colour: 'muted' });
  y += 11;
  y += pen.paragraph(invoice.totalInWords, PAGE.left, y, LEFT_WIDTH, { size: 9, face: 'bold' }) + 8;
  return drawRates(pen, invoice, y);
}

/** One row per rate, as the seller's return wants it. */
function drawRates(pen: Pen, { supply, stateTaxName, rates }: InvoiceModel, top: number): number {
  const heads = supply === 'inter' ? ['IGST'] : ['CGST', stateTaxName];
  const rows = [
    ['Tax by rate', 'Taxable value', ...heads],
    ...rates.map((rate) => [
      `GST ${percent(rate.gstBps)}`,
      amount(rate.taxablePaise),
      ...(supply === 'inter' ? [amount(rate.igstPaise)] : [amount(rate.cgstPaise), amount(rate.sgstPaise)]),
    ]),
  ];
  rows.forEach((cells, row) => {
    const y = top + row * ROW;
    const colour = row === 0 ? 'muted' : 'ink';
    cells.forEach((cell, index) => {
      if (index === 0) pen.line(cell, PAGE.left, y, 70, { size: 7.5, colour });
      else pen.line(cell, PAGE.left + 70 + index * 70, y, 66, { size: 7.5, colour, align: 'right' });
    });
  });
  return top + rows.length * ROW;
}

function drawTotals(pen: Pen, invoice: IssuedDocument, top: number): number {
  const { totals, supply, stateTaxName } = invoice;
  const taxes =
    supply === 'inter'
      ? [['IGST', totals.igstPaise] as const]
      : [['CGST', totals.cgstPaise] as const, [stateTaxName, totals.sgstPaise] as const];
  let y = top;
  for (const [label, paise] of [['Taxable value', totals.taxablePaise] as const, ...taxes]) {
    drawSum(pen, label, paise, y);
    y += ROW;
  }
  pen.box(SUM_LEFT, y + 2, SUM_WIDTH, 22, 'tint');
  const strong = { size: 10.5, face: 'bold' } as const;
  pen.line(invoice.against === null ? 'Invoice total' : 'Credit total', SUM_LEFT + 8, y + 7, 80, strong);
  pen.line(`₹${amount(totals.totalPaise)}`, PAGE.right - 5, y + 7, 92, { ...strong, align: 'right' });
  y += 30;
  if (totals.bankOfferPaise > 0) {
    drawSum(pen, 'Paid by bank offer', totals.bankOfferPaise, y);
    y += ROW;
  }
  drawSum(pen, payableLabel(invoice), totals.payablePaise, y);
  return y + ROW;
}

function payableLabel({ against, paymentMethod }: IssuedDocument): string {
  if (against !== null) return 'Credited to the buyer';
  return paymentMethod === 'cod' ? 'To pay on delivery' : 'Paid online';
}

function drawSum(pen: Pen, label: string, paise: number, y: number): void {
  pen.line(label, SUM_LEFT + 8, y, 100, { colour: 'muted' });
  pen.line(`₹${amount(paise)}`, PAGE.right - 5, y, 80, { align: 'right' });
}

const NOTES = [
  'Whether tax is payable on reverse charge: No',
  'Amounts are in Indian rupees. The rate of an item includes GST.',
  'Issued electronically in accordance with the Information Technology Act, 2000.',
] as const;

function drawSignature(pen: Pen, { supplier }: InvoiceModel): void {
  pen.rule(pen.y);
  const top = pen.y + 12;
  let y = top;
  NOTES.forEach((note, index) => {
    const style = index === 0 ? ({ face: 'bold' } as const) : ({ size: 7.5, colour: 'muted' } as const);
    y += pen.paragraph(note, PAGE.left, y, LEFT_WIDTH, style) + 3;
  });
  const height = pen.paragraph(`For ${supplier.name}`, SUM_LEFT, top, SUM_WIDTH, { face: 'bold', maxLines: 2 });
  const signed = top + height + 34;
  pen.rule(signed, SUM_LEFT, SUM_WIDTH);
  pen.line('Authorised signatory', SUM_LEFT, signed + 4, SUM_WIDTH, { size: 7.5, colour: 'muted' });
  pen.y = Math.max(y, signed + 18);
}

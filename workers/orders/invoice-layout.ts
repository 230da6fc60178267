import type { InvoiceModel, InvoiceParty } from '../domain/invoice.ts';
import { closeInvoice } from './invoice-closing.ts';
import { type Mark, type Measure, PAGE, Pen } from './invoice-pen.ts';
import { columnsOf, drawHead, drawLine, drawSums, lineHeight } from './invoice-table.ts';

/** What a number in a series adds to the model. */
export interface IssuedInvoice extends InvoiceModel {
  readonly invoiceNo: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

const WIDTH = PAGE.right - PAGE.left;
const GUTTER = 12;
const FOOT_TOP = 796;

/** The pages of an invoice. Lines that do not fit go on to the next page under a repeated head. */
export function layoutInvoice(invoice: IssuedInvoice, measure: Measure): readonly (readonly Mark[])[] {
  const columns = columnsOf(invoice);
  const first = new Pen(measure, PAGE.top);
  drawTitle(first);
  drawFacts(first, invoice);
  drawParties(first, invoice);
  drawHead(first, columns);
  const pens = [first];
  let pen = first;
  const nextPage = () => {
    pen = new Pen(measure, PAGE.top);
    pens.push(pen);
    drawContinuation(pen, invoice);
    drawHead(pen, columns);
  };
  invoice.lines.forEach((line, index) => {
    if (pen.y + lineHeight(pen, columns, line) > PAGE.bottom) nextPage();
    drawLine(pen, columns, line, index + 1);
  });
  // Totals, words and signature stay together: they are drawn once on a scrap to learn their height.
  const close = (target: Pen) => {
    drawSums(target, columns, invoice);
    closeInvoice(target, invoice);
  };
  const scrap = new Pen(measure, 0);
  close(scrap);
  if (pen.y + scrap.y > PAGE.bottom) nextPage();
  close(pen);
  pens.forEach((each, index) => {
    drawFoot(each, invoice, `Page ${index + 1} of ${pens.length}`);
  });
  return pens.map((each) => each.marks);
}

/** '23 Nov 2026', in IST. */
export function istDate(at: number): string {
  return new Intl.DateTimeFormat('en-IN', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'Asia/Kolkata',
  }).format(at);
}

function drawTitle(pen: Pen): void {
  pen.line('haat', PAGE.left, pen.y, 120, { size: 22, face: 'bold', colour: 'brand' });
  pen.line('Tax Invoice', PAGE.right, pen.y, 200, { size: 16, face: 'bold', align: 'right' });
  pen.line('Original for recipient', PAGE.right, pen.y + 21, 200, { size: 7.5, colour: 'muted', align: 'right' });
  pen.y += 38;
  pen.box(PAGE.left, pen.y, WIDTH, 1.2, 'brand');
  pen.y += 12;
}

function drawFacts(pen: Pen, invoice: IssuedInvoice): void {
  const facts = [
    ['Invoice number', invoice.invoiceNo],
    ['Invoice date', istDate(invoice.issuedAt)],
    ['Place of supply', invoice.placeOfSupply],
    ['Order number', invoice.orderNo],
    ['Order date', istDate(invoice.orderedAt)],
    ['Payment', invoice.paymentMethod === 'cod' ? 'Cash on delivery' : 'Paid online'],
  ] as const;
  const width = WIDTH / 3;
  facts.forEach(([label, value], index) => {
    const x = PAGE.left + (index % 3) * width;
    const top = pen.y + Math.floor(index / 3) * 28;
    pen.line(label, x, top, width - GUTTER, { size: 7, colour: 'muted' });
    pen.line(value, x, top + 10, width - GUTTER, { size: 9.5, face: 'bold' });
  });
  pen.y += 62;
}

function drawParties(pen: Pen, { supplier, buyer }: IssuedInvoice): void {
  const width = (WIDTH - GUTTER) / 2;
  const top = pen.y;
  const background = pen.marks.length;
  const heights = [
    drawParty(pen, 'Sold by', supplier, PAGE.left, width, `GSTIN ${supplier.gstin}`),
    drawParty(pen, 'Billed and delivered to', buyer, PAGE.left + width + GUTTER, width),
  ];
  const height = Math.max(...heights);
  const panels = [PAGE.left, PAGE.left + width + GUTTER].map(
    (x): Mark => ({ kind: 'box', x, y: top, width, height, colour: 'tint' }),
  );
  // Behind the text, though their height is known only after it.
  pen.marks.splice(background, 0, ...panels);
  pen.y = top + height + 14;
}

function drawParty(pen: Pen, label: string, party: InvoiceParty, x: number, width: number, gstin?: string): number {
  const inner = width - 20;
  const left = x + 10;
  let y = pen.y + 8;
  pen.line(label, left, y, inner, { size: 7, colour: 'muted' });
  y += 12;
  y += pen.paragraph(party.name, left, y, inner, { size: 9.5, face: 'bold', maxLines: 3 }) + 1;
  for (const line of party.lines) y += pen.paragraph(line, left, y, inner, { maxLines: 5 });
  y += pen.paragraph(`State: ${party.state}`, left, y, inner);
  if (gstin !== undefined) y += pen.paragraph(gstin, left, y, inner, { face: 'bold' });
  return y + 8 - pen.y;
}

function drawContinuation(pen: Pen, invoice: IssuedInvoice): void {
  pen.line('haat', PAGE.left, pen.y, 100, { size: 13, face: 'bold', colour: 'brand' });
  pen.line(`Tax Invoice ${invoice.invoiceNo}, continued`, PAGE.right, pen.y + 3, 300, { size: 9, align: 'right' });
  pen.y += 22;
  pen.rule(pen.y);
  pen.y += 10;
}

function drawFoot(pen: Pen, { invoiceNo, orderNo }: IssuedInvoice, page: string): void {
  const style = { size: 7, colour: 'muted' } as const;
  pen.rule(FOOT_TOP - 6);
  pen.line(`Invoice ${invoiceNo} for order ${orderNo}`, PAGE.left, FOOT_TOP, 300, style);
  pen.line(page, PAGE.right, FOOT_TOP, 100, { ...style, align: 'right' });
}

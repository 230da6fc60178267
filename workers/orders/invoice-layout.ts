import type { InvoiceModel, InvoiceParty } from '../domain/invoice.ts';
import { closeInvoice } from './invoice-closing.ts';
import { type Mark, type Measure, PAGE, Pen } from './invoice-pen.ts';
import { columnsOf, drawHead, drawLine, drawSums, lineHeight } from './invoice-table.ts';

/** What a number in a series adds to the model: a tax invoice, or a credit note against one. */
export interface IssuedDocument extends InvoiceModel {
  readonly documentNo: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  /** The invoice that a credit note takes back in part; null for an invoice. */
  readonly against: { readonly invoiceNo: string; readonly issuedAt: number } | null;
}

/** 'Tax Invoice', 'Credit Note'. */
export function titleOf({ against }: Pick<IssuedDocument, 'against'>): string {
  return against === null ? 'Tax Invoice' : 'Credit Note';
}

const WIDTH = PAGE.right - PAGE.left;
const GUTTER = 12;
const FOOT_TOP = 796;

/** The pages of an invoice or a credit note. Lines that do not fit go on to the next page under a repeated head. */
export function layoutInvoice(invoice: IssuedDocument, measure: Measure): readonly (readonly Mark[])[] {
  const columns = columnsOf(invoice);
  const first = new Pen(measure, PAGE.top);
  drawTitle(first, invoice);
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

function drawTitle(pen: Pen, invoice: IssuedDocument): void {
  pen.line('haat', PAGE.left, pen.y, 120, { size: 22, face: 'bold', colour: 'brand' });
  pen.line(titleOf(invoice), PAGE.right, pen.y, 200, { size: 16, face: 'bold', align: 'right' });
  pen.line('Original for recipient', PAGE.right, pen.y + 21, 200, { size: 7.5, colour: 'muted', align: 'right' });
  pen.y += 38;
  pen.box(PAGE.left, pen.y, WIDTH, 1.2, 'brand');
  pen.y += 12;
}

function drawFacts(pen: Pen, invoice: IssuedDocument): void {
  const { against, documentNo, placeOfSupply, orderNo } = invoice;
  const kind = against === null ? 'Invoice' : 'Credit note';
  const payment = invoice.paymentMethod === 'cod' ? 'Cash on delivery' : 'Paid online';
  const facts = [
    [`${kind} number`, documentNo],
    [`${kind} date`, istDate(invoice.issuedAt)],
    ['Place of supply', placeOfSupply],
    ['Order number', orderNo],
    ...(against === null
      ? [['Order date', istDate(invoice.orderedAt)] as const, ['Payment', payment] as const]
      : [['Against invoice', against.invoiceNo] as const, ['Invoice date', istDate(against.issuedAt)] as const]),
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

function drawParties(pen: Pen, { supplier, buyer, against }: IssuedDocument): void {
  const width = (WIDTH - GUTTER) / 2;
  const top = pen.y;
  const background = pen.marks.length;
  const heights = [
    drawParty(pen, 'Sold by', supplier, PAGE.left, width, `GSTIN ${supplier.gstin}`),
    drawParty(
      pen,
      against === null ? 'Billed and delivered to' : 'Credited to',
      buyer,
      PAGE.left + width + GUTTER,
      width,
    ),
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

function drawContinuation(pen: Pen, invoice: IssuedDocument): void {
  pen.line('haat', PAGE.left, pen.y, 100, { size: 13, face: 'bold', colour: 'brand' });
  pen.line(`${titleOf(invoice)} ${invoice.documentNo}, continued`, PAGE.right, pen.y + 3, 300, {
    size: 9,
    align: 'right',
  });
  pen.y += 22;
  pen.rule(pen.y);
  pen.y += 10;
}

function drawFoot(pen: Pen, { documentNo, orderNo, against }: IssuedDocument, page: string): void {
  const kind = against === null ? 'Invoice' : 'Credit note';
  const style = { size: 7, colour: 'muted' } as const;
  pen.rule(FOOT_TOP - 6);
  pen.line(`${kind} ${documentNo} for order ${orderNo}`, PAGE.left, FOOT_TOP, 300, style);
  pen.line(page, PAGE.right, FOOT_TOP, 100, { ...style, align: 'right' });
}

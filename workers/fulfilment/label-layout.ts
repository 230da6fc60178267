import { formatRupees } from '../domain/money.ts';
import { type Mark, type Measure, Pen } from '../orders/invoice-pen.ts';
import { code128 } from './code-128.ts';
import type { PaperSize, ParcelPaper } from './parcel-paper.ts';

/** A6, as label printers take it. */
export const LABEL_SIZE: PaperSize = { width: 297.64, height: 419.53 };

const LEFT = 18;
const RIGHT = LABEL_SIZE.width - LEFT;
const WIDTH = RIGHT - LEFT;
/** Modules that stay white beside a barcode. */
const QUIET = 10;
const BAR_HEIGHT = 50;

/** One page: how to pay, the AWB number as bars and as text, where it goes, where it comes back to. */
export function layoutLabel(paper: ParcelPaper, measure: Measure): readonly (readonly Mark[])[] {
  const pen = new Pen(measure, 12);
  drawHead(pen, paper);
  drawBarcode(pen, paper.awb);
  drawBuyer(pen, paper);
  drawShop(pen, paper);
  drawFacts(pen, paper);
  return [pen.marks];
}

function drawHead(pen: Pen, { carrier, cashPaise }: ParcelPaper): void {
  pen.line('haat', LEFT, pen.y, 70, { size: 20, face: 'bold' });
  pen.line(carrier, RIGHT, pen.y + 5, 170, { size: 12, face: 'bold', align: 'right' });
  pen.y += 30;
  const how = cashPaise > 0 ? `COD ${formatRupees(cashPaise)}` : 'PREPAID';
  pen.line(how, LEFT, pen.y, WIDTH - 100, { size: 22, face: 'bold' });
  pen.line(cashPaise > 0 ? 'Collect cash or UPI' : 'Do not collect anything', RIGHT, pen.y + 10, 96, {
    size: 8,
    align: 'right',
  });
  pen.y += 32;
  pen.box(LEFT, pen.y, WIDTH, 1.2, 'ink');
  pen.y += 12;
}

function drawBarcode(pen: Pen, awb: string): void {
  const { bars, width } = code128(awb);
  const module = WIDTH / (width + 2 * QUIET);
  for (const bar of bars) {
    pen.box(LEFT + (QUIET + bar.x) * module, pen.y, bar.width * module, BAR_HEIGHT, 'ink');
  }
  pen.y += BAR_HEIGHT + 6;
  const middle = LEFT + WIDTH / 2 + Math.min(WIDTH, pen.measure(awb, 'bold', 12)) / 2;
  pen.line(awb, middle, pen.y, WIDTH, { size: 12, face: 'bold', align: 'right' });
  pen.y += 22;
  pen.box(LEFT, pen.y, WIDTH, 0.6, 'ink');
  pen.y += 10;
}

function drawBuyer(pen: Pen, { buyer }: ParcelPaper): void {
  pen.line('Deliver to', LEFT, pen.y, WIDTH, { size: 7.5 });
  pen.line(buyer.pincode, RIGHT, pen.y, 90, { size: 18, face: 'bold', align: 'right' });
  pen.y += 12;
  pen.y += pen.paragraph(buyer.name, LEFT, pen.y, WIDTH - 90, { size: 12, face: 'bold', maxLines: 2 });
  pen.y += pen.paragraph(buyer.line, LEFT, pen.y, WIDTH, { size: 9, maxLines: 4 });
  if (buyer.landmark !== '')
    pen.y += pen.paragraph(`Near ${buyer.landmark}`, LEFT, pen.y, WIDTH, { size: 9, maxLines: 2 });
  pen.y += pen.paragraph(`${buyer.district}, ${buyer.state} ${buyer.pincode}`, LEFT, pen.y, WIDTH, {
    size: 9,
    maxLines: 1,
  });
  pen.y += pen.paragraph(`Phone ${buyer.phone}`, LEFT, pen.y, WIDTH, { size: 9 }) + 6;
  pen.box(LEFT, pen.y, WIDTH, 0.6, 'ink');
  pen.y += 8;
}

function drawShop(pen: Pen, { shop }: ParcelPaper): void {
  pen.line('Sold by; return here if it cannot be delivered', LEFT, pen.y, WIDTH, { size: 7.5 });
  pen.y += 12;
  pen.y += pen.paragraph(shop.name, LEFT, pen.y, WIDTH, { size: 9, face: 'bold', maxLines: 1 });
  pen.y += pen.paragraph(`${shop.address}, ${shop.state} ${shop.pincode}`, LEFT, pen.y, WIDTH, { maxLines: 2 });
}

/** At the foot, wherever the addresses end. */
function drawFacts(pen: Pen, { orderNo, weightGrams, lines }: ParcelPaper): void {
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
  const top = LABEL_SIZE.height - 34;
  pen.box(LEFT, top - 8, WIDTH, 0.6, 'ink');
  pen.line(`Order ${orderNo}`, LEFT, top, WIDTH / 2, { size: 9, face: 'bold' });
  pen.line(`${pieces} ${pieces === 1 ? 'piece' : 'pieces'}, ${weightOf(weightGrams)}`, RIGHT, top, WIDTH / 2, {
    size: 9,
    align: 'right',
  });
}

/** '850 g', '1.25 kg'. */
function weightOf(grams: number): string {
  return grams < 1000 ? `${grams} g` : `${Number((grams / 1000).toFixed(2))} kg`;
}

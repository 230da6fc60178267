import { istDate } from '../orders/invoice-layout.ts';
import { leading, type Mark, type Measure, PAGE, Pen, wrap } from '../orders/invoice-pen.ts';
import type { PaperSize, ParcelPaper } from './parcel-paper.ts';

export const SLIP_SIZE: PaperSize = { width: PAGE.width, height: PAGE.height };

const WIDTH = PAGE.right - PAGE.left;
const TITLE_WIDTH = 330;
const SKU_X = PAGE.left + TITLE_WIDTH + 14;
const SKU_WIDTH = 120;
const SIZE = 10;
const MAX_TITLE_LINES = 3;

/** What has to be in the parcel, and nothing that says what it cost: a parcel may be a present. */
export function layoutPackingSlip(paper: ParcelPaper, measure: Measure): readonly (readonly Mark[])[] {
  let pen = new Pen(measure, PAGE.top);
  const pages = [pen];
  drawHead(pen, paper);
  drawColumns(pen);
  for (const line of paper.lines) {
    const title = line.variantLabel === '' ? line.title : `${line.title} (${line.variantLabel})`;
    const rows = wrap(title, TITLE_WIDTH, (part) => measure(part, 'regular', SIZE), MAX_TITLE_LINES).length;
    const height = rows * leading(SIZE) + 10;
    if (pen.y + height > PAGE.bottom) {
      pen = new Pen(measure, PAGE.top);
      pages.push(pen);
      drawColumns(pen);
    }
    pen.paragraph(title, PAGE.left, pen.y, TITLE_WIDTH, { size: SIZE, maxLines: MAX_TITLE_LINES });
    pen.line(line.sku, SKU_X, pen.y, SKU_WIDTH, { size: SIZE, colour: 'muted' });
    pen.line(String(line.quantity), PAGE.right, pen.y, 50, { size: SIZE, face: 'bold', align: 'right' });
    pen.y += height;
    pen.rule(pen.y - 5);
  }
  return pages.map((page) => page.marks);
}

function drawHead(pen: Pen, { orderNo, awb, carrier, shop, buyer, printedAt }: ParcelPaper): void {
  pen.line('Packing slip', PAGE.left, pen.y, 300, { size: 18, face: 'bold' });
  pen.line(`Order ${orderNo}`, PAGE.right, pen.y + 4, 200, { size: 12, face: 'bold', align: 'right' });
  pen.y += 30;
  pen.line(`${carrier} ${awb}`, PAGE.left, pen.y, WIDTH / 2, { size: SIZE });
  pen.line(istDate(printedAt), PAGE.right, pen.y, WIDTH / 2, { size: SIZE, align: 'right' });
  pen.y += 18;
  pen.line(`From ${shop.name}`, PAGE.left, pen.y, WIDTH / 2 - 10, { size: SIZE });
  pen.line(`To ${buyer.name}, ${buyer.pincode}`, PAGE.right, pen.y, WIDTH / 2 - 10, { size: SIZE, align: 'right' });
  pen.y += 26;
}

function drawColumns(pen: Pen): void {
  const style = { size: 8, colour: 'muted' } as const;
  pen.line('Item', PAGE.left, pen.y, TITLE_WIDTH, style);
  pen.line('SKU', SKU_X, pen.y, SKU_WIDTH, style);
  pen.line('Quantity', PAGE.right, pen.y, 60, { ...style, align: 'right' });
  pen.y += 14;
  pen.rule(pen.y);
  pen.y += 8;
}

import type { PDFFont, PDFPage, RGB } from '@cantoo/pdf-lib';
import { type IssuedDocument, layoutInvoice, titleOf } from './invoice-layout.ts';
import { type Colour, type Face, type Mark, PAGE } from './invoice-pen.ts';

export interface InvoiceFonts {
  readonly regular: ArrayBuffer | Uint8Array;
  readonly bold: ArrayBuffer | Uint8Array;
}

const COLOURS: Readonly<Record<Colour, readonly [number, number, number]>> = {
  ink: [0.09, 0.11, 0.15],
  muted: [0.36, 0.4, 0.47],
  brand: [0.49, 0.114, 0.247],
  tint: [0.957, 0.961, 0.969],
  rule: [0.82, 0.84, 0.87],
};

/** The invoice or credit note as a PDF. The libraries are large, so they are loaded when the first invoice is due. */
export async function renderInvoice(invoice: IssuedDocument, fonts: InvoiceFonts): Promise<Uint8Array> {
  const [{ PDFDocument, rgb }, fontkit] = await Promise.all([import('@cantoo/pdf-lib'), import('@cantoo/fontkit')]);
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const faces: Record<Face, PDFFont> = {
    regular: await pdf.embedFont(fonts.regular, { subset: true }),
    bold: await pdf.embedFont(fonts.bold, { subset: true }),
  };
  pdf.setTitle(`${titleOf(invoice)} ${invoice.documentNo}`, { showInWindowTitleBar: true });
  pdf.setAuthor(invoice.supplier.name);
  pdf.setCreator('Haat');
  pdf.setLanguage('en-IN');
  pdf.setCreationDate(new Date(invoice.issuedAt));
  pdf.setModificationDate(new Date(invoice.issuedAt));
  const pages = layoutInvoice(invoice, (text, face, size) => faces[face].widthOfTextAtSize(text, size));
  for (const marks of pages) {
    const page = pdf.addPage([PAGE.width, PAGE.height]);
    for (const mark of marks)
      draw(page, mark, faces[mark.kind === 'text' ? mark.face : 'regular'], rgb(...COLOURS[mark.colour]));
  }
  return await pdf.save();
}

/** A PDF counts from the bottom of the page, the layout from its top. */
function draw(page: PDFPage, mark: Mark, font: PDFFont, color: RGB): void {
  if (mark.kind === 'box') {
    const { x, width, height } = mark;
    page.drawRectangle({ x, y: PAGE.height - mark.y - height, width, height, color });
    return;
  }
  page.drawText(mark.text, { x: mark.x, y: PAGE.height - mark.y, size: mark.size, font, color });
}

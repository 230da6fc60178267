import type { PDFFont, PDFPage, RGB } from '@cantoo/pdf-lib';
import { loadInvoiceFonts } from '../orders/invoice-fonts.ts';
import type { Colour, Face, Mark, Measure } from '../orders/invoice-pen.ts';
import type { PaperSize } from './parcel-paper.ts';

export interface Paper {
  readonly title: string;
  readonly author: string;
  /** Epoch milliseconds. */
  readonly printedAt: number;
  readonly size: PaperSize;
  layout(measure: Measure): readonly (readonly Mark[])[];
}

/** Label printers know black and white; what is muted on a screen is still readable on paper. */
const GREYS: Readonly<Record<Colour, number>> = { ink: 0, brand: 0, muted: 0.35, tint: 0.95, rule: 0.75 };

/** Paper as a PDF. The libraries are large, so they are loaded when the first one is due. */
export async function renderPaper({ title, author, printedAt, size, layout }: Paper): Promise<Uint8Array> {
  const [{ PDFDocument, rgb }, fontkit, fonts] = await Promise.all([
    import('@cantoo/pdf-lib'),
    import('@cantoo/fontkit'),
    loadInvoiceFonts(),
  ]);
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const faces: Record<Face, PDFFont> = {
    regular: await pdf.embedFont(fonts.regular, { subset: true }),
    bold: await pdf.embedFont(fonts.bold, { subset: true }),
  };
  pdf.setTitle(title, { showInWindowTitleBar: true });
  pdf.setAuthor(author);
  pdf.setCreator('Haat');
  pdf.setCreationDate(new Date(printedAt));
  pdf.setModificationDate(new Date(printedAt));
  for (const marks of layout((text, face, points) => faces[face].widthOfTextAtSize(text, points))) {
    const page = pdf.addPage([size.width, size.height]);
    for (const mark of marks) {
      const grey = GREYS[mark.colour];
      draw(page, size, mark, faces[mark.kind === 'text' ? mark.face : 'regular'], rgb(grey, grey, grey));
    }
  }
  return await pdf.save();
}

/** A PDF counts from the bottom of the page, the layout from its top. */
function draw(page: PDFPage, { height: top }: PaperSize, mark: Mark, font: PDFFont, color: RGB): void {
  if (mark.kind === 'box') {
    const { x, width, height } = mark;
    page.drawRectangle({ x, y: top - mark.y - height, width, height, color });
    return;
  }
  page.drawText(mark.text, { x: mark.x, y: top - mark.y, size: mark.size, font, color });
}

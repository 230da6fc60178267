import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
} from '@cantoo/pdf-lib';

/**
 * What stands on the pages of a PDF that the shop has drawn, and what its properties say. Streams are unpacked, and
 * the numbers of letters are read through the table that the embedded font brings along.
 */
export async function pdfText(bytes: ArrayBuffer): Promise<string> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const properties = [pdf.getTitle(), pdf.getAuthor(), pdf.getSubject(), pdf.getKeywords(), pdf.getCreator()];
  return [...properties.filter((text) => text !== undefined), ...pdf.getPages().map(pageText)].join('\n');
}

function pageText(page: PDFPage): string {
  const fonts = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  const tables = new Map(
    fonts?.keys().map((key) => [key.decodeText(), lettersOf(fonts.lookup(key, PDFDict))] as const) ?? [],
  );
  let letters: ReadonlyMap<string, string> = new Map();
  const texts: string[] = [];
  for (const [, font, drawn] of contentOf(page).matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj/g)) {
    if (font !== undefined) letters = tables.get(font) ?? new Map();
    else texts.push((drawn?.match(/.{4}/g) ?? []).map((code) => letters.get(code.toUpperCase()) ?? '�').join(''));
  }
  return texts.join('\n');
}

function contentOf(page: PDFPage): string {
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((ref) => page.doc.context.lookup(ref)) : [contents];
  return streams.map(textOfStream).join('\n');
}

/** 'beginbfchar <0012> <0041> endbfchar': which letter a number of the subset is. */
function lettersOf(font: PDFDict): ReadonlyMap<string, string> {
  const table = textOfStream(font.lookup(PDFName.of('ToUnicode')));
  const pairs = [...table.matchAll(/<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>/g)];
  return new Map(pairs.map(([, code = '', unicode = '']) => [code.toUpperCase(), utf16(unicode)]));
}

function utf16(hex: string): string {
  return String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));
}

function textOfStream(stream: PDFObject | undefined): string {
  return stream instanceof PDFRawStream ? new TextDecoder('latin1').decode(decodePDFRawStream(stream).decode()) : '';
}

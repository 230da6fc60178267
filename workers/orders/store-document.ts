import type { Context } from '../context.ts';
import { loadInvoiceFonts } from './invoice-fonts.ts';
import type { IssuedDocument } from './invoice-layout.ts';
import { renderInvoice } from './invoice-pdf.ts';

/** Puts the PDF of a numbered document into DOCUMENTS. The same document again is the same file. */
export async function storeDocument(ctx: Context, key: string, document: IssuedDocument): Promise<void> {
  const pdf = await renderInvoice(document, await loadInvoiceFonts());
  await ctx.env.DOCUMENTS.put(key, pdf, { httpMetadata: { contentType: 'application/pdf' } });
}

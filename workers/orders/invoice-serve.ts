import { eq } from 'drizzle-orm';
import { type Context, ownerOf } from '../context.ts';
import { invoices, orders } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';
import { isLinkValid, type LinkProof } from './invoice-link.ts';

export interface InvoiceDocument {
  readonly invoiceNo: string;
  readonly body: ReadableStream;
  readonly size: number;
}

const FILE = /^(inv_[0-9A-HJKMNP-TV-Z]{26})\.pdf$/;

/**
 * The PDF, for whoever has a valid link and for the owner of the order. Everybody else gets the answer of an invoice
 * that does not exist.
 */
export async function openInvoice(ctx: Context, file: string, proof: LinkProof): Promise<InvoiceDocument> {
  const missing = () => new AppError('not_found', 'There is no such invoice, or the link to it has expired.');
  const invoiceId = FILE.exec(file)?.[1];
  if (invoiceId === undefined) throw missing();
  const [invoice] = await ctx.db
    .select({ invoiceNo: invoices.invoiceNo, documentKey: invoices.documentKey, ownerKey: orders.ownerKey })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(invoices.id, invoiceId));
  if (invoice === undefined || invoice.documentKey === null) throw missing();
  const isAllowed = invoice.ownerKey === ownerOf(ctx.actor) || (await isLinkValid(ctx, invoiceId, proof));
  if (!isAllowed) throw missing();
  const document = await ctx.env.DOCUMENTS.get(invoice.documentKey);
  if (document === null) throw missing();
  return { invoiceNo: invoice.invoiceNo, body: document.body, size: document.size };
}

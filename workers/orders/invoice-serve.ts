import { eq } from 'drizzle-orm';
import { type Context, ownerOf } from '../context.ts';
import { creditNotes, invoices, orders } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';
import { isLinkValid, type LinkProof } from './invoice-link.ts';

export interface OpenDocument {
  /** 'HT-2627-000042': names the file. */
  readonly documentNo: string;
  readonly body: ReadableStream;
  readonly size: number;
}

interface StoredDocument {
  readonly documentNo: string;
  readonly documentKey: string | null;
  readonly ownerKey: string;
}

const INVOICE_FILE = /^(inv_[0-9A-HJKMNP-TV-Z]{26})\.pdf$/;
const CREDIT_NOTE_FILE = /^(crn_[0-9A-HJKMNP-TV-Z]{26})\.pdf$/;

/**
 * The PDF, for whoever has a valid link and for the owner of the order. Everybody else gets the answer of a document
 * that does not exist.
 */
export async function openInvoice(ctx: Context, file: string, proof: LinkProof): Promise<OpenDocument> {
  const id = INVOICE_FILE.exec(file)?.[1];
  if (id === undefined) throw missing();
  const [invoice] = await ctx.db
    .select({ documentNo: invoices.invoiceNo, documentKey: invoices.documentKey, ownerKey: orders.ownerKey })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(invoices.id, id));
  return await open(ctx, id, invoice, proof);
}

/** The same for a credit note. */
export async function openCreditNote(ctx: Context, file: string, proof: LinkProof): Promise<OpenDocument> {
  const id = CREDIT_NOTE_FILE.exec(file)?.[1];
  if (id === undefined) throw missing();
  const [note] = await ctx.db
    .select({ documentNo: creditNotes.creditNoteNo, documentKey: creditNotes.documentKey, ownerKey: orders.ownerKey })
    .from(creditNotes)
    .innerJoin(orders, eq(orders.id, creditNotes.orderId))
    .where(eq(creditNotes.id, id));
  return await open(ctx, id, note, proof);
}

async function open(ctx: Context, id: string, stored: StoredDocument | undefined, proof: LinkProof) {
  if (stored === undefined || stored.documentKey === null) throw missing();
  const isAllowed = stored.ownerKey === ownerOf(ctx.actor) || (await isLinkValid(ctx, id, proof));
  if (!isAllowed) throw missing();
  const document = await ctx.env.DOCUMENTS.get(stored.documentKey);
  if (document === null) throw missing();
  return { documentNo: stored.documentNo, body: document.body, size: document.size };
}

function missing(): AppError {
  return new AppError('not_found', 'There is no such document, or the link to it has expired.');
}

import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { requireSystem } from '../context.ts';
import { creditNotes, invoices, orderEvents } from '../db/schema/orders.ts';
import { creditNoteSeries, financialYearOf, INVOICE_SERIAL_DIGITS } from '../domain/invoice-number.ts';
import { failpoint } from '../failpoint.ts';
import { type DocumentFacts, type DocumentPart, gatherDocuments, modelOf } from './gather-documents.ts';
import { storeDocument } from './store-document.ts';

type InvoiceRow = typeof invoices.$inferSelect;
type CreditNoteRow = typeof creditNotes.$inferSelect;

/** A part of an invoice that was taken back: by a cancellation, or because the parcel came back. */
interface Credit extends DocumentPart {
  readonly invoice: InvoiceRow;
  /** 'cancellation:ccl_…', 'rto:ful_…'. */
  readonly cause: string;
}

/**
 * A credit note for each invoice and each cause that took a part of it back, and its PDF in DOCUMENTS: section 34 of
 * the CGST Act. A line that was cancelled before its invoice had a number is in neither. Called after a cancellation
 * and after a parcel came back; again, at once or later, it finishes what is missing.
 */
export async function issueCreditNotes(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  const facts = await gatherDocuments(ctx, orderId);
  if (facts === null) return;
  const credits = await gatherCredits(ctx, facts);
  // Before any number is taken: amounts that do not add up must not leave a gap in a series.
  for (const credit of credits) creditModel(facts, credit);
  const rows = await takeNumbers(ctx, orderId, credits);
  if (rows.length === 0) return;
  await failpoint(ctx, 'credit_note.numbered');
  for (const row of rows.filter((each) => each.documentKey === null)) {
    const credit = credits.find((each) => each.invoice.id === row.invoiceId && each.cause === row.cause);
    if (credit === undefined) throw new Error(`credit note ${row.id} answers nothing`);
    await storeCreditNote(ctx, facts, credit, row);
  }
}

async function gatherCredits(ctx: Context, facts: DocumentFacts): Promise<readonly Credit[]> {
  const [rows, emptied] = await ctx.db.batch([
    ctx.db.select().from(invoices).where(eq(invoices.orderId, facts.order.id)),
    // The log row of a parcel that was cancelled names the cancellation that took the last of it.
    ctx.db
      .select({ fulfilmentId: orderEvents.subjectId, cancellationId: orderEvents.note })
      .from(orderEvents)
      .where(
        and(
          eq(orderEvents.orderId, facts.order.id),
          eq(orderEvents.machine, 'fulfilment'),
          eq(orderEvents.event, 'cancel'),
          isNotNull(orderEvents.note),
        ),
      ),
  ]);
  const lastOf = new Map(emptied.map((row) => [row.fulfilmentId, row.cancellationId]));
  return rows.flatMap((invoice) => creditsOf(facts, invoice, lastOf.get(invoice.fulfilmentId) ?? null));
}

function creditsOf({ parcels, lines }: DocumentFacts, invoice: InvoiceRow, lastId: string | null): Credit[] {
  const invoiced = lines.filter((line) => invoice.lineIds.includes(line.id));
  const cancelledBy = new Set(invoiced.flatMap(({ cancellationId }) => cancellationId ?? []));
  const cancelled = [...cancelledBy].map((cancellationId) => ({
    invoice,
    cause: `cancellation:${cancellationId}`,
    lineIds: invoiced.filter((line) => line.cancellationId === cancellationId).map((line) => line.id),
    hasCharges: cancellationId === lastId,
  }));
  const parcel = parcels.find(({ id }) => id === invoice.fulfilmentId);
  const standing = invoiced.filter((line) => line.cancellationId === null).map((line) => line.id);
  if (parcel?.status !== 'rto_received' || standing.length === 0) return cancelled;
  return [...cancelled, { invoice, cause: `rto:${parcel.id}`, lineIds: standing, hasCharges: true }];
}

function creditModel(facts: DocumentFacts, { invoice, ...part }: Credit) {
  const parcel = facts.parcels.find(({ id }) => id === invoice.fulfilmentId);
  if (parcel === undefined) throw new Error(`invoice ${invoice.id} has no fulfilment`);
  return modelOf(facts, parcel, part);
}

/** All credit notes of the order, after one batch that gave a number to each that had none. */
async function takeNumbers(ctx: Context, orderId: string, credits: readonly Credit[]): Promise<CreditNoteRow[]> {
  const [first, ...rest] = credits.map((credit) => numberWrite(ctx, credit));
  if (first === undefined) return [];
  await ctx.db.batch([first, ...rest]);
  return await ctx.db.select().from(creditNotes).where(eq(creditNotes.orderId, orderId));
}

/** The next number of the seller's series, taken and used in one statement, as invoices take theirs. */
function numberWrite(ctx: Context, { invoice, cause, lineIds, hasCharges }: Credit) {
  const year = financialYearOf(ctx.now);
  return ctx.db.run(sql`
    INSERT INTO ${creditNotes} (id, invoice_id, order_id, cause, gstin, financial_year, serial, credit_note_no,
      line_ids, includes_charges, issued_at)
    SELECT ${ctx.newId('creditNote')}, id, order_id, ${cause}, gstin, ${year}, serial,
      ${creditNoteSeries(year)} || printf(${`%0${INVOICE_SERIAL_DIGITS}d`}, serial),
      ${JSON.stringify(lineIds)}, ${hasCharges ? 1 : 0}, ${ctx.now}
    FROM (
      SELECT i.id, i.order_id, i.gstin,
        (SELECT COALESCE(MAX(n.serial), 0) + 1 FROM ${creditNotes} n
          WHERE n.gstin = i.gstin AND n.financial_year = ${year}) AS serial
      FROM ${invoices} i WHERE i.id = ${invoice.id}
    )
    WHERE TRUE
    ON CONFLICT (invoice_id, cause) DO NOTHING`);
}

async function storeCreditNote(ctx: Context, facts: DocumentFacts, credit: Credit, row: CreditNoteRow): Promise<void> {
  const { creditNoteNo, issuedAt } = row;
  const documentKey = creditNoteKeyOf(row);
  const against = { invoiceNo: credit.invoice.invoiceNo, issuedAt: credit.invoice.issuedAt };
  await storeDocument(ctx, documentKey, { ...creditModel(facts, credit), documentNo: creditNoteNo, issuedAt, against });
  await ctx.db
    .update(creditNotes)
    .set({ documentKey })
    .where(and(eq(creditNotes.id, row.id), isNull(creditNotes.documentKey)));
}

/** Where its PDF lies in DOCUMENTS. */
export function creditNoteKeyOf({ gstin, financialYear, creditNoteNo }: CreditNoteRow): string {
  return `credit-notes/${gstin}/${financialYear}/${creditNoteNo}.pdf`;
}

import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { requireSystem } from '../context.ts';
import { announce, publish } from '../db/outbox.ts';
import { sellers } from '../db/schema/catalog.ts';
import { fulfilments, invoices, orderLines, orders } from '../db/schema/orders.ts';
import { financialYearOf, INVOICE_SERIAL_DIGITS, invoiceSeries } from '../domain/invoice-number.ts';
import { PLACED_STATUSES } from '../domain/order.ts';
import { failpoint } from '../failpoint.ts';
import { type DocumentFacts, gatherDocuments, modelOf } from './gather-documents.ts';
import { storeDocument } from './store-document.ts';

type InvoiceRow = typeof invoices.$inferSelect;

/**
 * One invoice for each fulfilment of a placed order of which something stands, and its PDF in DOCUMENTS. The consumer
 * of `order.placed`: called again, at once or later, it finishes what is missing and changes nothing else. Announces
 * `order.invoiced` when the last document is there.
 */
export async function issueInvoices(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  const facts = await gatherDocuments(ctx, orderId);
  if (facts === null) return;
  requireSound(facts);
  const rows = await takeNumbers(ctx, facts);
  await failpoint(ctx, 'invoice.numbered');
  const missing = rows.filter((row) => row.documentKey === null);
  if (missing.length === 0) return;
  for (const row of missing) await storeInvoice(ctx, facts, row);
  await failpoint(ctx, 'invoice.stored');
  await announceInvoiced(ctx, orderId, missing);
}

/** Before any number is taken: an order that does not add up must not leave a gap in a series. */
function requireSound(facts: DocumentFacts): void {
  const lineIds = facts.lines.map((line) => line.id);
  for (const parcel of facts.parcels) modelOf(facts, parcel, { lineIds, hasCharges: true });
}

/** The invoice says what its row says: lines that were cancelled since are a credit note's. */
async function storeInvoice(ctx: Context, facts: DocumentFacts, row: InvoiceRow): Promise<void> {
  const parcel = facts.parcels.find(({ id }) => id === row.fulfilmentId);
  if (parcel === undefined) throw new Error(`invoice ${row.id} has no fulfilment`);
  const model = modelOf(facts, parcel, { lineIds: row.lineIds, hasCharges: true });
  const issued = { documentNo: row.invoiceNo, issuedAt: row.issuedAt, against: null };
  await storeDocument(ctx, invoiceKeyOf(row), { ...model, ...issued });
}

/** All invoices of the order, after one batch that gave a number to each fulfilment that had none. */
async function takeNumbers(ctx: Context, { order, parcels }: DocumentFacts): Promise<InvoiceRow[]> {
  const [first, ...rest] = parcels.map((parcel) => numberWrite(ctx, parcel.id));
  if (first !== undefined) await ctx.db.batch([first, ...rest]);
  return await ctx.db.select().from(invoices).where(eq(invoices.orderId, order.id));
}

/**
 * The next number of the seller's series, taken and used in one statement: the database runs writes one after the
 * other, so nobody else sees the same maximum, and an invoice that is there already takes no number. In the same moment
 * it is settled which lines it is of. The number is written as `invoiceNoOf` writes it.
 */
function numberWrite(ctx: Context, fulfilmentId: string) {
  const year = financialYearOf(ctx.now);
  return ctx.db.run(sql`
    INSERT INTO ${invoices}
      (id, fulfilment_id, order_id, seller_id, gstin, financial_year, serial, invoice_no, issued_at, line_ids)
    SELECT ${ctx.newId('invoice')}, fulfilment_id, order_id, seller_id, gstin, ${year}, serial,
      ${invoiceSeries(year)} || printf(${`%0${INVOICE_SERIAL_DIGITS}d`}, serial), ${ctx.now}, line_ids
    FROM (
      SELECT f.id AS fulfilment_id, f.order_id, f.seller_id, s.gstin,
        (SELECT COALESCE(MAX(i.serial), 0) + 1 FROM ${invoices} i
          WHERE i.gstin = s.gstin AND i.financial_year = ${year}) AS serial,
        (SELECT json_group_array(l.id) FROM ${orderLines} l
          WHERE l.order_id = f.order_id AND l.fulfilment_id = f.id AND l.cancellation_id IS NULL) AS line_ids
      FROM ${fulfilments} f
      JOIN ${orders} o ON o.id = f.order_id
      JOIN ${sellers} s ON s.id = f.seller_id
      WHERE f.id = ${fulfilmentId} AND o.status IN (SELECT value FROM json_each(${JSON.stringify(PLACED_STATUSES)}))
    )
    WHERE json_array_length(line_ids) > 0
    ON CONFLICT (fulfilment_id) DO NOTHING`);
}

/** Where its PDF lies in DOCUMENTS. */
export function invoiceKeyOf({ gstin, financialYear, invoiceNo }: InvoiceRow): string {
  return `invoices/${gstin}/${financialYear}/${invoiceNo}.pdf`;
}

/** Whoever completes the order's documents says so: the others' batches find nothing missing any more. */
async function announceInvoiced(ctx: Context, orderId: string, rendered: readonly InvoiceRow[]): Promise<void> {
  const isIncomplete = sql`EXISTS (SELECT 1 FROM ${invoices} WHERE order_id = ${orderId} AND document_key IS NULL)`;
  const announcement = announce(ctx, { type: 'order.invoiced', orderId }, isIncomplete);
  const [said] = await ctx.db.batch([
    announcement.statement,
    ...rendered.map((row) =>
      ctx.db
        .update(invoices)
        .set({ documentKey: invoiceKeyOf(row) })
        .where(and(eq(invoices.id, row.id), isNull(invoices.documentKey))),
    ),
  ]);
  if (said.meta.changes === 1) ctx.later(publish(ctx, [announcement]));
}

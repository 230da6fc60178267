import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { requireSystem } from '../context.ts';
import { announce, publish } from '../db/outbox.ts';
import { sellers } from '../db/schema/catalog.ts';
import { fulfilments, invoices, orderLines, orders } from '../db/schema/orders.ts';
import { type InvoiceModel, invoiceModel } from '../domain/invoice.ts';
import { financialYearOf, INVOICE_SERIAL_DIGITS, invoiceSeries } from '../domain/invoice-number.ts';
import { isPlaced, PLACED_STATUSES } from '../domain/order.ts';
import { loadInvoiceFonts } from './invoice-fonts.ts';
import { renderInvoice } from './invoice-pdf.ts';

type InvoiceRow = typeof invoices.$inferSelect;

/**
 * One invoice for each fulfilment of a placed order, and its PDF in DOCUMENTS. The consumer of `order.placed`: called
 * again, at once or later, it finishes what is missing and changes nothing else. Announces `order.invoiced` when the
 * last document is there.
 */
export async function issueInvoices(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  // Before any number is taken: an order that does not add up must not leave a gap in a series.
  const models = await gatherModels(ctx, orderId);
  if (models.size === 0) return;
  const rows = await takeNumbers(ctx, orderId, [...models.keys()]);
  const missing = rows.filter((row) => row.documentKey === null);
  if (missing.length === 0) return;
  const fonts = await loadInvoiceFonts();
  for (const row of missing) {
    const model = models.get(row.fulfilmentId);
    if (model === undefined) throw new Error(`invoice ${row.id} has no fulfilment`);
    const pdf = await renderInvoice({ ...model, invoiceNo: row.invoiceNo, issuedAt: row.issuedAt }, fonts);
    await ctx.env.DOCUMENTS.put(documentKeyOf(row), pdf, { httpMetadata: { contentType: 'application/pdf' } });
  }
  await announceInvoiced(ctx, orderId, missing);
}

/** What each fulfilment's invoice says; nothing when the order is not placed. */
async function gatherModels(ctx: Context, orderId: string): Promise<ReadonlyMap<string, InvoiceModel>> {
  const [[order], parcels, lines] = await ctx.db.batch([
    ctx.db.select().from(orders).where(eq(orders.id, orderId)),
    ctx.db
      .select({
        id: fulfilments.id,
        sellerId: fulfilments.sellerId,
        seller: {
          name: sellers.name,
          legalName: sellers.legalName,
          gstin: sellers.gstin,
          stateCode: sellers.stateCode,
          pincode: sellers.pincode,
          address: sellers.address,
        },
      })
      .from(fulfilments)
      .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
      .where(eq(fulfilments.orderId, orderId))
      .orderBy(asc(fulfilments.id)),
    ctx.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position)),
  ]);
  if (order === undefined || !isPlaced(order.status)) return new Map();
  return new Map(
    parcels.map(({ id, sellerId, seller }) => {
      const own = lines.filter((line) => line.fulfilmentId === id);
      const charges = order.quote.charges.filter((charge) => charge.sellerId === sellerId);
      return [id, invoiceModel({ seller, order, lines: own, charges })];
    }),
  );
}

/** All invoices of the order, after one batch that gave a number to each fulfilment that had none. */
async function takeNumbers(ctx: Context, orderId: string, fulfilmentIds: readonly string[]): Promise<InvoiceRow[]> {
  const [first, ...rest] = fulfilmentIds.map((fulfilmentId) => numberWrite(ctx, fulfilmentId));
  if (first !== undefined) await ctx.db.batch([first, ...rest]);
  return await ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId));
}

/**
 * The next number of the seller's series, taken and used in one statement: the database runs writes one after the
 * other, so nobody else sees the same maximum, and an invoice that is there already takes no number.
 * The number is written as `invoiceNoOf` writes it.
 */
function numberWrite(ctx: Context, fulfilmentId: string) {
  const year = financialYearOf(ctx.now);
  return ctx.db.run(sql`
    INSERT INTO ${invoices}
      (id, fulfilment_id, order_id, seller_id, gstin, financial_year, serial, invoice_no, issued_at)
    SELECT ${ctx.newId('invoice')}, fulfilment_id, order_id, seller_id, gstin, ${year}, serial,
      ${invoiceSeries(year)} || printf(${`%0${INVOICE_SERIAL_DIGITS}d`}, serial), ${ctx.now}
    FROM (
      SELECT f.id AS fulfilment_id, f.order_id, f.seller_id, s.gstin,
        (SELECT COALESCE(MAX(i.serial), 0) + 1 FROM ${invoices} i
          WHERE i.gstin = s.gstin AND i.financial_year = ${year}) AS serial
      FROM ${fulfilments} f
      JOIN ${orders} o ON o.id = f.order_id
      JOIN ${sellers} s ON s.id = f.seller_id
      WHERE f.id = ${fulfilmentId} AND o.status IN (SELECT value FROM json_each(${JSON.stringify(PLACED_STATUSES)}))
    )
    WHERE TRUE
    ON CONFLICT (fulfilment_id) DO NOTHING`);
}

function documentKeyOf({ gstin, financialYear, invoiceNo }: InvoiceRow): string {
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
        .set({ documentKey: documentKeyOf(row) })
        .where(and(eq(invoices.id, row.id), isNull(invoices.documentKey))),
    ),
  ]);
  if (said.meta.changes === 1) ctx.later(publish(ctx, [announcement]));
}

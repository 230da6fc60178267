import { eq } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { creditNotes, type DeliveryAddress, invoices } from '../db/schema/orders.ts';
import { type DocumentFacts, type DocumentParcel, gatherDocuments, modelOf } from './gather-documents.ts';
import { creditNoteKeyOf } from './issue-credit-notes.ts';
import { invoiceKeyOf } from './issue-invoices.ts';
import { storeDocument } from './store-document.ts';

/** What is left of an address when its person is taken out of it: the place of supply, which the tax depends on. */
export function namelessAddress(address: DeliveryAddress): DeliveryAddress {
  return { ...address, name: '', phone: '', line: '', landmark: '' };
}

/**
 * Draws the invoices and credit notes of an order again, without their person, over those that were there. Numbers,
 * dates and sums are those of the rows, and stay. The same again is the same.
 */
export async function redrawNameless(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  const found = await gatherDocuments(ctx, orderId);
  if (found === null) return;
  const facts = { ...found, order: { ...found.order, address: namelessAddress(found.order.address) } };
  const [invoiceRows, noteRows] = await ctx.db.batch([
    ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)),
    ctx.db.select().from(creditNotes).where(eq(creditNotes.orderId, orderId)),
  ]);
  for (const row of invoiceRows) {
    const model = modelOf(facts, parcelOf(facts, row), { lineIds: row.lineIds, hasCharges: true });
    const issued = { documentNo: row.invoiceNo, issuedAt: row.issuedAt, against: null };
    await storeDocument(ctx, invoiceKeyOf(row), { ...model, ...issued });
  }
  for (const row of noteRows) {
    const against = invoiceRows.find(({ id }) => id === row.invoiceId);
    if (against === undefined) throw new Error(`credit note ${row.id} has no invoice`);
    const model = modelOf(facts, parcelOf(facts, against), { lineIds: row.lineIds, hasCharges: row.includesCharges });
    const issued = { documentNo: row.creditNoteNo, issuedAt: row.issuedAt, against };
    await storeDocument(ctx, creditNoteKeyOf(row), { ...model, ...issued });
  }
}

function parcelOf({ parcels }: DocumentFacts, { id, fulfilmentId }: typeof invoices.$inferSelect): DocumentParcel {
  const parcel = parcels.find((each) => each.id === fulfilmentId);
  if (parcel === undefined) throw new Error(`invoice ${id} has no fulfilment`);
  return parcel;
}

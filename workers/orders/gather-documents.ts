import { asc, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sellers } from '../db/schema/catalog.ts';
import { fulfilments, orderLines, orders } from '../db/schema/orders.ts';
import { type InvoiceModel, invoiceModel } from '../domain/invoice.ts';

export type DocumentFacts = NonNullable<Awaited<ReturnType<typeof gatherDocuments>>>;
export type DocumentParcel = DocumentFacts['parcels'][number];

/** What invoices and credit notes of an order are made of; null when there is no such order. */
export async function gatherDocuments(ctx: Context, orderId: string) {
  const [[order], parcels, lines] = await ctx.db.batch([
    ctx.db.select().from(orders).where(eq(orders.id, orderId)),
    ctx.db
      .select({
        id: fulfilments.id,
        sellerId: fulfilments.sellerId,
        status: fulfilments.status,
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
  return order === undefined ? null : { order, parcels, lines };
}

export interface DocumentPart {
  readonly lineIds: readonly string[];
  /** Shipping and the cash fee of the parcel. */
  readonly hasCharges: boolean;
}

/** What a document about a part of a parcel says. Throws a RangeError when the stored amounts do not add up. */
export function modelOf({ order, lines }: DocumentFacts, parcel: DocumentParcel, part: DocumentPart): InvoiceModel {
  return invoiceModel({
    seller: parcel.seller,
    order,
    lines: lines.filter((line) => line.fulfilmentId === parcel.id && part.lineIds.includes(line.id)),
    charges: part.hasCharges ? order.quote.charges.filter((charge) => charge.sellerId === parcel.sellerId) : [],
  });
}

import { asc, eq } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { sellers } from '../db/schema/catalog.ts';
import {
  cancellations,
  creditNotes,
  EVENTS_IN_ORDER,
  fulfilments,
  invoices,
  orderEvents,
  orderLines,
  orders,
} from '../db/schema/orders.ts';
import { payments, refunds } from '../db/schema/payments.ts';
import { STATES } from '../domain/gst.ts';
import { buyerStatus } from '../domain/order-view.ts';
import { quote } from '../domain/price.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { AppError } from '../http/problem.ts';
import { creditNoteUrl, invoiceUrl } from './invoice-link.ts';
import type { StaffOrder } from './staff-schemas.ts';

const LINK_SECONDS = 600;

type Found = Awaited<ReturnType<typeof gather>>;

/** All that is known of an order, for staff. Throws `not_found`. */
export async function findStaffOrder(ctx: Context, orderNo: string): Promise<StaffOrder> {
  requirePermission(ctx, 'orders.read');
  const [order] = await ctx.db.select().from(orders).where(eq(orders.orderNo, orderNo));
  if (order === undefined) throw new AppError('not_found', `There is no order ${orderNo}.`);
  const found = await gather(ctx, order.id);
  const { stateCode, ...address } = order.address;
  const recomputedQuote = quote(order.quoteInput);
  return {
    id: order.id,
    orderNo,
    ownerKey: order.ownerKey,
    status: buyerStatus(
      order.status,
      found.parcels.map((parcel) => parcel.status),
    ),
    orderStatus: order.status,
    email: order.email,
    address: { ...address, state: STATES[stateCode] ?? stateCode },
    paymentMethod: order.paymentMethod,
    grandPaise: order.grandPaise,
    createdAt: iso(order.createdAt),
    dueAt: isoOrNull(order.dueAt),
    fulfilments: found.parcels.map((parcel) => parcelOf(parcel, found)),
    log: found.log.map((row) => ({ ...row, at: iso(row.at) })),
    payments: found.payments.map(dated),
    refunds: found.refunds.map(dated),
    cancellations: found.cancellations.map(({ lineIds, createdAt, ...row }) => ({
      ...row,
      lineIds: [...lineIds],
      createdAt: iso(createdAt),
    })),
    documents: await documentsOf(ctx, found),
    quote: { ...order.quote },
    recomputedQuote: { ...recomputedQuote },
    isQuoteSound: JSON.stringify(order.quote) === JSON.stringify(recomputedQuote),
  };
}

async function gather(ctx: Context, orderId: string) {
  const [parcels, lines, log, paymentRows, refundRows, cancellationRows, invoiceRows, noteRows] = await ctx.db.batch([
    ctx.db
      .select({
        id: fulfilments.id,
        sellerId: fulfilments.sellerId,
        sellerName: sellers.name,
        status: fulfilments.status,
        promisedOn: fulfilments.promisedOn,
        carrier: fulfilments.carrier,
        awb: fulfilments.awb,
        trackingUrl: fulfilments.trackingUrl,
        shippedAt: fulfilments.shippedAt,
        deliveredAt: fulfilments.deliveredAt,
        dueAt: fulfilments.dueAt,
      })
      .from(fulfilments)
      .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
      .where(eq(fulfilments.orderId, orderId))
      .orderBy(asc(fulfilments.id)),
    ctx.db
      .select({
        id: orderLines.id,
        fulfilmentId: orderLines.fulfilmentId,
        sku: orderLines.sku,
        title: orderLines.title,
        variantLabel: orderLines.variantLabel,
        productSlug: orderLines.productSlug,
        quantity: orderLines.quantity,
        pricePaise: orderLines.pricePaise,
        mrpPaise: orderLines.mrpPaise,
        paidPaise: orderLines.paidPaise,
        cancellationId: orderLines.cancellationId,
      })
      .from(orderLines)
      .where(eq(orderLines.orderId, orderId))
      .orderBy(asc(orderLines.position)),
    ctx.db
      .select({
        machine: orderEvents.machine,
        subjectId: orderEvents.subjectId,
        event: orderEvents.event,
        fromStatus: orderEvents.fromStatus,
        toStatus: orderEvents.toStatus,
        actor: orderEvents.actor,
        note: orderEvents.note,
        at: orderEvents.at,
      })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(...EVENTS_IN_ORDER),
    ctx.db
      .select({
        id: payments.id,
        gateway: payments.gateway,
        gatewayRef: payments.gatewayRef,
        captureRef: payments.captureRef,
        method: payments.method,
        status: payments.status,
        amountPaise: payments.amountPaise,
        capturedPaise: payments.capturedPaise,
        feePaise: payments.feePaise,
        note: payments.note,
        createdAt: payments.createdAt,
        updatedAt: payments.updatedAt,
      })
      .from(payments)
      .where(eq(payments.orderId, orderId))
      .orderBy(asc(payments.createdAt)),
    ctx.db
      .select({
        id: refunds.id,
        paymentId: refunds.paymentId,
        amountPaise: refunds.amountPaise,
        reason: refunds.reason,
        cause: refunds.cause,
        status: refunds.status,
        gatewayRef: refunds.gatewayRef,
        utr: refunds.utr,
        actor: refunds.actor,
        createdAt: refunds.createdAt,
        updatedAt: refunds.updatedAt,
      })
      .from(refunds)
      .where(eq(refunds.orderId, orderId))
      .orderBy(asc(refunds.createdAt)),
    ctx.db
      .select({
        id: cancellations.id,
        lineIds: cancellations.lineIds,
        amountPaise: cancellations.amountPaise,
        reason: cancellations.reason,
        actor: cancellations.actor,
        createdAt: cancellations.createdAt,
      })
      .from(cancellations)
      .where(eq(cancellations.orderId, orderId))
      .orderBy(asc(cancellations.createdAt)),
    ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)).orderBy(asc(invoices.issuedAt)),
    ctx.db.select().from(creditNotes).where(eq(creditNotes.orderId, orderId)).orderBy(asc(creditNotes.issuedAt)),
  ]);
  return {
    parcels,
    lines,
    log,
    payments: paymentRows,
    refunds: refundRows,
    cancellations: cancellationRows,
    invoices: invoiceRows,
    creditNotes: noteRows,
  };
}

function parcelOf(
  { shippedAt, deliveredAt, dueAt, ...parcel }: Found['parcels'][number],
  { lines }: Found,
): StaffOrder['fulfilments'][number] {
  return {
    ...parcel,
    shippedAt: isoOrNull(shippedAt),
    deliveredAt: isoOrNull(deliveredAt),
    dueAt: isoOrNull(dueAt),
    lines: lines.flatMap(({ fulfilmentId, ...line }) => (fulfilmentId === parcel.id ? [line] : [])),
  };
}

async function documentsOf(ctx: Context, found: Found): Promise<StaffOrder['documents']> {
  const issued = [
    ...found.invoices.map(async (row) => ({
      ...{ kind: 'invoice' as const, documentNo: row.invoiceNo },
      url: row.documentKey === null ? null : await invoiceUrl(ctx, row.id, LINK_SECONDS),
    })),
    ...found.creditNotes.map(async (row) => ({
      ...{ kind: 'credit_note' as const, documentNo: row.creditNoteNo },
      url: row.documentKey === null ? null : await creditNoteUrl(ctx, row.id, LINK_SECONDS),
    })),
  ];
  return (await Promise.all(issued)).flatMap(({ url, ...document }) => (url === null ? [] : [{ ...document, url }]));
}

function dated<Row extends { readonly createdAt: number; readonly updatedAt: number }>(row: Row) {
  return { ...row, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) };
}

import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { adjustmentsOf } from '../cart/present-cart.ts';
import { imageOf } from '../catalog/image.ts';
import { type Context, ownerOf, requireOwner } from '../context.ts';
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
import type { FulfilmentStatus } from '../domain/fulfilment.ts';
import { STATES } from '../domain/gst.ts';
import { sum } from '../domain/money.ts';
import { isPlaced } from '../domain/order.ts';
import { buyerStatus } from '../domain/order-view.ts';
import { totalsOfAnyAge } from '../domain/price.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { AppError } from '../http/problem.ts';
import { isCancellable } from './decide-cancellation.ts';
import { creditNoteUrl, invoiceUrl } from './invoice-link.ts';
import { timelineOf } from './order-timeline.ts';
import { paymentThatMatters } from './payment-that-matters.ts';
import type { Order, OrderList } from './schemas.ts';

const PAGE_SIZE = 20;
/** Links on the order page die soon; the page makes new ones. */
const LINK_SECONDS = 3600;

type Found = Awaited<ReturnType<typeof gatherOrder>>;
type LineRow = typeof orderLines.$inferSelect;

/** An order of whoever asks; somebody else's is as if it were not there. */
export async function findOrder(ctx: Context, orderNo: string): Promise<Order> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.orderNo, orderNo));
  if (order === undefined || order.ownerKey !== ownerOf(ctx.actor)) {
    throw new AppError('not_found', `There is no order ${orderNo}.`);
  }
  const found = await gatherOrder(ctx, order.id);
  const payment = paymentThatMatters(found.payments);
  const cashDuePaise = payment?.status === 'cod_due' ? payment.amountPaise - payment.capturedPaise : 0;
  const isWaiting = order.status === 'payment_pending' && order.dueAt !== null;
  const { stateCode, ...address } = order.address;
  return {
    orderNo: order.orderNo,
    status: buyerStatus(
      order.status,
      found.parcels.map((parcel) => parcel.status),
    ),
    paymentMethod: order.paymentMethod,
    paymentStatus: payment?.status ?? 'pending',
    createdAt: iso(order.createdAt),
    payBefore: isWaiting ? isoOrNull(order.dueAt) : null,
    canPay: isWaiting && order.dueAt !== null && order.dueAt > ctx.now,
    canCancel: canCancelAll(order.status, found),
    email: order.email,
    address: { ...address, state: STATES[stateCode] ?? stateCode },
    fulfilments: await Promise.all(found.parcels.map((parcel) => parcelOf(ctx, parcel, found, isPlaced(order.status)))),
    totals: totalsOfAnyAge(order.quote),
    adjustments: adjustmentsOf(order.quote),
    cancelledPaise: sum(found.cancellations.map((cancellation) => cancellation.amountPaise)),
    cashDuePaise,
    refunds: found.refunds.map(({ at, ...refund }) => ({ ...refund, at: iso(at) })),
    timeline: timelineOf({ ...found, parcelIds: found.parcels.map((parcel) => parcel.id) }),
  };
}

async function gatherOrder(ctx: Context, orderId: string) {
  const [parcels, lines, log, paymentRows, refundRows, cancellationRows, invoiceRows, noteRows] = await ctx.db.batch([
    ctx.db
      .select({
        id: fulfilments.id,
        sellerName: sellers.name,
        status: fulfilments.status,
        promisedOn: fulfilments.promisedOn,
        carrier: fulfilments.carrier,
        awb: fulfilments.awb,
        trackingUrl: fulfilments.trackingUrl,
        shippedAt: fulfilments.shippedAt,
        deliveredAt: fulfilments.deliveredAt,
      })
      .from(fulfilments)
      .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
      .where(eq(fulfilments.orderId, orderId))
      .orderBy(asc(fulfilments.id)),
    ctx.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position)),
    ctx.db
      .select({
        machine: orderEvents.machine,
        subjectId: orderEvents.subjectId,
        event: orderEvents.event,
        status: orderEvents.toStatus,
        note: orderEvents.note,
        at: orderEvents.at,
      })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(...EVENTS_IN_ORDER),
    ctx.db
      .select({ status: payments.status, amountPaise: payments.amountPaise, capturedPaise: payments.capturedPaise })
      .from(payments)
      .where(eq(payments.orderId, orderId)),
    ctx.db
      .select({
        amountPaise: refunds.amountPaise,
        status: refunds.status,
        at: refunds.updatedAt,
        reason: refunds.reason,
      })
      .from(refunds)
      .where(eq(refunds.orderId, orderId))
      .orderBy(asc(refunds.createdAt), asc(refunds.id)),
    ctx.db
      .select({ id: cancellations.id, amountPaise: cancellations.amountPaise, at: cancellations.createdAt })
      .from(cancellations)
      .where(eq(cancellations.orderId, orderId)),
    ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)),
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

/** A part that has left keeps the whole from being cancelled; what is left may still go line by line. */
function canCancelAll(status: typeof orders.$inferSelect.status, { parcels, lines }: Found): boolean {
  if (status === 'payment_pending') return true;
  if (!isPlaced(status)) return false;
  const standing = new Set(lines.filter((line) => line.cancellationId === null).map((line) => line.fulfilmentId));
  return parcels.filter(({ id }) => standing.has(id)).every((parcel) => isCancellable(parcel.status));
}

async function parcelOf(
  ctx: Context,
  { id, shippedAt, deliveredAt, ...parcel }: Found['parcels'][number],
  found: Found,
  isCertain: boolean,
): Promise<Order['fulfilments'][number]> {
  const invoice = found.invoices.find((row) => row.fulfilmentId === id);
  const notes = found.creditNotes.filter((note) => note.invoiceId === invoice?.id && note.documentKey !== null);
  const canCancel = isCertain && isCancellable(parcel.status);
  return {
    ...parcel,
    shippedAt: isoOrNull(shippedAt),
    deliveredAt: isoOrNull(deliveredAt),
    lines: found.lines.filter((line) => line.fulfilmentId === id).map((line) => lineOf(line, canCancel)),
    invoice:
      invoice === undefined || invoice.documentKey === null
        ? null
        : { invoiceNo: invoice.invoiceNo, url: await invoiceUrl(ctx, invoice.id, LINK_SECONDS) },
    creditNotes: await Promise.all(
      notes.map(async (note) => ({
        creditNoteNo: note.creditNoteNo,
        url: await creditNoteUrl(ctx, note.id, LINK_SECONDS),
      })),
    ),
  };
}

/** The orders of whoever asks, newest first. The cursor is the time of the last one shown. */
export async function listOrders(ctx: Context, { cursor }: { cursor?: string | undefined } = {}): Promise<OrderList> {
  const owner = requireOwner(ctx);
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number.parseInt(cursor, 36);
  // Names are written out: in a select from one table drizzle leaves the table's name off, and `id` would be the line's.
  const first = (column: string) => sql<string>`(SELECT ${sql.identifier(column)} FROM order_lines
    WHERE order_lines.order_id = orders.id ORDER BY order_lines.position LIMIT 1)`;
  const rows = await ctx.db
    .select({
      orderNo: orders.orderNo,
      status: orders.status,
      parcels: sql<string>`(SELECT json_group_array(fulfilments.status) FROM fulfilments
        WHERE fulfilments.order_id = orders.id)`,
      createdAt: orders.createdAt,
      grandPaise: orders.grandPaise,
      itemCount: sql<number>`(SELECT SUM(quantity) FROM order_lines WHERE order_lines.order_id = orders.id)`,
      firstTitle: first('title'),
      imageKey: first('image_key'),
    })
    .from(orders)
    .where(and(eq(orders.ownerKey, owner), lt(orders.createdAt, before)))
    .orderBy(desc(orders.createdAt))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  return {
    orders: page.map(({ imageKey, createdAt, status, parcels, ...order }) => ({
      ...order,
      status: buyerStatus(status, JSON.parse(parcels) as FulfilmentStatus[]),
      createdAt: iso(createdAt),
      image: imageOf(imageKey, order.firstTitle, ''),
    })),
    nextCursor: rows.length > PAGE_SIZE ? (page.at(-1)?.createdAt.toString(36) ?? null) : null,
  };
}

function lineOf(line: LineRow, canCancelParcel: boolean): Order['fulfilments'][number]['lines'][number] {
  const { sku, title, variantLabel, productSlug, quantity, pricePaise, mrpPaise, paidPaise } = line;
  const image = imageOf(line.imageKey, title, '');
  const isCancelled = line.cancellationId !== null;
  const canCancel = canCancelParcel && !isCancelled;
  return {
    ...{ sku, title, variantLabel, productSlug, quantity, pricePaise, mrpPaise, paidPaise, image },
    ...{ isCancelled, canCancel },
  };
}

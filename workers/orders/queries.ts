import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { imageOf } from '../catalog/image.ts';
import { type Context, ownerOf, requireOwner } from '../context.ts';
import { sellers } from '../db/schema/catalog.ts';
import { fulfilments, invoices, orderEvents, orderLines, orders, payments } from '../db/schema/orders.ts';
import { STATES } from '../domain/gst.ts';
import { AppError } from '../http/problem.ts';
import { invoiceUrl } from './invoice-link.ts';
import type { Order, OrderList } from './schemas.ts';

const PAGE_SIZE = 20;
/** Links on the order page die soon; the page makes new ones. */
const INVOICE_LINK_SECONDS = 3600;

/** An order of whoever asks; somebody else's is as if it were not there. */
export async function findOrder(ctx: Context, orderNo: string): Promise<Order> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.orderNo, orderNo));
  if (order === undefined || order.ownerKey !== ownerOf(ctx.actor)) {
    throw new AppError('not_found', `There is no order ${orderNo}.`);
  }
  const [parcels, lines, events, paymentRows, invoiceRows] = await ctx.db.batch([
    ctx.db
      .select({
        id: fulfilments.id,
        status: fulfilments.status,
        promisedOn: fulfilments.promisedOn,
        sellerName: sellers.name,
      })
      .from(fulfilments)
      .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
      .where(eq(fulfilments.orderId, order.id)),
    ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(orderLines.position)),
    ctx.db
      .select({ status: orderEvents.toStatus, at: orderEvents.at })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, order.id))
      .orderBy(asc(orderEvents.at), asc(orderEvents.id)),
    ctx.db
      .select({ status: payments.status })
      .from(payments)
      .where(eq(payments.orderId, order.id))
      .orderBy(desc(payments.createdAt))
      .limit(1),
    ctx.db.select().from(invoices).where(eq(invoices.orderId, order.id)),
  ]);
  const links = new Map(
    await Promise.all(
      invoiceRows
        .filter((invoice) => invoice.documentKey !== null)
        .map(async (invoice) => {
          const url = await invoiceUrl(ctx, invoice.id, INVOICE_LINK_SECONDS);
          return [invoice.fulfilmentId, { invoiceNo: invoice.invoiceNo, url }] as const;
        }),
    ),
  );
  const isPayable = order.status === 'payment_pending' && order.dueAt !== null && order.dueAt > ctx.now;
  const { stateCode, ...address } = order.address;
  return {
    orderNo: order.orderNo,
    status: order.status,
    paymentMethod: order.paymentMethod,
    paymentStatus: paymentRows[0]?.status ?? 'pending',
    createdAt: iso(order.createdAt),
    payBefore: order.status === 'payment_pending' && order.dueAt !== null ? iso(order.dueAt) : null,
    canPay: isPayable,
    canCancel: order.status === 'payment_pending',
    email: order.email,
    address: { ...address, state: STATES[stateCode] ?? stateCode },
    fulfilments: parcels.map(({ id, ...parcel }) => ({
      ...parcel,
      lines: lines.filter((line) => line.fulfilmentId === id).map(lineOf),
      invoice: links.get(id) ?? null,
    })),
    totals: order.quote.totals,
    timeline: events.map((event) => ({ status: event.status, at: iso(event.at) })),
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
    orders: page.map(({ imageKey, createdAt, ...order }) => ({
      ...order,
      createdAt: iso(createdAt),
      image: imageOf(imageKey, order.firstTitle, ''),
    })),
    nextCursor: rows.length > PAGE_SIZE ? (page.at(-1)?.createdAt.toString(36) ?? null) : null,
  };
}

function lineOf(line: typeof orderLines.$inferSelect) {
  const { sku, title, variantLabel, productSlug, quantity, pricePaise, mrpPaise, paidPaise } = line;
  const image = imageOf(line.imageKey, title, '');
  return { sku, title, variantLabel, productSlug, quantity, pricePaise, mrpPaise, paidPaise, image };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

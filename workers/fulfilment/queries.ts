import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../context.ts';
import { sellerMembers } from '../db/schema/accounts.ts';
import { EVENTS_IN_ORDER, fulfilments, orderEvents, orderLines, orders } from '../db/schema/orders.ts';
import { STATES } from '../domain/gst.ts';
import { PLACED_STATUSES } from '../domain/order.ts';
import { mayForSeller } from '../domain/role.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import { AppError } from '../http/problem.ts';
import { selectPaidBy } from '../orders/take-back.ts';
import { cashDue, sharesOfParcel } from './parcel-sale.ts';
import { requireFulfiller, requireParcel } from './require-parcel.ts';
import type { ParcelList, ParcelListQuery, ParcelView } from './schemas.ts';

/** A parcel with what is in it and where it goes, for whoever may handle it. Throws `unauthenticated`, `not_found`. */
export async function findParcel(ctx: Context, fulfilmentId: string): Promise<ParcelView> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.read');
  const [[order], lines, events, [payment]] = await ctx.db.batch([
    ctx.db.select().from(orders).where(eq(orders.id, parcel.orderId)),
    ctx.db
      .select()
      .from(orderLines)
      .where(and(eq(orderLines.orderId, parcel.orderId), eq(orderLines.fulfilmentId, parcel.id)))
      .orderBy(asc(orderLines.position)),
    ctx.db
      .select({ status: orderEvents.toStatus, at: orderEvents.at, note: orderEvents.note })
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, parcel.orderId), eq(orderEvents.subjectId, parcel.id)))
      .orderBy(...EVENTS_IN_ORDER),
    selectPaidBy(ctx, parcel.orderId),
  ]);
  if (order === undefined) throw new Error(`parcel ${parcel.id} has no order`);
  const standing = lines.filter((line) => line.cancellationId === null);
  const shares = sharesOfParcel(order, parcel, standing);
  const { stateCode, ...address } = order.address;
  return {
    ...headOf({ ...parcel, orderNo: order.orderNo, createdAt: order.createdAt }),
    trackingUrl: parcel.trackingUrl,
    shippedAt: isoOrNull(parcel.shippedAt),
    deliveredAt: isoOrNull(parcel.deliveredAt),
    hasLabel: parcel.labelKey !== null,
    cashPaise: cashDue({ payment: payment ?? null, shares }),
    address: { ...address, state: STATES[stateCode] ?? stateCode },
    lines: lines.map(({ sku, title, variantLabel, quantity, cancellationId }) => {
      return { sku, title, variantLabel, quantity, isCancelled: cancellationId !== null };
    }),
    timeline: events.map(({ status, at, note }) => ({ status, at: iso(at), note })),
  };
}

/**
 * The parcels of the seller that the person acts for, newest first; of every seller, or one, for staff. Orders that
 * were never placed are left out. Throws `unauthenticated`, `forbidden` for those who act for no seller.
 */
export async function listParcels(ctx: Context, { status, seller, cursor }: ParcelListQuery): Promise<ParcelList> {
  const sellerId = requireFulfiller(ctx) ? seller : await sellerOf(ctx);
  const rows = await ctx.db
    .select({
      id: fulfilments.id,
      orderNo: orders.orderNo,
      sellerId: fulfilments.sellerId,
      status: fulfilments.status,
      createdAt: orders.createdAt,
      promisedOn: fulfilments.promisedOn,
      carrier: fulfilments.carrier,
      awb: fulfilments.awb,
      pieces: sql<number>`(SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l
        WHERE l.order_id = ${orders.id} AND l.fulfilment_id = ${fulfilments.id} AND l.cancellation_id IS NULL)`,
      firstTitle: sql<string>`(SELECT l.title FROM order_lines l
        WHERE l.order_id = ${orders.id} AND l.fulfilment_id = ${fulfilments.id} ORDER BY l.position LIMIT 1)`,
    })
    .from(fulfilments)
    .innerJoin(orders, eq(orders.id, fulfilments.orderId))
    .where(
      and(
        sellerId === undefined ? undefined : eq(fulfilments.sellerId, sellerId),
        status === undefined ? undefined : eq(fulfilments.status, status),
        cursor === undefined ? undefined : lt(fulfilments.id, cursor),
        sql`(${fulfilments.status} <> 'pending'
          OR ${orders.status} IN (SELECT value FROM json_each(${JSON.stringify(PLACED_STATUSES)})))`,
      ),
    )
    .orderBy(desc(fulfilments.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return {
    parcels: page.map((row) => ({ ...headOf(row), pieces: row.pieces, firstTitle: row.firstTitle })),
    nextCursor,
  };
}

async function sellerOf(ctx: Context): Promise<string> {
  const { userId, role } = requireUser(ctx);
  const [member] = await ctx.db
    .select({ sellerId: sellerMembers.sellerId, role: sellerMembers.role })
    .from(sellerMembers)
    .where(eq(sellerMembers.userId, userId));
  if (role !== 'seller' || member === undefined || !mayForSeller(member.role, 'parcels.read')) {
    throw new AppError('forbidden', 'You do not act for a seller.');
  }
  return member.sellerId;
}

interface ParcelHead
  extends Pick<typeof fulfilments.$inferSelect, 'id' | 'sellerId' | 'status' | 'promisedOn' | 'carrier' | 'awb'> {
  readonly orderNo: string;
  readonly createdAt: number;
}

function headOf({ id, orderNo, sellerId, status, createdAt, promisedOn, carrier, awb }: ParcelHead) {
  return { id, orderNo, sellerId, status, placedAt: iso(createdAt), promisedOn, carrier, awb };
}

import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import type { FulfilmentStatus } from '../domain/fulfilment.ts';
import { orderMachine } from '../domain/order.ts';
import { buyerStatus } from '../domain/order-view.ts';
import { iso } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import type { StaffOrderList, StaffOrdersQuery } from './staff-schemas.ts';

const ORDER_NO = /^HT[0-9A-Z]{10}$/;
const PHONE = /^[6-9]\d{9}$/;

/** Everybody's orders, newest first: all of them, those in a state, or those that somebody asks about. */
export async function listStaffOrders(ctx: Context, { status, q, cursor }: StaffOrdersQuery): Promise<StaffOrderList> {
  requirePermission(ctx, 'orders.read');
  const rows = await ctx.db
    .select({
      id: orders.id,
      orderNo: orders.orderNo,
      status: orders.status,
      parcels: sql<string>`(SELECT json_group_array(fulfilments.status) FROM fulfilments
        WHERE fulfilments.order_id = orders.id)`,
      email: orders.email,
      paymentMethod: orders.paymentMethod,
      createdAt: orders.createdAt,
      grandPaise: orders.grandPaise,
      itemCount: sql<number>`(SELECT SUM(quantity) FROM order_lines WHERE order_lines.order_id = orders.id)`,
      firstTitle: sql<string>`(SELECT title FROM order_lines
        WHERE order_lines.order_id = orders.id ORDER BY order_lines.position LIMIT 1)`,
    })
    .from(orders)
    .where(and(inState(status), q === undefined ? undefined : matching(q), before(cursor)))
    .orderBy(desc(orders.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return {
    orders: page.map(({ id, status: orderStatus, parcels, createdAt, ...order }) => {
      const states = JSON.parse(parcels) as FulfilmentStatus[];
      return {
        ...order,
        status: buyerStatus(orderStatus, states),
        parcels: states,
        createdAt: iso(createdAt),
      };
    }),
    nextCursor,
  };
}

/** Ids sort by time. */
function before(cursor: string | undefined): SQL | undefined {
  return cursor === undefined ? undefined : lt(orders.id, cursor);
}

function inState(status: StaffOrdersQuery['status']): SQL | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(orderMachine.transitions, status)) return sql`${orders.status} = ${status}`;
  return sql`${orders.id} IN (SELECT order_id FROM fulfilments WHERE fulfilments.status = ${status})`;
}

/** By what the words look like: each kind has its index, and nothing is searched for in all of them. */
function matching(q: string): SQL | undefined {
  const word = q.toUpperCase();
  if (ORDER_NO.test(word)) return eq(orders.orderNo, word);
  if (q.includes('@')) return eq(orders.email, q.toLowerCase());
  const phone = q.replace(/[\s-]/g, '').replace(/^(\+91|0)(?=\d{10}$)/, '');
  const byPhone = PHONE.test(phone) ? sql`${orders.address} ->> 'phone' = ${phone} OR` : sql``;
  return sql`(${byPhone} ${orders.id} IN (
    SELECT order_id FROM fulfilments WHERE awb = ${q}
    UNION ALL SELECT order_id FROM payments WHERE id = ${q}
    UNION ALL SELECT order_id FROM payments WHERE capture_ref = ${q}
    UNION ALL SELECT order_id FROM payments WHERE gateway IN ('stripe', 'razorpay') AND gateway_ref = ${q}))`;
}

import { type SQL, sql } from 'drizzle-orm';

/** The dedupe keys of every message about orders, as a subquery; `orderIds` is one too. Each message is found by index. */
export function messageKeysOf(orderIds: SQL): SQL {
  return sql`
    SELECT 'order.invoiced:' || id || ':email' FROM orders WHERE id IN (${orderIds})
    UNION ALL
    SELECT 'order.lines_cancelled:' || id || ':email' FROM cancellations WHERE order_id IN (${orderIds})
    UNION ALL
    SELECT 'parcel.shipped:' || id || ':email' FROM fulfilments WHERE order_id IN (${orderIds})
    UNION ALL
    SELECT 'parcel.delivered:' || id || ':email' FROM fulfilments WHERE order_id IN (${orderIds})`;
}

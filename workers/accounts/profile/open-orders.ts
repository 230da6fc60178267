import { type SQL, sql } from 'drizzle-orm';
import type { FulfilmentStatus } from '../../domain/fulfilment.ts';
import type { OrderStatus } from '../../domain/order.ts';
import type { PaymentStatus } from '../../domain/payment.ts';
import type { RefundStatus } from '../../domain/refund.ts';

/** Not over: the goods are to come, or to go back; money is owed; or a bank has still to decide. */
const OPEN = {
  orders: ['created', 'payment_pending'] satisfies OrderStatus[],
  parcels: ['pending', 'packed', 'shipped', 'out_for_delivery', 'rto'] satisfies FulfilmentStatus[],
  refunds: ['due', 'pending', 'failed'] satisfies RefundStatus[],
  payments: ['mismatched', 'disputed'] satisfies PaymentStatus[],
} as const;

/** Whether an order is still moving, as SQL over its row under the name of its table. */
export function isOpen(order: SQL = sql`orders`): SQL {
  return sql`(${order}.status IN (${listOf(OPEN.orders)})
    OR (${order}.status IN ('paid', 'confirmed') AND EXISTS (
      SELECT 1 FROM fulfilments WHERE fulfilments.order_id = ${order}.id AND fulfilments.status IN (${listOf(OPEN.parcels)})))
    OR EXISTS (SELECT 1 FROM refunds WHERE refunds.order_id = ${order}.id AND refunds.status IN (${listOf(OPEN.refunds)}))
    OR EXISTS (SELECT 1 FROM payments WHERE payments.order_id = ${order}.id AND payments.status IN (${listOf(OPEN.payments)})))`;
}

/** Names of states are our own. */
function listOf(states: readonly string[]): SQL {
  return sql.raw(states.map((state) => `'${state}'`).join(', '));
}

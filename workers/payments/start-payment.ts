import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { type Context, ownerOf } from '../context.ts';
import { orders, payments } from '../db/schema/orders.ts';
import type { Id } from '../domain/id.ts';
import { AppError } from '../http/problem.ts';
import type { Gateway, StartedPayment } from './gateway.ts';
import { stripeGateway } from './stripe-gateway.ts';

/** What the pages and the API need to let a person pay. */
export interface PaymentStart extends StartedPayment {
  readonly publishableKey: string;
}

/**
 * Asks the gateway for the money of an order of whoever asks. An order has one payment per gateway, with an id that
 * follows from the order's, and the gateway is asked with that id as its key: however often and at once this is called,
 * there is one payment and one intent, and the answer is the same.
 *
 * Throws `not_found`, `order_not_payable`, `gateway_unavailable`, `misconfigured`.
 */
export async function startPayment(
  ctx: Context,
  orderNo: string,
  gateway: Gateway = stripeGateway(ctx.env),
): Promise<PaymentStart> {
  const order = await findPayable(ctx, orderNo);
  const paymentId: Id<'payment'> = `pay_${order.id.slice('ord_'.length)}`;
  const [, [payment]] = await ctx.db.batch([
    intendPayment(ctx, order.id, paymentId, gateway.name),
    select(ctx, paymentId),
  ]);
  // The guard of the intent saw an order that ended in the meantime, or money that is already there.
  if (payment === undefined || !RESTARTABLE.includes(payment.status)) throw notPayable();

  const { amountPaise, currency } = payment;
  const started = await gateway.start({ id: paymentId, orderNo, amountPaise, currency });
  const { gatewayRef } = started;
  const kept = await ctx.db
    .update(payments)
    .set({ gatewayRef })
    .where(and(eq(payments.id, paymentId), or(isNull(payments.gatewayRef), eq(payments.gatewayRef, gatewayRef))));
  if (kept.meta.changes !== 1) throw new Error(`payment ${paymentId} has another intent than ${gatewayRef}`);
  return { ...started, publishableKey: gateway.publishableKey };
}

const RESTARTABLE: readonly string[] = ['pending', 'failed'];

async function findPayable(ctx: Context, orderNo: string) {
  const [order] = await ctx.db
    .select({
      id: orders.id,
      ownerKey: orders.ownerKey,
      status: orders.status,
      dueAt: orders.dueAt,
      paymentMethod: orders.paymentMethod,
    })
    .from(orders)
    .where(eq(orders.orderNo, orderNo));
  if (order === undefined || order.ownerKey !== ownerOf(ctx.actor)) {
    throw new AppError('not_found', `There is no order ${orderNo}.`);
  }
  const isOpen = order.status === 'payment_pending' && order.dueAt !== null && order.dueAt > ctx.now;
  if (!isOpen || order.paymentMethod === 'cod') throw notPayable();
  return order;
}

function intendPayment(ctx: Context, orderId: string, paymentId: string, gateway: Gateway['name']) {
  return ctx.db.run(sql`
    INSERT INTO ${payments} (id, order_id, gateway, status, amount_paise, currency, created_at, updated_at)
    SELECT ${paymentId}, id, ${gateway}, 'pending', grand_paise, currency, ${ctx.now}, ${ctx.now}
    FROM ${orders} WHERE id = ${orderId} AND status = 'payment_pending' AND due_at > ${ctx.now}
    ON CONFLICT (id) DO NOTHING`);
}

function select(ctx: Context, paymentId: string) {
  return ctx.db
    .select({ status: payments.status, amountPaise: payments.amountPaise, currency: payments.currency })
    .from(payments)
    .where(eq(payments.id, paymentId));
}

function notPayable(): AppError {
  return new AppError('order_not_payable', 'This order is paid, waits for a review, or its time is over.');
}

import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { payments } from '../db/schema/payments.ts';
import { type PaymentStatus, paymentIdOf } from '../domain/payment.ts';
import { fieldError } from '../http/problem.ts';
import { isPriceFor } from '../promotions/payment-bound.ts';
import { findWaitingOrder, notPayable } from './find-waiting-order.ts';
import type { Gateway, GatewayName, PaymentMethodKind, StartedPayment } from './gateway.ts';
import { gatewayOf, gatewaysOf } from './gateways.ts';
import { METHODS } from './methods.ts';

export interface PaymentChoice {
  readonly gateway?: GatewayName | undefined;
  readonly method?: PaymentMethodKind | undefined;
}

/** What the pages and the API need to let a person pay. */
export interface PaymentStart extends StartedPayment {
  readonly gateway: GatewayName;
  readonly amountPaise: number;
  readonly publishableKey: string;
}

/**
 * Asks a gateway for the money of an order of whoever asks; another gateway or method may be asked at any time while
 * the order waits. An order has one payment per gateway, with an id that follows from the order's, and the gateway is
 * asked with that id as its key: however often and at once this is called, there is one intent, and one answer.
 *
 * Throws `not_found`, `validation_failed`, `order_not_payable`, `gateway_unavailable`, `misconfigured`.
 */
export async function startPayment(
  ctx: Context,
  orderNo: string,
  choice: PaymentChoice = {},
  adapter?: Gateway,
): Promise<PaymentStart> {
  const order = await findWaitingOrder(ctx, orderNo);
  const gateway = adapter ?? gatewayOf(ctx.env, chooseGateway(ctx.env, choice, order.paymentMethod));
  const { name } = gateway;
  requireMethod(name, choice.method);
  if (!isPriceFor(order, name)) throw fieldError('gateway', `The price of this order is not for ${name}.`);
  const paymentId = paymentIdOf(order.id, name);
  const [, , [payment]] = await ctx.db.batch([
    intendPayment(ctx, order.id, paymentId, name),
    chooseMethod(ctx, order.id, name),
    selectStarted(ctx, paymentId),
  ]);
  // The guard of the intent saw an order that ended in the meantime, or money that is already there.
  if (payment === undefined || !RESTARTABLE.includes(payment.status)) throw notPayable();

  const { amountPaise, currency } = payment;
  const started = await gateway.start({ id: paymentId, orderNo, amountPaise, currency, method: choice.method });
  const { gatewayRef } = started;
  const kept = await ctx.db
    .update(payments)
    .set({ gatewayRef })
    .where(and(eq(payments.id, paymentId), or(isNull(payments.gatewayRef), eq(payments.gatewayRef, gatewayRef))));
  if (kept.meta.changes !== 1) throw new Error(`payment ${paymentId} has another intent than ${gatewayRef}`);
  return { ...started, gateway: name, amountPaise, publishableKey: gateway.publishableKey };
}

const RESTARTABLE: readonly PaymentStatus[] = ['pending', 'failed'];

/** The one that is asked for, else the one that the order was placed with, else the first that the shop has. */
function chooseGateway(env: Env, { gateway }: PaymentChoice, placedWith: string): GatewayName {
  const configured = gatewaysOf(env);
  const wanted = gateway ?? configured.find((name) => name === placedWith) ?? configured[0];
  if (wanted === undefined || !configured.includes(wanted)) {
    throw fieldError('gateway', `This shop does not take payments by ${wanted ?? 'any gateway'}.`);
  }
  return wanted;
}

function requireMethod(name: GatewayName, method: PaymentMethodKind | undefined): void {
  if (method === undefined || METHODS[name].includes(method)) return;
  throw fieldError('method', `${name} does not offer ${method}.`);
}

function intendPayment(ctx: Context, orderId: string, paymentId: string, gateway: GatewayName) {
  return ctx.db.run(sql`
    INSERT INTO ${payments} (id, order_id, gateway, status, amount_paise, currency, created_at, updated_at)
    SELECT ${paymentId}, id, ${gateway}, 'pending', grand_paise, currency, ${ctx.now}, ${ctx.now}
    FROM ${orders} WHERE id = ${orderId} AND status = 'payment_pending' AND due_at > ${ctx.now}
    ON CONFLICT (id) DO NOTHING`);
}

function chooseMethod(ctx: Context, orderId: string, gateway: GatewayName) {
  return ctx.db.run(sql`
    UPDATE ${orders} SET payment_method = ${gateway} WHERE id = ${orderId} AND status = 'payment_pending'`);
}

function selectStarted(ctx: Context, paymentId: string) {
  return ctx.db
    .select({ status: payments.status, amountPaise: payments.amountPaise, currency: payments.currency })
    .from(payments)
    .where(eq(payments.id, paymentId));
}

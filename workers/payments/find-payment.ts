import { eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { payments } from '../db/schema/payments.ts';
import type { GatewayEvent } from './gateway.ts';

export type PaymentRow = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

/** A payment of a gateway, with its order as the money meets it. */
export async function findPayment(ctx: Context, paymentId: string) {
  const [payment] = await selectPayment(ctx).where(eq(payments.id, paymentId));
  return payment ?? null;
}

/**
 * The payment that an event speaks of: by what was asked for, or by the money itself. Two lookups by index, where an OR
 * would walk through all payments of the gateway.
 */
export async function findPaymentOf(
  ctx: Context,
  gateway: string,
  { gatewayRef, captureRef }: Pick<GatewayEvent, 'gatewayRef' | 'captureRef'>,
): Promise<PaymentRow | null> {
  const [payment] = await selectPayment(ctx).where(
    sql`${payments.id} IN (
      SELECT id FROM payments WHERE gateway = ${gateway} AND gateway_ref = ${gatewayRef}
      UNION ALL
      SELECT id FROM payments WHERE capture_ref = ${captureRef} AND gateway = ${gateway})`,
  );
  return payment ?? null;
}

function selectPayment(ctx: Context) {
  return ctx.db
    .select({
      id: payments.id,
      orderId: payments.orderId,
      gateway: payments.gateway,
      captureRef: payments.captureRef,
      status: payments.status,
      amountPaise: payments.amountPaise,
      currency: payments.currency,
      capturedPaise: payments.capturedPaise,
      feePaise: payments.feePaise,
      orderNo: orders.orderNo,
      orderStatus: orders.status,
      quote: orders.quote,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId));
}

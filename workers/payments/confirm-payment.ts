import { and, eq } from 'drizzle-orm';
import { actAs, type Context } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { payments } from '../db/schema/payments.ts';
import { AppError } from '../http/problem.ts';
import type { Gateway } from './gateway.ts';
import { razorpayGateway, verifyCallback } from './razorpay-gateway.ts';
import { askAbout } from './reconcile-payments.ts';

export interface Callback {
  /** Razorpay's ids of what was asked for, and of the money. */
  readonly orderRef: string;
  readonly paymentRef: string;
  readonly signature: string;
}

export interface Confirmation {
  readonly orderNo: string;
  readonly status: string;
}

/**
 * The browser comes back from Razorpay and says that it has paid. It is believed only as far as to ask Razorpay itself,
 * whose answer goes the way of a webhook; whichever is first counts. Whoever brings a signature of Razorpay's may ask:
 * it is given to the payer only. Throws `invalid_signature`, before anything is written.
 */
export async function confirmPayment(ctx: Context, callback: Callback, gateway?: Gateway): Promise<Confirmation> {
  const { orderRef, paymentRef, signature } = callback;
  const payment = await find(ctx, orderRef);
  // The reference that is signed is the one that we keep; of one that we do not know nothing is told.
  const known = payment?.gatewayRef ?? '';
  if (!(await verifyCallback(ctx.env, known, paymentRef, signature)) || payment === undefined) {
    throw new AppError('invalid_signature', 'The signature does not fit the payment.');
  }
  const asSystem = actAs(ctx, { kind: 'system', name: 'razorpay' });
  try {
    await askAbout(asSystem, gateway ?? razorpayGateway(ctx.env), { gatewayRef: known, captureRef: paymentRef });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'gateway_unavailable') throw error;
    // The buyer is not kept waiting: the webhook or the reconciler will tell.
    ctx.log.error('callback unanswered', { paymentId: payment.id, error });
  }
  const after = await find(ctx, orderRef);
  return { orderNo: payment.orderNo, status: after?.status ?? payment.status };
}

async function find(ctx: Context, orderRef: string) {
  const [payment] = await ctx.db
    .select({
      id: payments.id,
      gatewayRef: payments.gatewayRef,
      orderNo: orders.orderNo,
      status: orders.status,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.gateway, 'razorpay'), eq(payments.gatewayRef, orderRef)));
  return payment;
}

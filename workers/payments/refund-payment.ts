import { and, eq, lt } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { payments } from '../db/schema/orders.ts';
import type { Gateway } from './gateway.ts';
import { mayStill, setPayment } from './payment-writes.ts';
import { stripeGateway } from './stripe-gateway.ts';

/**
 * Gives back the whole of a payment that is owed. The consumer of `payment.refund_due`: a message that comes twice, or
 * a reply that was lost, leads to one refund, because the gateway knows it by the payment's id.
 */
export async function refundPayment(ctx: Context, paymentId: string, gateway?: Gateway): Promise<void> {
  requireSystem(ctx);
  const [payment] = await ctx.db
    .select({ status: payments.status, gatewayRef: payments.gatewayRef, amountPaise: payments.amountPaise })
    .from(payments)
    .where(eq(payments.id, paymentId));
  if (payment?.status !== 'refund_due' || payment.gatewayRef === null) return;
  const { gatewayRef, amountPaise } = payment;
  const adapter = gateway ?? stripeGateway(ctx.env);
  await adapter.refund({ gatewayRef, amountPaise, idempotencyKey: `refund:${paymentId}` });
  await setPayment(ctx, paymentId, 'refunded', null, mayStill(paymentId, 'refunded'));
}

const SWEEP_AGE_MS = 10 * 60_000;
const SWEEP_LIMIT = 20;

/** The cron's: refunds whose message was given up. Money that is owed must not wait for a person to notice. */
export async function sweepRefunds(ctx: Context, gateway?: Gateway): Promise<number> {
  requireSystem(ctx);
  const rows = await ctx.db
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.status, 'refund_due'), lt(payments.updatedAt, ctx.now - SWEEP_AGE_MS)))
    .orderBy(payments.updatedAt)
    .limit(SWEEP_LIMIT);
  const refunds = await Promise.allSettled(
    rows.map(async ({ id }) => {
      // Touched first: one that fails goes to the end of the line and does not keep the others.
      await ctx.db.update(payments).set({ updatedAt: ctx.now }).where(eq(payments.id, id));
      await refundPayment(ctx, id, gateway);
    }),
  );
  const failure = refunds.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return rows.length;
}

import { and, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { payments } from '../db/schema/orders.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import type { Gateway } from './gateway.ts';
import { stripeGateway } from './stripe-gateway.ts';

const BATCH = 20;
/** A webhook has this long to come by itself. */
const PATIENCE_MS = 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

/**
 * The cron's: asks the gateway about payments that stayed open, for webhooks that were lost. What it answers goes the
 * way of an event, so that a webhook that comes after all finds its work done. Returns how many payments it moved.
 */
export async function reconcilePayments(ctx: Context, gateway?: Gateway): Promise<number> {
  requireSystem(ctx);
  const open = await findOpen(ctx);
  if (open.length === 0) return 0;
  const adapter = gateway ?? stripeGateway(ctx.env);
  const moved = await Promise.allSettled(
    open.map(async (payment) => (await claim(ctx, payment)) && (await reconcile(ctx, adapter, payment.gatewayRef))),
  );
  const failure = moved.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return moved.filter((each) => each.status === 'fulfilled' && each.value).length;
}

interface OpenPayment {
  readonly id: string;
  readonly gatewayRef: string;
  readonly updatedAt: number;
}

/** `updated_at` remembers the last question, and the wait grows with age: asked after 1, 2, 3, 4½, 7, 10, 15 minutes. */
async function findOpen(ctx: Context): Promise<OpenPayment[]> {
  return await ctx.db
    .select({ id: payments.id, gatewayRef: sql<string>`${payments.gatewayRef}`, updatedAt: payments.updatedAt })
    .from(payments)
    .where(
      sql`${payments.status} IN ('pending', 'authorized', 'failed') AND ${payments.gateway} = 'stripe'
          AND ${payments.gatewayRef} IS NOT NULL AND ${payments.createdAt} > ${ctx.now - GIVE_UP_MS}
          AND ${ctx.now} - ${payments.updatedAt} >= max(${PATIENCE_MS}, (${payments.updatedAt} - ${payments.createdAt}) / 2)`,
    )
    .orderBy(payments.updatedAt)
    .limit(BATCH);
}

/** Before the question, so that two runs ask once, and one that cannot be answered goes to the end of the line. */
async function claim(ctx: Context, { id, updatedAt }: OpenPayment): Promise<boolean> {
  const claimed = await ctx.db
    .update(payments)
    .set({ updatedAt: ctx.now })
    .where(and(eq(payments.id, id), eq(payments.updatedAt, updatedAt)));
  return claimed.meta.changes === 1;
}

async function reconcile(ctx: Context, gateway: Gateway, gatewayRef: string): Promise<boolean> {
  const { status, amountPaise, currency } = await gateway.fetch(gatewayRef);
  if (status === 'open') return false;
  const told = { eventId: `asked:${gatewayRef}`, gatewayType: 'asked', type: 'captured' } as const;
  const outcome = await applyPaymentEvent(ctx, gateway.name, { ...told, gatewayRef, amountPaise, currency }, null);
  return outcome !== 'repeat';
}

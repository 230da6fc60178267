import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { payments } from '../db/schema/orders.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import type { Gateway } from './gateway.ts';
import { stripeGateway } from './stripe-gateway.ts';

const BATCH = 20;
/** A webhook has this long to come by itself; then the gateway is asked, and again after as long as it is old by then. */
const PATIENCE_MS = 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

/**
 * The cron's: asks the gateway about payments that stayed open, for webhooks that were lost. What it answers goes the
 * way of an event, so that a webhook that comes after all finds its work done. Returns how many payments it moved.
 */
export async function reconcilePayments(ctx: Context, gateway?: Gateway): Promise<number> {
  requireSystem(ctx);
  // `updated_at` remembers the last question: the wait between two doubles, from a minute to a day.
  const open = await ctx.db
    .select({ id: payments.id, gatewayRef: payments.gatewayRef })
    .from(payments)
    .where(
      sql`${payments.status} IN ('pending', 'authorized', 'failed') AND ${payments.gateway} = 'stripe'
          AND ${payments.gatewayRef} IS NOT NULL AND ${payments.createdAt} > ${ctx.now - GIVE_UP_MS}
          AND ${ctx.now} - ${payments.updatedAt} >= max(${PATIENCE_MS}, ${payments.updatedAt} - ${payments.createdAt})`,
    )
    .orderBy(payments.updatedAt)
    .limit(BATCH);
  if (open.length === 0) return 0;
  const adapter = gateway ?? stripeGateway(ctx.env);
  let moved = 0;
  for (const { id, gatewayRef } of open) {
    if (gatewayRef !== null && (await reconcile(ctx, adapter, gatewayRef))) moved += 1;
    await ctx.db.run(sql`UPDATE ${payments} SET updated_at = max(updated_at, ${ctx.now}) WHERE id = ${id}`);
  }
  return moved;
}

async function reconcile(ctx: Context, gateway: Gateway, gatewayRef: string): Promise<boolean> {
  const { status, amountPaise, currency } = await gateway.fetch(gatewayRef);
  if (status === 'open') return false;
  const event = { eventId: `asked:${gatewayRef}`, gatewayType: 'asked', type: 'captured', gatewayRef, amountPaise, currency } as const;
  const outcome = await applyPaymentEvent(ctx, gateway.name, event, null);
  return outcome !== 'repeat';
}

import { and, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { payments } from '../db/schema/payments.ts';
import { settleAll } from '../settle-all.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import type { Gateway, GatewayName } from './gateway.ts';
import { gatewayOf } from './gateways.ts';

/** Of a flash sale thousands are left open at once. */
const BATCH = 60;
/** A webhook has this long to come by itself. */
const PATIENCE_MS = 60_000;
const GIVE_UP_MS = 7 * 86_400_000;

/**
 * The cron's: asks the gateways about payments that stayed open, for webhooks that were lost. What they answer goes the
 * way of an event, so that a webhook that comes after all finds its work done. Returns how many payments it moved.
 */
export async function reconcilePayments(
  ctx: Context,
  adapterOf: (name: GatewayName) => Gateway = (name) => gatewayOf(ctx.env, name),
): Promise<number> {
  requireSystem(ctx);
  return await settleAll(await findOpen(ctx), async (payment) => {
    return (await claim(ctx, payment)) && (await askAbout(ctx, adapterOf(payment.gateway), payment));
  });
}

/**
 * Asks a gateway about one payment and makes the answer true. Returns whether that moved anything. Throws
 * `gateway_unavailable`.
 */
export async function askAbout(
  ctx: Context,
  gateway: Gateway,
  { gatewayRef, captureRef }: { readonly gatewayRef: string; readonly captureRef: string | null },
): Promise<boolean> {
  const { status, ...told } = await gateway.fetch({ gatewayRef, captureRef });
  if (status === 'open') return false;
  const asked = { eventId: `asked:${gatewayRef}`, gatewayType: 'asked', type: 'captured', refund: null } as const;
  return (await applyPaymentEvent(ctx, gateway.name, { ...asked, gatewayRef, ...told })) !== 'repeat';
}

interface OpenPayment {
  readonly id: string;
  readonly gateway: GatewayName;
  readonly gatewayRef: string;
  readonly captureRef: string | null;
  readonly updatedAt: number;
}

/**
 * `updated_at` remembers the last question, and the wait grows with age: asked after 1, 2, 3, 4½, 7, 10, 15 minutes. It is
 * never before `created_at`; said of both, the index leaves out all that was given up.
 */
async function findOpen(ctx: Context): Promise<OpenPayment[]> {
  return await ctx.db
    .select({
      id: payments.id,
      gateway: sql<GatewayName>`${payments.gateway}`,
      gatewayRef: sql<string>`${payments.gatewayRef}`,
      captureRef: payments.captureRef,
      updatedAt: payments.updatedAt,
    })
    .from(payments)
    .where(
      sql`${payments.status} IN ('pending', 'authorized', 'failed') AND ${payments.gatewayRef} IS NOT NULL
          AND ${payments.createdAt} > ${ctx.now - GIVE_UP_MS} AND ${payments.updatedAt} > ${ctx.now - GIVE_UP_MS}
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

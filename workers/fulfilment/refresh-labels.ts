import { and, eq, isNotNull } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { fulfilments } from '../db/schema/orders.ts';
import type { Carrier } from '../delivery/carrier.ts';
import { AppError } from '../http/problem.ts';
import { labelFulfilment } from './label-fulfilment.ts';

/**
 * After a cancellation the parcels that wait with a label hold less and, for cash, cost less: the carrier is told, and
 * label and slip are printed again. Idempotent. Throws `carrier_unavailable`, so that the queue asks again.
 */
export async function refreshLabels(ctx: Context, orderId: string, carrier?: Carrier): Promise<void> {
  requireSystem(ctx);
  const waiting = await ctx.db
    .select({ id: fulfilments.id })
    .from(fulfilments)
    .where(and(eq(fulfilments.orderId, orderId), eq(fulfilments.status, 'packed'), isNotNull(fulfilments.labelKey)));
  for (const { id } of waiting) {
    try {
      await labelFulfilment(ctx, id, carrier);
    } catch (error) {
      // It was handed over, or emptied, in the meantime: its label is of no use any more.
      if (!(error instanceof AppError) || error.code !== 'illegal_transition') throw error;
    }
  }
}

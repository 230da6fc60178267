import { asc, lte } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { settleAll } from '../settle-all.ts';
import { deliverParcel } from './deliver-fulfilment.ts';

const BATCH = 200;

/** The cron's: parcels whose carrier never said that they arrived. Returns how many count as delivered now. */
export async function deliverDueParcels(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const due = await ctx.db
    .select({ id: fulfilments.id, orderId: fulfilments.orderId })
    .from(fulfilments)
    .where(lte(fulfilments.dueAt, ctx.now))
    .orderBy(asc(fulfilments.dueAt))
    .limit(BATCH);
  return await settleAll(due, async (parcel) => await deliverParcel(ctx, parcel, 'no word from the carrier'));
}

import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { fulfilments } from '../db/schema/orders.ts';
import type { Carrier } from '../delivery/carrier.ts';
import { carrierOf } from '../delivery/carriers.ts';
import { applyCarrierEvent } from './apply-carrier-event.ts';

/** A carrier's API is slow and counted: few a minute, and each parcel a few times a day. */
const PARCELS_A_RUN = 5;
const ASK_AGAIN_MS = 6 * 3_600_000;

/** The cron's: asks the carrier about parcels of which nothing was heard for a day. Returns how many it asked about. */
export async function trackSilentParcels(
  ctx: Context,
  carrierNamed: (name: string) => Carrier = (name) => carrierOf(ctx.env, name),
): Promise<number> {
  requireSystem(ctx);
  const silent = await claim(ctx);
  for (const { carrier, awb } of silent) {
    try {
      for (const event of await carrierNamed(carrier).track(awb)) await applyCarrierEvent(ctx, carrier, event);
    } catch (error) {
      // It is asked again in some hours; the next parcel may be with another carrier.
      ctx.log.error('parcel not tracked', { carrier, awb, error });
    }
  }
  return silent.length;
}

/**
 * Their next turn is set before they are asked about: two runs at once never ask about the same parcel. The plus keeps
 * SQLite from walking through all parcels that are on their way, when few of them are due.
 */
async function claim(ctx: Context) {
  return await ctx.db.all<{ readonly carrier: string; readonly awb: string }>(sql`
    UPDATE ${fulfilments} SET track_at = ${ctx.now + ASK_AGAIN_MS}
    WHERE id IN (SELECT id FROM ${fulfilments} WHERE track_at <= ${ctx.now}
      AND +status IN ('packed', 'shipped', 'out_for_delivery') ORDER BY track_at LIMIT ${PARCELS_A_RUN})
    RETURNING carrier, awb`);
}

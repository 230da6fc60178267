import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { fulfilments, orderEvents } from '../db/schema/orders.ts';
import type { CarrierEvent } from '../delivery/carrier.ts';
import type { FulfilmentEvent } from '../domain/fulfilment.ts';
import { deliverParcel } from './deliver-fulfilment.ts';
import { moveParcel } from './move-parcel.ts';
import type { Parcel } from './require-parcel.ts';
import { DAY_MS, shipParcel } from './ship-fulfilment.ts';
import { turnParcelBack } from './turn-back-fulfilment.ts';

export type CarrierOutcome = 'applied' | 'repeat' | 'ignored' | 'noted' | 'unknown_parcel';

type CarrierMove = Extract<FulfilmentEvent, 'ship' | 'go_out' | 'attempt_failed' | 'deliver' | 'turn_back'>;

/**
 * What each word of a carrier says of a parcel, in order: whatever it is, somebody must have picked it up before. A
 * parcel that is further already takes none of it, so that late, repeated and reordered words end in the same state.
 * One that is back at the seller's door is turned back; the seller counts it.
 */
const MEANINGS: Readonly<Record<Exclude<CarrierEvent['type'], 'other'>, readonly CarrierMove[]>> = {
  picked_up: ['ship'],
  out_for_delivery: ['ship', 'go_out'],
  delivery_failed: ['ship', 'go_out', 'attempt_failed'],
  delivered: ['ship', 'deliver'],
  rto_started: ['ship', 'turn_back'],
  rto_delivered: ['ship', 'turn_back'],
};

/** What a carrier said, made true. Idempotent. */
export async function applyCarrierEvent(ctx: Context, carrier: string, event: CarrierEvent): Promise<CarrierOutcome> {
  requireSystem(ctx);
  if (event.type === 'other') return 'ignored';
  const [parcel] = await ctx.db
    .select()
    .from(fulfilments)
    .where(and(eq(fulfilments.carrier, carrier), eq(fulfilments.awb, event.awb)));
  if (parcel === undefined) return 'unknown_parcel';
  let hasMoved = false;
  for (const move of MEANINGS[event.type]) {
    if (await applyMove(ctx, parcel, move, { carrier, event })) hasMoved = true;
  }
  if (hasMoved) return 'applied';
  if (await isLogged(ctx, parcel, noteOf(carrier, event.at))) return 'repeat';
  return event.type === 'rto_delivered' ? 'noted' : 'ignored';
}

/** Each is a compare-and-set: false when the parcel is elsewhere, or gone further meanwhile. */
async function applyMove(
  ctx: Context,
  parcel: Parcel,
  move: CarrierMove,
  { carrier, event }: { readonly carrier: string; readonly event: CarrierEvent },
): Promise<boolean> {
  const note = noteOf(carrier, event.at);
  switch (move) {
    case 'ship':
      return await shipParcel(ctx, parcel, { carrier, awb: event.awb }, note);
    case 'deliver':
      return await deliverParcel(ctx, parcel, note);
    case 'turn_back':
      return await turnParcelBack(ctx, parcel, note);
    case 'go_out':
    case 'attempt_failed':
      return await moveParcel(ctx, parcel, {
        event: move,
        guard: isNews(parcel.id, move, note),
        set: [sql`track_at = ${ctx.now + DAY_MS}`],
        note,
      });
  }
}

/** 'delhivery 2026-11-25T10:00:00.000Z': of one carrier, they sort by the time of their scans. */
function noteOf(carrier: string, at: number): string {
  return `${carrier} ${new Date(at).toISOString()}`;
}

/** Whether this very scan has moved the parcel before. */
async function isLogged(ctx: Context, { id, orderId }: Parcel, note: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: orderEvents.id })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.subjectId, id), eq(orderEvents.note, note)))
    .limit(1);
  return row !== undefined;
}

/**
 * True in SQL when no later scan has been applied. Only a parcel that goes out again and again comes to the same state
 * twice, so only there an old word would undo a new one.
 */
function isNews(fulfilmentId: string, move: 'go_out' | 'attempt_failed', note: string): SQL {
  const isSettled = move === 'go_out' ? sql`e.note >= ${note}` : sql`e.note > ${note}`;
  return sql`NOT EXISTS (SELECT 1 FROM ${orderEvents} e WHERE e.order_id = ${fulfilments}.order_id
    AND e.subject_id = ${fulfilmentId} AND e.event IN ('go_out', 'attempt_failed') AND ${isSettled})`;
}

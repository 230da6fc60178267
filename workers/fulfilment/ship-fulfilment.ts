import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { isKnownCarrier } from '../delivery/carriers.ts';
import { DELIVERY_FALLBACK_DAYS } from '../domain/fulfilment.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { HAS_LINES, moveParcel, refusedMove } from './move-parcel.ts';
import { isFulfiller, type Parcel, requireParcel } from './require-parcel.ts';
import type { ShipInput } from './schemas.ts';

export const DAY_MS = 86_400_000;

/** How the carrier knows a parcel. */
export interface Waybill {
  readonly carrier: string;
  readonly awb: string;
}

/**
 * The parcel has been handed over: by the AWB number that was booked for it, or by one of the seller's own carrier.
 * Throws `validation_failed` when there is no number, `awb_taken`, `illegal_transition`.
 */
export async function shipFulfilment(ctx: Context, fulfilmentId: string, input: ShipInput): Promise<void> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.pack');
  const waybill = waybillOf(ctx, parcel, input);
  if (!(await shipParcel(ctx, parcel, waybill))) throw await refusedMove(ctx, fulfilmentId, 'ship');
}

/** The transition itself, also for the carrier's word that it has picked the parcel up. Returns whether it happened. */
export async function shipParcel(
  ctx: Context,
  parcel: Parcel,
  { carrier, awb }: Waybill,
  note?: string,
): Promise<boolean> {
  const dueAt = ctx.now + DELIVERY_FALLBACK_DAYS * DAY_MS;
  const trackAt = isKnownCarrier(carrier) ? ctx.now + DAY_MS : null;
  try {
    return await moveParcel(ctx, parcel, {
      event: 'ship',
      // A label that is booked at the same moment wins: its number is on the parcel.
      guard: sql`${HAS_LINES} AND (awb IS NULL OR (carrier = ${carrier} AND awb = ${awb}))`,
      set: [sql`carrier = ${carrier}, awb = ${awb}, shipped_at = ${ctx.now}, due_at = ${dueAt}, track_at = ${trackAt}`],
      announces: [{ type: 'parcel.shipped', orderId: parcel.orderId, fulfilmentId: parcel.id }],
      note: note ?? awb,
      after: { status: 'shipped', carrier, awb },
      failpoint: 'ship.applied',
    });
  } catch (error) {
    if (!violatesUnique(error, 'fulfilments.awb')) throw error;
    throw new AppError('awb_taken', `${carrier} ${awb} is the number of another parcel.`);
  }
}

function waybillOf(
  ctx: Context,
  { carrier: bookedCarrier, awb: bookedAwb }: Parcel,
  { carrier, awb }: ShipInput,
): Waybill {
  if (bookedAwb !== null && bookedCarrier !== null) {
    if (awb !== undefined && awb !== bookedAwb) throw fieldError('awb', `The parcel is booked as ${bookedAwb}.`);
    return { carrier: bookedCarrier, awb: bookedAwb };
  }
  if (awb === undefined) throw fieldError('awb', 'Book a label first, or give the AWB number of your own carrier.');
  if (carrier === undefined) throw fieldError('carrier', 'Name the carrier of this AWB number.');
  // What this carrier says of the number moves the parcel, and its cash: a seller must not take another's.
  if (isKnownCarrier(carrier) && !isFulfiller(ctx)) throw fieldError('awb', `Book the label of ${carrier} here.`);
  return { carrier, awb };
}

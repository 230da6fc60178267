import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { moveParcel, refusedMove } from './move-parcel.ts';
import { type Parcel, requireParcelAsStaff } from './require-parcel.ts';

/** Staff know that a parcel is on its way back. Throws `illegal_transition`, `forbidden`. */
export async function turnBackFulfilment(ctx: Context, fulfilmentId: string): Promise<void> {
  const parcel = await requireParcelAsStaff(ctx, fulfilmentId);
  if (!(await turnParcelBack(ctx, parcel))) throw await refusedMove(ctx, fulfilmentId, 'turn_back');
}

/** The transition itself: nobody took the parcel, or nobody was found. No money moves before the seller has counted. */
export async function turnParcelBack(ctx: Context, parcel: Parcel, note?: string): Promise<boolean> {
  return await moveParcel(ctx, parcel, {
    event: 'turn_back',
    set: [sql`due_at = NULL, track_at = NULL`],
    after: { status: 'rto' },
    ...(note === undefined ? {} : { note }),
  });
}

import type { Context } from '../context.ts';
import { HAS_LINES, moveParcel, refusedMove } from './move-parcel.ts';
import { requireParcel } from './require-parcel.ts';

/** The seller has put everything into the parcel. Throws `illegal_transition`. */
export async function packFulfilment(ctx: Context, fulfilmentId: string): Promise<void> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.pack');
  const isPacked = await moveParcel(ctx, parcel, { event: 'pack', guard: HAS_LINES, failpoint: 'pack.applied' });
  if (!isPacked) throw await refusedMove(ctx, fulfilmentId, 'pack');
}

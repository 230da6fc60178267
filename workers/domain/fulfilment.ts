import type { Machine } from './machine.ts';

/** The life of one seller's parcel. Carriers report twice, late and out of order: a step back is not in the table. */
export type FulfilmentStatus =
  | 'pending'
  | 'packed'
  | 'shipped'
  | 'out_for_delivery'
  | 'delivered'
  | 'cancelled'
  | 'rto'
  | 'rto_received'
  | 'returned';

export type FulfilmentEvent =
  | 'pack'
  | 'ship'
  | 'go_out'
  | 'attempt_failed'
  | 'deliver'
  | 'turn_back'
  | 'come_back'
  | 'cancel'
  | 'return';

export const fulfilmentMachine: Machine<FulfilmentStatus, FulfilmentEvent> = {
  name: 'fulfilment',
  transitions: {
    pending: { pack: 'packed', cancel: 'cancelled' },
    packed: { ship: 'shipped', cancel: 'cancelled' },
    shipped: { go_out: 'out_for_delivery', deliver: 'delivered', turn_back: 'rto' },
    out_for_delivery: { attempt_failed: 'shipped', deliver: 'delivered', turn_back: 'rto' },
    delivered: { return: 'returned' },
    // Return to origin: nobody took it; it is on its way back, then counted at the seller's.
    rto: { come_back: 'rto_received' },
    rto_received: {},
    cancelled: {},
    returned: {},
  },
};

/** Until here a line can be cancelled: the parcel is in the seller's hands. */
export const CANCELLABLE_STATUSES = ['pending', 'packed'] as const satisfies readonly FulfilmentStatus[];

/** A carrier that never says so: a parcel counts as delivered this long after it was shipped. */
export const DELIVERY_FALLBACK_DAYS = 7;

import type { Order } from './schemas.ts';

/** A row of the log of transitions, as far as a buyer may know it. */
export interface LogRow {
  readonly machine: string;
  readonly subjectId: string | null;
  readonly event: string | null;
  readonly status: string;
  readonly note: string | null;
  readonly at: number;
}

export interface TimelineFacts {
  /** In the order of time. */
  readonly log: readonly LogRow[];
  readonly parcelIds: readonly string[];
  readonly cancellations: readonly { readonly id: string; readonly at: number }[];
}

type Entry = Order['timeline'][number];

/**
 * What the log means to a buyer: the order's own steps and those of its parcels, numbered where there are several.
 * Payments and refunds have places of their own on the page.
 */
export function timelineOf({ log, parcelIds, cancellations }: TimelineFacts): Entry[] {
  const wholeIds = new Set(log.filter((row) => row.event === 'all_cancelled').map((row) => row.note));
  const parcelOf = (id: string | null) => (parcelIds.length > 1 && id !== null ? parcelIds.indexOf(id) + 1 : null);
  const steps = log.flatMap(({ machine, subjectId, event, status, note, at }) => {
    if (machine === 'order') return [{ status, at, parcel: null }];
    // With the order gone, its parcels are not worth a line each.
    if (machine !== 'fulfilment' || wholeIds.has(note ?? '')) return [];
    return [{ status: event === 'attempt_failed' ? event : status, at, parcel: parcelOf(subjectId) }];
  });
  // A cancellation that left something in its parcel moved no machine.
  const noted = new Set(log.map((row) => row.note));
  const partial = cancellations
    .filter(({ id }) => !noted.has(id))
    .map(({ at }) => ({ status: 'items_cancelled', at, parcel: null }));
  return [...steps, ...partial]
    .sort((one, other) => one.at - other.at)
    .map(({ at, ...entry }) => ({ ...entry, at: new Date(at).toISOString() }));
}

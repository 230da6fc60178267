/**
 * Where a product stands among all that match, before any word is looked at: what can be bought first, then what many
 * have rated well. The index keeps its rows in this order, so that a search may stop early.
 */

const BUCKETS = 512;
/** Card ids are below this. */
const ROOM = 2 ** 32;
const STEPS_PER_OCTAVE = 20;

export interface Standing {
  readonly isInStock: boolean;
  readonly ratingTenths: number;
  readonly ratingCount: number;
}

/** The rowid of a card in the index; the lower, the earlier. Unique, since a card's id is. */
export function placeOf(cardId: number, standing: Standing): number {
  return bucketOf(standing) * ROOM + cardId;
}

/** Rows below this can be bought. */
export const FIRST_SOLD_OUT_PLACE = BUCKETS * ROOM;

/** From 0 to 1. */
export function popularityOf(place: number): number {
  return 1 - (Math.floor(place / ROOM) % BUCKETS) / (BUCKETS - 1);
}

function bucketOf({ isInStock, ratingTenths, ratingCount }: Standing): number {
  const counted = Math.log2(1 + ratingCount) * STEPS_PER_OCTAVE;
  const popularity = Math.min(BUCKETS - 1, Math.round((counted * ratingTenths) / 50 + ratingTenths));
  return (isInStock ? 0 : BUCKETS) + (BUCKETS - 1 - popularity);
}

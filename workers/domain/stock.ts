/**
 * Stock of one SKU: what is on the shelf (`onHand`) and how much of it is promised (`reserved`).
 * Every decision yields a ledger entry; `onHand` and `reserved` are the sums of the ledger.
 */

export type StockReason =
  | 'order_reserve'
  | 'order_commit'
  | 'order_release'
  | 'order_cancel'
  | 'manual'
  | 'return'
  | 'import'
  /** Between the objects of a SKU that is split. */
  | 'transfer';

export interface StockLevel {
  readonly onHand: number;
  readonly reserved: number;
}

export interface StockChange {
  readonly onHandChange: number;
  readonly reservedChange: number;
  readonly reason: StockReason;
  /** The order, import or adjustment that caused the change. */
  readonly ref: string;
}

export type HoldState = 'held' | 'committed' | 'released';

export interface Hold {
  readonly orderId: string;
  readonly quantity: number;
  readonly state: HoldState;
  readonly expiresAt: number;
}

/** A hold id is an order id, or '<order id>:late' of one whose money came late. */
export function orderIdOf(holdId: string): string {
  return holdId.split(':')[0] ?? holdId;
}

/** `change: null` with `ok` means: already so, nothing to write. */
export type StockDecision<Reason extends string = never> =
  | { readonly ok: true; readonly change: StockChange | null; readonly hold: HoldState }
  | { readonly ok: false; readonly reason: Reason; readonly available: number };

export function availableOf(level: StockLevel): number {
  return level.onHand - level.reserved;
}

export function applyChange(level: StockLevel, change: StockChange): StockLevel {
  return { onHand: level.onHand + change.onHandChange, reserved: level.reserved + change.reservedChange };
}

/**
 * Promises `quantity` to an order. Idempotent by order: the same quantity again is the same hold. An order that was
 * released before its hold arrived stays released, so a sweep that overtakes a slow checkout leaves nothing behind.
 */
export function decideHold(
  level: StockLevel,
  existing: Hold | null,
  orderId: string,
  quantity: number,
): StockDecision<'out_of_stock' | 'hold_released' | 'hold_differs'> {
  const available = availableOf(level);
  if (existing !== null) {
    if (existing.state === 'released') return { ok: false, reason: 'hold_released', available };
    if (existing.quantity !== quantity) return { ok: false, reason: 'hold_differs', available };
    return { ok: true, change: null, hold: existing.state };
  }
  if (quantity > available) return { ok: false, reason: 'out_of_stock', available };
  return { ok: true, change: changeOf(0, quantity, 'order_reserve', orderId), hold: 'held' };
}

/** The order is paid or confirmed: what was promised leaves the shelf. */
export function decideCommit(level: StockLevel, existing: Hold | null): StockDecision<'no_hold' | 'hold_released'> {
  const available = availableOf(level);
  if (existing === null) return { ok: false, reason: 'no_hold', available };
  if (existing.state === 'released') return { ok: false, reason: 'hold_released', available };
  if (existing.state === 'committed') return { ok: true, change: null, hold: 'committed' };
  const { quantity, orderId } = existing;
  const change = quantity === 0 ? null : changeOf(-quantity, -quantity, 'order_commit', orderId);
  return { ok: true, change, hold: 'committed' };
}

/** The order will not happen: a live hold goes back on sale, committed pieces go back on the shelf. */
export function decideRelease(existing: Hold | null): StockDecision {
  if (existing === null || existing.state === 'released') return { ok: true, change: null, hold: 'released' };
  const { quantity, orderId, state } = existing;
  if (quantity === 0) return { ok: true, change: null, hold: 'released' };
  const change =
    state === 'held'
      ? changeOf(0, -quantity, 'order_release', orderId)
      : changeOf(quantity, 0, 'order_cancel', orderId);
  return { ok: true, change, hold: 'released' };
}

/** What was done under a reason and a ref is done: a repeat changes nothing. */
export interface Repeatable {
  readonly reason: StockReason;
  readonly ref: string;
  readonly isDone: boolean;
}

export type ShelfDecision<Reason extends string> =
  | { readonly ok: true; readonly change: StockChange | null }
  | { readonly ok: false; readonly reason: Reason };

/** Staff, an import or a return changes the shelf by a delta; it may not fall below what is promised. */
export function decideAdjust(
  level: StockLevel,
  delta: number,
  { reason, ref, isDone }: Repeatable,
): ShelfDecision<'below_reserved'> {
  if (isDone) return { ok: true, change: null };
  if (level.onHand + delta < level.reserved) return { ok: false, reason: 'below_reserved' };
  return { ok: true, change: changeOf(delta, 0, reason, ref) };
}

/** A count of the shelf: pieces that are promised still lie there, so they are part of it. */
export interface Count {
  readonly onHand: number;
  /** What the counter saw in the books; the count is refused when they have moved since. */
  readonly expectedOnHand?: number | undefined;
}

/**
 * Sets the shelf to what was counted. A count that finds nothing new is an entry of 0 all the same: repeated after the
 * next sale it would otherwise bring the sold pieces back.
 */
export function decideCount(
  level: StockLevel,
  { onHand, expectedOnHand }: Count,
  { reason, ref, isDone }: Repeatable,
): ShelfDecision<'below_reserved' | 'stale'> {
  if (isDone) return { ok: true, change: null };
  if (expectedOnHand !== undefined && expectedOnHand !== level.onHand) return { ok: false, reason: 'stale' };
  return decideAdjust(level, onHand - level.onHand, { reason, ref, isDone });
}

export function changeOf(onHandChange: number, reservedChange: number, reason: StockReason, ref: string): StockChange {
  return { onHandChange, reservedChange, reason, ref };
}

import { availableOf, changeOf, type Hold, orderIdOf, type StockChange, type StockLevel } from './stock.ts';

/**
 * A hot SKU is split over several objects. Object 0 is named by the SKU itself and speaks for all of them; the others
 * are 'SKU#1', 'SKU#2', …. A SKU never contains a '#'.
 */
export function shardNameOf(sku: string, index: number): string {
  return index === 0 ? sku : `${sku}#${index}`;
}

export function skuOfShard(name: string): string {
  return name.split('#')[0] ?? name;
}

/** The object that an order asks first: the same for all its holds ('ord_…', 'ord_…:late'). FNV-1a. */
export function homeShardOf(holdId: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const letter of orderIdOf(holdId)) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash % shards;
}

export function sumOf(levels: readonly StockLevel[]): StockLevel {
  return levels.reduce(
    (sum, { onHand, reserved }) => ({ onHand: sum.onHand + onHand, reserved: sum.reserved + reserved }),
    { onHand: 0, reserved: 0 },
  );
}

export type TakeDecision =
  | { readonly ok: true; readonly change: StockChange | null; readonly quantity: number }
  | { readonly ok: false; readonly reason: 'hold_released' };

/**
 * Takes as much of `wanted` as there is, with what the hold has here already: a part of a hold, of 0 pieces even. What
 * is committed stays as it is.
 */
export function decideTake(level: StockLevel, existing: Hold | null, holdId: string, wanted: number): TakeDecision {
  if (existing?.state === 'released') return { ok: false, reason: 'hold_released' };
  const has = existing?.quantity ?? 0;
  const more = existing?.state === 'committed' ? 0 : Math.max(0, Math.min(wanted - has, availableOf(level)));
  return { ok: true, change: more === 0 ? null : changeOf(0, more, 'order_reserve', holdId), quantity: has + more };
}

/** One object as the gatherer sees it: what it could give, and the part that the hold has there. */
export interface ShardView {
  readonly available: number;
  readonly part: Pick<Hold, 'quantity' | 'state'> | null;
}

export type GatherDecision =
  /** `walk`: the objects to take from, in this order, until nothing is missing. */
  | { readonly ok: true; readonly missing: number; readonly walk: readonly number[] }
  | {
      readonly ok: false;
      readonly reason: 'out_of_stock' | 'hold_released' | 'hold_differs';
      readonly available: number;
    };

/** Whether a hold that no single object can serve can be served by all of them. Its home comes first, and is marked. */
export function decideGather(views: readonly ShardView[], home: number, quantity: number): GatherDecision {
  const available = views.reduce((sum, view) => sum + view.available, 0);
  if (views.some(({ part }) => part?.state === 'released')) return { ok: false, reason: 'hold_released', available };
  const missing = quantity - views.reduce((sum, { part }) => sum + (part?.quantity ?? 0), 0);
  if (missing < 0) return { ok: false, reason: 'hold_differs', available };
  if (missing > available) return { ok: false, reason: 'out_of_stock', available };
  const others = [...views.keys()].filter((index) => index !== home);
  others.sort((a, b) => (views[b]?.available ?? 0) - (views[a]?.available ?? 0));
  return { ok: true, missing, walk: [home, ...others] };
}

export interface Move {
  readonly from: number;
  readonly to: number;
  readonly quantity: number;
}

/**
 * Evens out what objects have to sell. Only an object with less than half of its share is filled up, and up to its
 * share: afterwards it has to sell half of it before anything moves again. Few pieces are left to the gatherer.
 */
export function planMoves(available: readonly number[]): readonly Move[] {
  const share = Math.floor(available.reduce((sum, each) => sum + each, 0) / available.length);
  const left = [...available];
  const moves: Move[] = [];
  for (const [to, has] of available.entries()) {
    if (has * 2 >= share) continue;
    for (let need = share - has; need > 0; ) {
      const from = left.indexOf(Math.max(...left));
      const quantity = Math.min(need, (left[from] ?? 0) - share);
      if (quantity <= 0) break;
      moves.push({ from, to, quantity });
      left[from] = (left[from] ?? 0) - quantity;
      left[to] = (left[to] ?? 0) + quantity;
      need -= quantity;
    }
  }
  return moves;
}

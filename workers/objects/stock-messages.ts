import type { Hold, HoldState, StockLevel } from '../domain/stock.ts';
import type { LedgerEntry, StockState, Transfer } from './stock-store.ts';

export interface HoldRequest {
  readonly orderId: string;
  readonly quantity: number;
  /** Epoch milliseconds; the alarm looks at the hold then. */
  readonly expiresAt: number;
}

/** `shards`: over how many objects the SKU is split, as far as this object knows; the first one always does. */
export type HoldAnswer =
  | { readonly ok: true; readonly available: number; readonly quantity: number; readonly shards: number }
  | { readonly ok: false; readonly reason: string; readonly available: number; readonly shards: number };

/** `quantity`: how much of the order was here. */
export interface ReleaseAnswer {
  readonly quantity: number;
  readonly available: number;
  readonly shards: number;
}

/** The part of a hold that an object has, after it was asked for as much as it can give. */
export interface TakeAnswer {
  readonly state: HoldState;
  readonly quantity: number;
  readonly available: number;
}

export type AdjustAnswer =
  | { readonly ok: true; readonly level: StockLevel }
  | { readonly ok: false; readonly reason: 'below_reserved' | 'stale'; readonly level: StockLevel };

export interface CountOptions {
  /** Refused as `stale` when the books say something else by now. */
  readonly expectedOnHand?: number | undefined;
  /** Epoch milliseconds. A count older than the last one is old news and changes nothing. */
  readonly countedAt?: number | undefined;
}

/** One object as the one that speaks for all sees it. */
export interface ShardState {
  readonly level: StockLevel;
  /** Of the holds that were asked for, those that the object knows. */
  readonly holds: readonly Hold[];
  /** Transfers that have left and not arrived yet, as far as known. */
  readonly transfers: number;
}

export interface ReportRequest {
  /** How many entries of the ledger, the newest first. */
  readonly entries: number;
  /** How many holds that are not committed yet, the next to expire first. */
  readonly openHolds: number;
}

/** What an object knows of itself at one moment: for staff and audits. */
export interface StockReport {
  readonly name: string;
  readonly state: StockState;
  /** The level once more, as ledger and holds tell it. */
  readonly sums: { readonly ledger: StockLevel; readonly held: number };
  readonly transfers: readonly Transfer[];
  readonly entries: readonly LedgerEntry[];
  readonly openHolds: readonly Hold[];
}

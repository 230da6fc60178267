import type { StockChange, StockLevel } from './stock.ts';

/** What the outbox announces after a commit. A consumer may see any of them twice and in any order. */
export type DomainEvent =
  | { readonly type: 'order.placed'; readonly orderId: string }
  | { readonly type: 'order.expired'; readonly orderId: string }
  | { readonly type: 'order.cancelled'; readonly orderId: string }
  | { readonly type: 'order.invoiced'; readonly orderId: string }
  | { readonly type: 'order.lines_cancelled'; readonly orderId: string; readonly cancellationId: string }
  | { readonly type: 'refund.due'; readonly refundId: string }
  | { readonly type: 'parcel.shipped'; readonly orderId: string; readonly fulfilmentId: string }
  | { readonly type: 'parcel.delivered'; readonly orderId: string; readonly fulfilmentId: string }
  | { readonly type: 'parcel.came_back'; readonly orderId: string; readonly fulfilmentId: string }
  | { readonly type: 'stock.counted'; readonly sku: string; readonly onHand: number; readonly ref: string }
  | { readonly type: 'media.uploaded'; readonly mediaId: string }
  | { readonly type: 'media.removed'; readonly mediaId: string; readonly key: string; readonly originalKey: string }
  | { readonly type: 'product.changed'; readonly productId: string }
  | { readonly type: 'account.deleted'; readonly userId: string };

/** A stock object tells D1 what happened: entries with their place in the ledger, and the level after the last. */
export interface StockChangedMessage {
  readonly type: 'stock.changed';
  readonly sku: string;
  readonly seq: number;
  readonly level: StockLevel;
  readonly entries: readonly (StockChange & { readonly seq: number; readonly at: number })[];
}

/** What travels on the queue. Domain events carry the id of their outbox row: consumers are idempotent by it. */
export type QueueMessage = (DomainEvent & { readonly eventId: string }) | StockChangedMessage;

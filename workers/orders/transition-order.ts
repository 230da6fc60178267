import { type SQL, sql } from 'drizzle-orm';
import { actorLabel, type Context } from '../context.ts';
import { type Announcement, announce } from '../db/outbox.ts';
import { orderEvents, orders } from '../db/schema/orders.ts';
import type { DomainEvent } from '../domain/event.ts';
import { type OrderEvent, type OrderStatus, targetOf } from '../domain/order.ts';

export interface TransitionOptions {
  readonly orderId: string;
  readonly from: OrderStatus;
  readonly event: OrderEvent;
  /** Said only when the transition happened. */
  readonly announces?: DomainEvent;
  readonly dueAt?: number | null;
  /** A further condition on the order's row, beside its status. */
  readonly guard?: SQL;
}

export interface OrderTransitionWrites {
  /** For the batch of the mutation, in this order and first in it; the first one's `meta.changes` is 1 for the winner. */
  readonly statements: readonly [ReturnType<Context['db']['run']>, ...ReturnType<Context['db']['run']>[]];
  /** True in SQL, for later statements of the same batch, when the transition happened. */
  readonly happened: SQL;
  readonly announcements: readonly Announcement[];
}

/**
 * The rows of one transition. The log row is written first and only where the order still stands in `from`; all that
 * follows depends on that log row, so a transition that lost its race writes nothing at all.
 */
export function transitionWrites(ctx: Context, options: TransitionOptions): OrderTransitionWrites {
  const { orderId, from, event, announces, dueAt = null, guard = sql`TRUE` } = options;
  const to = targetOf(from, event);
  const logId = ctx.newId('event');
  const happened = sql`EXISTS (SELECT 1 FROM ${orderEvents} WHERE id = ${logId})`;
  const log = ctx.db.run(sql`
    INSERT INTO ${orderEvents} (id, order_id, from_status, to_status, actor, at)
    SELECT ${logId}, id, status, ${to}, ${actorLabel(ctx.actor)}, ${ctx.now}
    FROM ${orders} WHERE id = ${orderId} AND status = ${from} AND ${guard}`);
  const move = ctx.db.run(
    sql`UPDATE ${orders} SET status = ${to}, due_at = ${dueAt} WHERE id = ${orderId} AND ${happened}`,
  );
  const announcements = announces === undefined ? [] : [announce(ctx, announces, happened)];
  return { statements: [log, move, ...announcements.map((a) => a.statement)], happened, announcements };
}

/** Whether the transition won, from the results of the batch that began with its statements. */
export function didHappen(results: readonly unknown[]): boolean {
  return ((results[0] as D1Result | undefined)?.meta.changes ?? 0) === 1;
}

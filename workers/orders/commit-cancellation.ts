import { type SQL, sql } from 'drizzle-orm';
import { actorLabel, type Context } from '../context.ts';
import { type AuditEntry, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { cancellations, fulfilments, orderLines, orders } from '../db/schema/orders.ts';
import { didHappen, fulfilmentStates, orderStates, transitionWrites } from '../db/transition.ts';
import { CANCELLABLE_STATUSES } from '../domain/fulfilment.ts';
import type { Id } from '../domain/id.ts';
import { PLACED_STATUSES } from '../domain/order.ts';
import { paidFor } from '../domain/order-shares.ts';
import { returnUses } from '../promotions/uses.ts';
import type { CancellationPlan } from './decide-cancellation.ts';
import type { OrderRow, PlacedFacts } from './gather-cancellation.ts';
import { takeBackWrites, unchanged } from './take-back.ts';

export interface CancellationCommit {
  readonly order: OrderRow;
  readonly facts: PlacedFacts;
  readonly plan: CancellationPlan;
  readonly reason: string;
  /** For staff. */
  readonly audit: AuditEntry | null;
}

/**
 * A cancellation in one batch. Its row is the guard: it is written only while everything is as it was read, and all
 * the rest depends on it. Returns its id, or null when somebody else was faster: look again.
 */
export async function commitCancellation(
  ctx: Context,
  { order, facts, plan, reason, audit }: CancellationCommit,
): Promise<Id<'cancellation'> | null> {
  const cancellationId = ctx.newId('cancellation');
  const happened = sql`EXISTS (SELECT 1 FROM ${cancellations} WHERE id = ${cancellationId})`;
  const lineIds = JSON.stringify(plan.lines.map((line) => line.id));
  const amountPaise = paidFor(plan.shares);
  const takeBack = takeBackWrites(
    ctx,
    {
      orderId: order.id,
      payment: facts.payment,
      cause: `cancellation:${cancellationId}`,
      reason: 'cancelled',
      shares: plan.shares,
      lines: plan.lines
        .filter((line) => !line.isRefunded)
        .map((line) => ({ lineId: line.id, amountPaise: line.paidPaise })),
    },
    happened,
  );
  const announcement = announce(ctx, { type: 'order.lines_cancelled', orderId: order.id, cancellationId }, happened);
  const results = await ctx.db.batch([
    ctx.db.run(sql`
      INSERT INTO ${cancellations} (id, order_id, line_ids, amount_paise, reason, actor, created_at)
      SELECT ${cancellationId}, ${order.id}, ${lineIds}, ${amountPaise}, ${reason}, ${actorLabel(ctx.actor)}, ${ctx.now}
      WHERE ${stillAsRead(order.id, lineIds, facts)}`),
    ctx.db.run(sql`
      UPDATE ${orderLines} SET cancellation_id = ${cancellationId}
      WHERE id IN (SELECT value FROM json_each(${lineIds})) AND ${happened}`),
    ...emptiedWrites(ctx, order.id, cancellationId, plan, happened),
    ...(plan.isAll ? returnUses(ctx, order.id, happened) : []),
    ...takeBack.statements,
    announcement.statement,
    ...(audit === null ? [] : [auditWrite(ctx, audit, happened)]),
  ]);
  if (!didHappen(results)) return null;
  ctx.later(publish(ctx, [...takeBack.announcements, announcement]));
  return cancellationId;
}

/** The whole guard. As many cancellations as before: so no line was taken out, and the same parcels become empty. */
function stillAsRead(orderId: string, lineIds: string, { payment, cancellationCount }: PlacedFacts): SQL {
  const placed = JSON.stringify(PLACED_STATUSES);
  const cancellable = JSON.stringify(CANCELLABLE_STATUSES);
  return sql`
    EXISTS (SELECT 1 FROM ${orders} WHERE id = ${orderId} AND status IN (SELECT value FROM json_each(${placed})))
    AND (SELECT COUNT(*) FROM ${cancellations} WHERE order_id = ${orderId}) = ${cancellationCount}
    AND NOT EXISTS (
      SELECT 1 FROM ${orderLines} l JOIN ${fulfilments} f ON f.id = l.fulfilment_id
      WHERE l.id IN (SELECT value FROM json_each(${lineIds}))
        AND (l.cancellation_id IS NOT NULL OR f.status NOT IN (SELECT value FROM json_each(${cancellable}))))
    AND ${unchanged(payment)}`;
}

/** What has nothing left in it ends. The parcel's log row names the cancellation that its charges went back with. */
function emptiedWrites(ctx: Context, orderId: string, cancellationId: string, plan: CancellationPlan, happened: SQL) {
  const parcels = plan.emptiedParcelIds.flatMap(
    (id) =>
      transitionWrites(ctx, fulfilmentStates, {
        id,
        event: 'cancel',
        set: [sql`due_at = NULL`],
        guard: happened,
        note: cancellationId,
      }).statements,
  );
  if (!plan.isAll) return parcels;
  const order = transitionWrites(ctx, orderStates, {
    id: orderId,
    event: 'all_cancelled',
    set: [sql`due_at = NULL`],
    guard: happened,
    note: cancellationId,
  });
  return [...parcels, ...order.statements];
}

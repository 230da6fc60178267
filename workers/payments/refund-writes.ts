import { type SQL, sql } from 'drizzle-orm';
import { actorLabel, type Context } from '../context.ts';
import { type Announcement, announce } from '../db/outbox.ts';
import { orderEvents } from '../db/schema/orders.ts';
import { payments, refunds } from '../db/schema/payments.ts';
import type { Id } from '../domain/id.ts';
import { REFUNDABLE_STATUSES } from '../domain/payment.ts';
import type { RefundReason } from '../domain/refund.ts';

export interface RefundIntent {
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountPaise: number;
  /** What each line gets back; empty for an amount of no line. */
  readonly lines?: readonly { readonly lineId: string; readonly amountPaise: number }[];
  readonly reason: RefundReason;
  /** What it answers: 'cancellation:ccl_…', 'rto:ful_…'. A second refund for the same cause is not made. */
  readonly cause: string;
}

type Statement = ReturnType<Context['db']['run']>;

export interface RefundWrites {
  readonly refundId: Id<'refund'>;
  readonly statements: readonly [Statement, ...Statement[]];
  /** True in SQL, for later statements of the batch, when the refund was written. */
  readonly requested: SQL;
  readonly announcement: Announcement;
}

/**
 * A refund that is owed, for the batch of what it answers. Written only where `onlyIf` holds, where there is money of
 * the buyer, and where all refunds of the payment together, failed ones included, stay within what was captured: so
 * parallel refunds never exceed it. One that failed is still owed and is tried again, not made anew.
 */
export function refundWrites(ctx: Context, intent: RefundIntent, onlyIf: SQL = sql`TRUE`): RefundWrites {
  const { orderId, paymentId, amountPaise, lines = [], reason, cause } = intent;
  const refundId = ctx.newId('refund');
  const requested = sql`EXISTS (SELECT 1 FROM ${refunds} WHERE id = ${refundId})`;
  const actor = actorLabel(ctx.actor);
  const refund = ctx.db.run(sql`
    INSERT INTO ${refunds}
      (id, order_id, payment_id, amount_paise, lines, reason, cause, status, actor, created_at, updated_at)
    SELECT ${refundId}, ${orderId}, p.id, ${amountPaise}, ${JSON.stringify(lines)}, ${reason}, ${cause}, 'due',
      ${actor}, ${ctx.now}, ${ctx.now}
    FROM ${payments} p
    WHERE p.id = ${paymentId} AND ${amountPaise} > 0 AND ${onlyIf}
      AND p.status IN (SELECT value FROM json_each(${JSON.stringify(REFUNDABLE_STATUSES)}))
      AND ${amountPaise} <= p.captured_paise - ${refundedOf(sql`p.id`)}
    ON CONFLICT (payment_id, cause) DO NOTHING`);
  const log = ctx.db.run(sql`
    INSERT INTO ${orderEvents} (id, order_id, machine, subject_id, event, to_status, actor, note, at)
    SELECT ${ctx.newId('event')}, ${orderId}, 'refund', ${refundId}, 'requested', 'due', ${actor}, ${cause}, ${ctx.now}
    WHERE ${requested}`);
  const announcement = announce(ctx, { type: 'refund.due', refundId }, requested);
  return { refundId, statements: [refund, log, announcement.statement], requested, announcement };
}

/** In SQL: what all refunds of a payment come to. */
export function refundedOf(paymentId: SQL): SQL {
  return sql`(SELECT COALESCE(SUM(amount_paise), 0) FROM ${refunds} WHERE payment_id = ${paymentId})`;
}

import { and, count, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { type Announcement, publish } from '../db/outbox.ts';
import { fulfilments, orderLines, orders } from '../db/schema/orders.ts';
import { didHappen, fulfilmentStates, type TransitionOptions, transitionWrites } from '../db/transition.ts';
import { type FulfilmentEvent, type FulfilmentStatus, fulfilmentMachine } from '../domain/fulfilment.ts';
import { transition } from '../domain/machine.ts';
import { isPlaced, type OrderStatus, PLACED_STATUSES } from '../domain/order.ts';
import { type Failpoint, failpoint } from '../failpoint.ts';
import { AppError } from '../http/problem.ts';
import type { Parcel } from './require-parcel.ts';

type Statement = ReturnType<Context['db']['run']>;

export interface Consequences {
  readonly statements: readonly Statement[];
  readonly announcements?: readonly Announcement[];
}

export interface ParcelMove extends Omit<TransitionOptions<FulfilmentStatus, FulfilmentEvent>, 'id' | 'from'> {
  /** What else is written when it happens, and only then. */
  readonly consequences?: (happened: SQL) => Consequences;
  /** For the audit row of a person: what is new besides the state. */
  readonly after?: Readonly<Record<string, unknown>>;
  readonly failpoint?: Failpoint;
}

/** True in SQL, in a guard: the parcel belongs to an order that stands. */
const OF_PLACED_ORDER = sql`EXISTS (SELECT 1 FROM ${orders} o WHERE o.id = ${fulfilments}.order_id
  AND o.status IN (SELECT value FROM json_each(${JSON.stringify(PLACED_STATUSES)})))`;

/** True in SQL, in a guard: not all of the parcel has been cancelled. */
export const HAS_LINES = sql`EXISTS (SELECT 1 FROM ${orderLines} l WHERE l.order_id = ${fulfilments}.order_id
  AND l.fulfilment_id = ${fulfilments}.id AND l.cancellation_id IS NULL)`;

/** One transition of a parcel of a placed order, with its consequences, in one batch. Returns whether it happened. */
export async function moveParcel(
  ctx: Context,
  parcel: Pick<Parcel, 'id' | 'status'>,
  move: ParcelMove,
): Promise<boolean> {
  const { consequences, after, failpoint: point, guard = sql`TRUE`, ...options } = move;
  const { statements, happened, announcements } = transitionWrites(ctx, fulfilmentStates, {
    ...options,
    id: parcel.id,
    guard: sql`${OF_PLACED_ORDER} AND ${guard}`,
  });
  const more = consequences?.(happened) ?? { statements: [] };
  const audit = auditWrite(
    ctx,
    { action: `fulfilment.${move.event}`, subject: parcel.id, before: { status: parcel.status }, after },
    happened,
  );
  const results = await ctx.db.batch([
    ...statements,
    ...more.statements,
    ...(ctx.actor.kind === 'user' ? [audit] : []),
  ]);
  if (!didHappen(results)) return false;
  if (point !== undefined) await failpoint(ctx, point);
  ctx.later(publish(ctx, [...announcements, ...(more.announcements ?? [])]));
  return true;
}

/** Why a move did not happen, from the parcel as it stands now: `illegal_transition` that names state and event. */
export async function refusedMove(
  ctx: Context,
  fulfilmentId: string,
  event: FulfilmentEvent | 'label',
): Promise<AppError> {
  const [[row], [lines]] = await ctx.db.batch([
    ctx.db
      // In a batch columns are told apart by their names alone.
      .select({ status: fulfilments.status, orderStatus: sql<OrderStatus>`${orders.status}`.as('order_status') })
      .from(fulfilments)
      .innerJoin(orders, eq(orders.id, fulfilments.orderId))
      .where(eq(fulfilments.id, fulfilmentId)),
    ctx.db
      .select({ left: count() })
      .from(orderLines)
      .innerJoin(fulfilments, eq(fulfilments.orderId, orderLines.orderId))
      .where(
        and(
          eq(fulfilments.id, fulfilmentId),
          eq(orderLines.fulfilmentId, fulfilments.id),
          isNull(orderLines.cancellationId),
        ),
      ),
  ]);
  if (row === undefined) return new AppError('not_found', `There is no parcel ${fulfilmentId}.`);
  const from = row.status;
  const isKnown = event !== 'label' && transition(fulfilmentMachine, from, event).ok;
  const detail = !isPlaced(row.orderStatus)
    ? `The order is ${row.orderStatus}: there is nothing to send.`
    : lines?.left === 0
      ? 'Everything in this parcel has been cancelled.'
      : isKnown
        ? 'The parcel has changed in the meantime. Look again.'
        : `A parcel that is ${from} cannot take "${event}".`;
  return new AppError('illegal_transition', detail, { from, event });
}

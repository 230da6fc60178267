import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { actorLabel, type Context } from '../context.ts';
import type { DomainEvent } from '../domain/event.ts';
import { type FulfilmentEvent, type FulfilmentStatus, fulfilmentMachine } from '../domain/fulfilment.ts';
import { type Machine, sourcesOf, transition } from '../domain/machine.ts';
import { type OrderEvent, type OrderStatus, orderMachine } from '../domain/order.ts';
import { type PaymentEvent, type PaymentStatus, paymentMachine } from '../domain/payment.ts';
import { type RefundEvent, type RefundStatus, refundMachine } from '../domain/refund.ts';
import { type Announcement, announce } from './outbox.ts';
import { fulfilments, orderEvents, orders } from './schema/orders.ts';
import { payments, refunds } from './schema/payments.ts';

/** A state machine and the table whose `status` it moves. */
export interface Stored<State extends string, Event extends string> {
  readonly machine: Machine<State, Event>;
  readonly table: SQLiteTable;
  /** The column that names the order of a row. */
  readonly orderId: 'id' | 'order_id';
}

export const orderStates: Stored<OrderStatus, OrderEvent> = { machine: orderMachine, table: orders, orderId: 'id' };
export const paymentStates: Stored<PaymentStatus, PaymentEvent> = {
  machine: paymentMachine,
  table: payments,
  orderId: 'order_id',
};
export const refundStates: Stored<RefundStatus, RefundEvent> = {
  machine: refundMachine,
  table: refunds,
  orderId: 'order_id',
};
export const fulfilmentStates: Stored<FulfilmentStatus, FulfilmentEvent> = {
  machine: fulfilmentMachine,
  table: fulfilments,
  orderId: 'order_id',
};

export interface TransitionOptions<State extends string, Event extends string> {
  readonly id: string;
  readonly event: Event;
  /** Only from this state; every state that the event may leave when it is not given. */
  readonly from?: State;
  /** Further columns of the row to set, as SQL: sql`due_at = ${dueAt}`. */
  readonly set?: readonly SQL[];
  /** A further condition, beside the status of the row. */
  readonly guard?: SQL;
  /** Said only when the transition happened. */
  readonly announces?: readonly DomainEvent[];
  /** For the log: why, or a number to look for. No personal data. */
  readonly note?: string;
}

type Statement = ReturnType<Context['db']['run']>;

export interface TransitionWrites {
  /** For one batch, in this order; the first one's `meta.changes` is 1 for the winner. */
  readonly statements: readonly [Statement, ...Statement[]];
  /** True in SQL, for later statements of the same batch, when the transition happened. */
  readonly happened: SQL;
  readonly announcements: readonly Announcement[];
}

/**
 * The rows of one transition: compare-and-set, and one log row. The log row is written first and only where the row
 * still stands in a state that the event may leave; all that follows depends on that log row, so a transition that lost
 * its race writes nothing at all. Throws a RangeError for an event that never leaves `from`: that is a bug.
 */
export function transitionWrites<State extends string, Event extends string>(
  ctx: Context,
  { machine, table, orderId }: Stored<State, Event>,
  options: TransitionOptions<State, Event>,
): TransitionWrites {
  const { id, event, from, set = [], guard = sql`TRUE`, announces = [], note = null } = options;
  const sources = from === undefined ? sourcesOf(machine, event) : [from];
  const logId = ctx.newId('event');
  const happened = sql`EXISTS (SELECT 1 FROM ${orderEvents} WHERE id = ${logId})`;
  const subjectId = machine.name === 'order' ? null : id;
  const log = ctx.db.run(sql`
    INSERT INTO ${orderEvents} (id, order_id, machine, subject_id, event, from_status, to_status, actor, note, at)
    SELECT ${logId}, ${sql.identifier(orderId)}, ${machine.name}, ${subjectId}, ${event}, status,
      ${targetIn(machine, event, sources)}, ${actorLabel(ctx.actor)}, ${note}, ${ctx.now}
    FROM ${table} WHERE id = ${id} AND status IN (${literals(sources)}) AND ${guard}`);
  const changes = sql.join([targetOf(logId), ...set], sql`, `);
  const move = ctx.db.run(sql`UPDATE ${table} SET ${changes} WHERE id = ${id} AND ${happened}`);
  const announcements = announces.map((each) => announce(ctx, each, happened));
  return { statements: [log, move, ...announcements.map((each) => each.statement)], happened, announcements };
}

/** Whether the transition won: by the results of a batch, and the place of its first statement in it. */
export function didHappen(results: readonly unknown[], place = 0): boolean {
  return ((results.at(place) as D1Result | undefined)?.meta.changes ?? 0) === 1;
}

function targetOf(logId: string): SQL {
  return sql`status = (SELECT to_status FROM ${orderEvents} WHERE id = ${logId})`;
}

/** CASE status WHEN 'packed' THEN 'shipped' … END. */
function targetIn<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  event: Event,
  sources: readonly State[],
): SQL {
  const cases = sources.map((from) => {
    const next = transition(machine, from, event);
    if (!next.ok) throw new RangeError(`${event} does not leave ${from} (${machine.name})`);
    return sql`WHEN ${literal(from)} THEN ${literal(next.to)}`;
  });
  if (cases.length === 0) throw new RangeError(`${event} leaves no state (${machine.name})`);
  return sql`CASE status ${sql.join(cases, sql` `)} END`;
}

function literals(states: readonly string[]): SQL {
  return sql.join(states.map(literal), sql`, `);
}

/** Names of states come from our own tables; D1 binds few parameters. */
function literal(state: string): SQL {
  return sql.raw(`'${state}'`);
}

import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { DomainEvent } from '../domain/event.ts';
import type { Id } from '../domain/id.ts';
import { outbox } from './schema/orders.ts';

/** What will be said once the batch that contains `statement` has committed. */
export interface Announcement {
  readonly eventId: Id<'event'>;
  readonly event: DomainEvent;
  readonly statement: ReturnType<Context['db']['run']>;
}

/**
 * An outbox row for the batch of the change that it announces. With `onlyIf` the row is written only where that
 * condition holds, for batches whose guard may have touched no row.
 */
export function announce(ctx: Context, event: DomainEvent, onlyIf: SQL = sql`TRUE`): Announcement {
  const eventId = ctx.newId('event');
  const statement = ctx.db.run(
    sql`INSERT INTO ${outbox} (id, event, created_at, due_at)
        SELECT ${eventId}, ${JSON.stringify(event)}, ${ctx.now}, ${ctx.now + PATIENCE_MS} WHERE ${onlyIf}`,
  );
  return { eventId, event, statement };
}

/** Hands committed announcements to the queue. Whatever is lost on the way is found by the sweep: at least once. */
export async function publish(ctx: Context, announcements: readonly Pick<Announcement, 'eventId' | 'event'>[]) {
  if (announcements.length === 0) return;
  await ctx.env.EVENTS.sendBatch(announcements.map(({ eventId, event }) => ({ body: { ...event, eventId } })));
}

/** The consumers of these announcements are done. */
export async function markHandled(ctx: Context, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  await ctx.db.run(sql`
    UPDATE ${outbox} SET handled_at = ${Date.now()}, due_at = NULL
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)}))`);
}

/** How long a consumer may take before the sweep sends its message again; doubled with each sweep. */
const PATIENCE_MS = 30_000;
/** After two weeks or so it is for people to look at. */
const MAX_SWEEPS = 15;
const SWEEP_LIMIT = 100;

/** Sends what was committed and has not been handled in time. Returns how many announcements it found. */
export async function sweepOutbox(ctx: Context): Promise<number> {
  const rows = await ctx.db.all<{ eventId: Id<'event'>; event: string }>(sql`
    UPDATE ${outbox} SET sweeps = sweeps + 1,
      due_at = CASE WHEN sweeps < ${MAX_SWEEPS} THEN ${ctx.now} + (${PATIENCE_MS} << (sweeps + 1)) END
    WHERE id IN (SELECT id FROM ${outbox} WHERE due_at <= ${ctx.now} ORDER BY due_at LIMIT ${SWEEP_LIMIT})
    RETURNING id AS eventId, event`);
  await publish(
    ctx,
    rows.map(({ eventId, event }) => ({ eventId, event: JSON.parse(event) as DomainEvent })),
  );
  return rows.length;
}

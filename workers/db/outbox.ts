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
    sql`INSERT INTO ${outbox} (id, event, created_at) SELECT ${eventId}, ${JSON.stringify(event)}, ${ctx.now} WHERE ${onlyIf}`,
  );
  return { eventId, event, statement };
}

/** Hands committed announcements to the queue. Whatever dies on the way is sent by the cron: at least once. */
export async function publish(ctx: Context, announcements: readonly Pick<Announcement, 'eventId' | 'event'>[]) {
  if (announcements.length === 0) return;
  await ctx.env.EVENTS.sendBatch(announcements.map(({ eventId, event }) => ({ body: { ...event, eventId } })));
  const ids = JSON.stringify(announcements.map(({ eventId }) => eventId));
  await ctx.db.run(sql`UPDATE ${outbox} SET sent_at = ${Date.now()} WHERE id IN (SELECT value FROM json_each(${ids}))`);
}

const SWEEP_AGE_MS = 10_000;
const SWEEP_LIMIT = 100;

/** Sends what was committed but never reached the queue. Returns how many announcements it found. */
export async function sweepOutbox(ctx: Context): Promise<number> {
  const rows = await ctx.db
    .select({ eventId: outbox.id, event: outbox.event })
    .from(outbox)
    .where(sql`${outbox.sentAt} IS NULL AND ${outbox.createdAt} < ${ctx.now - SWEEP_AGE_MS}`)
    .orderBy(outbox.createdAt)
    .limit(SWEEP_LIMIT);
  await publish(ctx, rows as { eventId: Id<'event'>; event: DomainEvent }[]);
  return rows.length;
}

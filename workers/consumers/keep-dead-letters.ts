import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { deadLetters } from '../db/schema/system.ts';

/** A message of the dead-letter queue, as far as it matters here. */
type DeadMessage = Pick<Message<unknown>, 'body' | 'attempts' | 'ack'>;

/** Keeps what consumers gave up on, for staff: an announcement that dies again while its letter is open adds no other. */
export async function keepDeadLetters(ctx: Context, messages: readonly DeadMessage[]): Promise<void> {
  requireSystem(ctx);
  const rows = messages.map(({ body, attempts }) => {
    const { type, eventId } = (body ?? {}) as { readonly type?: unknown; readonly eventId?: unknown };
    return {
      id: ctx.newId('deadLetter'),
      type: typeof type === 'string' ? type.slice(0, 100) : 'unknown',
      message: body,
      eventId: typeof eventId === 'string' ? eventId : null,
      attempts,
    };
  });
  await ctx.db.run(sql`
    INSERT INTO ${deadLetters} (id, type, message, event_id, attempts, died_at)
    SELECT value ->> 'id', value ->> 'type', value -> 'message', value ->> 'eventId', value ->> 'attempts', ${ctx.now}
    FROM json_each(${JSON.stringify(rows)}) WHERE TRUE
    ON CONFLICT (event_id) WHERE replayed_at IS NULL DO NOTHING`);
  for (const message of messages) message.ack();
}

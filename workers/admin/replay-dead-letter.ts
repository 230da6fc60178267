import { and, eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { deadLetters } from '../db/schema/system.ts';
import type { QueueMessage } from '../domain/event.ts';
import { AppError } from '../http/problem.ts';
import { findDeadLetter } from './queries.ts';
import type { DeadLetter } from './schemas.ts';

/**
 * Sends a dead message again, as often as staff like: consumers are idempotent. The queue takes it before the row says
 * so: a death in between leaves a letter that is still open. Throws `not_found`.
 */
export async function replayDeadLetter(ctx: Context, id: string): Promise<DeadLetter> {
  requirePermission(ctx, 'system.write');
  const letter = await findDeadLetter(ctx, id);
  if (letter === null) throw new AppError('not_found', `There is no dead letter ${id}.`);
  await ctx.env.EVENTS.send(letter.message as QueueMessage);
  await ctx.db.batch([
    ctx.db
      .update(deadLetters)
      .set({ replayedAt: ctx.now })
      .where(and(eq(deadLetters.id, id), sql`COALESCE(replayed_at, 0) < ${ctx.now}`)),
    auditWrite(ctx, { action: 'dead_letter.replay', subject: id, before: { type: letter.type } }),
  ]);
  return { ...letter, replayedAt: new Date(ctx.now).toISOString() };
}

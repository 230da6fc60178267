import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';

/** Whoever changes how people stand. Nobody does it to themselves. Throws `forbidden` and the like, `own_account`. */
export function requirePeopleKeeper(ctx: Context, userId: string): void {
  requirePermission(ctx, 'people.write');
  if (ctx.actor.kind === 'user' && ctx.actor.userId === userId) {
    throw new AppError('own_account', 'Somebody else has to change how you stand.');
  }
}

/** True in SQL, in a guard: without this person somebody is left who keeps the people. */
export function othersKeepPeople(userId: string) {
  return sql`EXISTS (
    SELECT 1 FROM ${users} o, json_each(o.permissions) p
    WHERE o.role = 'staff' AND o.id <> ${userId} AND o.suspended_at IS NULL AND o.deleted_at IS NULL
      AND p.value = 'people.write')`;
}

export function lastKeeper(): AppError {
  return new AppError('last_keeper', 'Nobody else keeps the people: give somebody people.write first.');
}

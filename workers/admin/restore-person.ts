import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { users } from '../db/schema/accounts.ts';
import { readPerson } from './find-person.ts';
import type { Person } from './people-schemas.ts';
import { requirePeopleKeeper } from './person-rules.ts';

/** Lets a suspended person in again; they sign in anew. A repeat changes nothing. Throws `not_found`, `own_account`. */
export async function restorePerson(ctx: Context, userId: string): Promise<Person> {
  requirePeopleKeeper(ctx, userId);
  const { suspendedAt } = await readPerson(ctx, userId);
  const { id, happened } = auditMark(ctx);
  await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'person.restore', subject: userId, before: { suspendedAt }, after: { suspendedAt: null } },
      sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND suspended_at IS NOT NULL)`,
    ),
    ctx.db
      .update(users)
      .set({ suspendedAt: null })
      .where(and(eq(users.id, userId), happened)),
  ]);
  return await readPerson(ctx, userId);
}

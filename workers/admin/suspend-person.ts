import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { signIns, users } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';
import { readPerson } from './find-person.ts';
import type { Person } from './people-schemas.ts';
import { lastKeeper, othersKeepPeople, requirePeopleKeeper } from './person-rules.ts';

/**
 * Lets a person in no longer, from the next request on, and signs them out everywhere. A repeat changes nothing. Throws
 * `not_found`, `own_account`, `last_keeper`, and `illegal_transition` for an account that is closed already.
 */
export async function suspendPerson(
  ctx: Context,
  userId: string,
  { reason }: { readonly reason: string },
): Promise<Person> {
  requirePeopleKeeper(ctx, userId);
  const before = await readPerson(ctx, userId);
  if (before.deletedAt !== null) throw new AppError('illegal_transition', 'The person has closed the account.');
  const { id, happened } = auditMark(ctx);
  await ctx.db.batch([
    auditWrite(
      ctx,
      {
        ...{ id, action: 'person.suspend', subject: userId },
        before: { suspendedAt: null, signInCount: before.signInCount },
        after: { suspendedAt: ctx.now, signInCount: 0, reason },
      },
      sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND suspended_at IS NULL AND deleted_at IS NULL)
        AND ${othersKeepPeople(userId)}`,
    ),
    ctx.db
      .update(users)
      .set({ suspendedAt: ctx.now })
      .where(and(eq(users.id, userId), happened)),
    ctx.db
      .update(signIns)
      .set({ revokedAt: ctx.now })
      .where(and(eq(signIns.userId, userId), isNull(signIns.revokedAt), happened)),
  ]);
  const after = await readPerson(ctx, userId);
  if (after.suspendedAt === null) throw lastKeeper();
  return after;
}

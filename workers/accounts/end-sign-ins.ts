import { type SQL, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../context.ts';
import { signIns } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';

/**
 * Ends one of one's own sign-ins. Every request reads the sign-in it belongs to, so it is over with its next one. Throws
 * `not_found` for one that is over or somebody else's.
 */
export async function endSignIn(ctx: Context, signInId: string): Promise<void> {
  const ended = await endOwn(ctx, sql`id = ${signInId} AND expires_at > ${ctx.now}`);
  if (ended === 0) throw new AppError('not_found', 'You are not signed in there.');
}

/** Ends all but the one that asks. Returns how many. */
export async function endOtherSignIns(ctx: Context): Promise<number> {
  return await endOwn(ctx, sql`id <> ${requireUser(ctx).signInId} AND expires_at > ${ctx.now}`);
}

/** Ends all of them. Returns how many. */
export async function endAllSignIns(ctx: Context): Promise<number> {
  return await endOwn(ctx, sql`expires_at > ${ctx.now}`);
}

async function endOwn(ctx: Context, which: SQL): Promise<number> {
  const { userId } = requireUser(ctx);
  const ended = await ctx.db.all(sql`
    UPDATE ${signIns} SET revoked_at = ${ctx.now}
    WHERE user_id = ${userId} AND revoked_at IS NULL AND ${which} RETURNING id`);
  return ended.length;
}

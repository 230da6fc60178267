import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { challenges, rateLimits, sessions, signIns } from '../db/schema/accounts.ts';

const DAY_MS = 86_400_000;
const CHALLENGE_DAYS = 1;
/** Somebody who finds a stranger among their devices may look back this far. */
const SIGN_IN_DAYS = 30;
/** Of each table in one run; the next minute goes on. */
const BATCH = 1000;

/** Deletes what has served its time, of each table a batch. Called by the cron; returns how many rows went. */
export async function pruneAccounts(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const results = await ctx.db.batch([
    ctx.db.run(sql`
      DELETE FROM ${rateLimits} WHERE key IN (
        SELECT key FROM ${rateLimits} WHERE reset_at <= ${ctx.now} LIMIT ${BATCH})`),
    ctx.db.run(sql`
      DELETE FROM ${challenges} WHERE id IN (
        SELECT id FROM ${challenges} WHERE expires_at <= ${ctx.now - CHALLENGE_DAYS * DAY_MS} LIMIT ${BATCH})`),
    ctx.db.run(sql`
      DELETE FROM ${sessions} WHERE id IN (
        SELECT id FROM ${sessions} WHERE expires_at <= ${ctx.now} LIMIT ${BATCH})`),
    // A sign-in ends by itself within days, so `expires_at` finds revoked ones too.
    ctx.db.run(sql`
      DELETE FROM ${signIns} WHERE id IN (
        SELECT id FROM ${signIns} WHERE expires_at <= ${ctx.now - SIGN_IN_DAYS * DAY_MS} LIMIT ${BATCH})`),
  ]);
  return results.reduce((total, { meta }) => total + meta.changes, 0);
}

import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sessions, signIns } from '../db/schema/accounts.ts';
import type { AccessClaims } from '../http/access-token.ts';
import { AppError } from '../http/problem.ts';
import type { Session } from '../http/session-cookies.ts';
import { actorOf, selectSignedIn } from '../http/signed-in.ts';
import { hashRefreshToken } from './refresh-token.ts';
import { draftRefreshToken, sessionOf } from './start-session.ts';

/** Parallel tabs, and a phone that lost the answer, may show a token again for so long after its rotation. */
const GRACE_MS = 30_000;

/** Trades a refresh token for a new session. Whoever holds the token may. Throws `session_expired`. */
export async function refresh(ctx: Context, refreshToken: string | null): Promise<Session> {
  const session = refreshToken === null ? null : await rotateSession(ctx, refreshToken);
  if (session === null) throw new AppError('session_expired', 'The session has ended. Sign in again.');
  return session;
}

/**
 * The same, with null for a token that is not good. A rotated token that comes back after the grace has been copied:
 * thief or owner, nobody knows, so the whole sign-in is revoked.
 */
export async function rotateSession(ctx: Context, refreshToken: string): Promise<Session | null> {
  const [tokenHash, draft] = await Promise.all([hashRefreshToken(refreshToken), draftRefreshToken(ctx)]);
  const ofToken = sql`token_hash = ${tokenHash}`;
  const graceStart = ctx.now - GRACE_MS;
  const isGood = sql`expires_at > ${ctx.now}
    AND EXISTS (SELECT 1 FROM ${signIns} WHERE id = family_id AND revoked_at IS NULL)`;
  const ofNewToken = sql`id = (SELECT family_id FROM ${sessions} WHERE id = ${draft.sessionId})`;
  const results = await ctx.db.batch([
    ctx.db.run(sql`
      UPDATE ${signIns} SET revoked_at = ${ctx.now}
      WHERE revoked_at IS NULL
        AND id = (SELECT family_id FROM ${sessions} WHERE ${ofToken} AND rotated_at <= ${graceStart})`),
    ctx.db.run(sql`
      INSERT INTO ${sessions} (id, family_id, user_id, token_hash, created_at, expires_at)
      SELECT ${draft.sessionId}, family_id, user_id, ${draft.tokenHash}, ${ctx.now}, ${draft.expiresAt}
      FROM ${sessions} WHERE ${ofToken} AND ${isGood}`),
    ctx.db.run(
      sql`UPDATE ${sessions} SET rotated_at = ${ctx.now} WHERE ${ofToken} AND ${isGood} AND rotated_at IS NULL`,
    ),
    ctx.db.run(
      sql`UPDATE ${signIns} SET last_used_at = ${ctx.now}, expires_at = ${draft.expiresAt} WHERE ${ofNewToken}`,
    ),
    ctx.db.all<AccessClaims>(sql`
      SELECT user_id AS userId, family_id AS signInId FROM ${sessions} WHERE id = ${draft.sessionId}`),
    ctx.db.run(sql`
      DELETE FROM ${sessions} WHERE expires_at <= ${ctx.now}
        AND family_id = (SELECT family_id FROM ${sessions} WHERE id = ${draft.sessionId})`),
  ]);
  const [claims] = results[4];
  if (claims === undefined) return null;
  // Suspended since: the token is good, the person is not let in.
  const [row] = await selectSignedIn(ctx.db, claims, ctx.now);
  return row === undefined ? null : await sessionOf(ctx, actorOf(row), draft);
}

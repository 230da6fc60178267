import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sessions, users } from '../db/schema/accounts.ts';
import type { Role } from '../domain/role.ts';
import { AppError } from '../http/problem.ts';
import type { Session } from '../http/session-cookies.ts';
import { hashRefreshToken } from './refresh-token.ts';
import { actorOf, draftSession, sessionOf } from './start-session.ts';

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
 * thief or owner, nobody knows, so the whole family is revoked.
 */
export async function rotateSession(ctx: Context, refreshToken: string): Promise<Session | null> {
  const [tokenHash, draft] = await Promise.all([hashRefreshToken(refreshToken), draftSession(ctx)]);
  const ofToken = sql`token_hash = ${tokenHash}`;
  const graceStart = ctx.now - GRACE_MS;
  const isGood = sql`revoked_at IS NULL AND expires_at > ${ctx.now}`;
  const results = await ctx.db.batch([
    ctx.db.run(sql`
      UPDATE ${sessions} SET revoked_at = ${ctx.now}
      WHERE revoked_at IS NULL
        AND family_id = (SELECT family_id FROM ${sessions} WHERE ${ofToken} AND rotated_at <= ${graceStart})`),
    ctx.db.run(sql`
      INSERT INTO ${sessions} (id, family_id, user_id, token_hash, created_at, expires_at)
      SELECT ${draft.sessionId}, family_id, user_id, ${draft.tokenHash}, ${ctx.now}, ${draft.expiresAt}
      FROM ${sessions} WHERE ${ofToken} AND ${isGood}`),
    ctx.db.run(
      sql`UPDATE ${sessions} SET rotated_at = ${ctx.now} WHERE ${ofToken} AND ${isGood} AND rotated_at IS NULL`,
    ),
    ctx.db.all<Rotated>(sql`
      SELECT s.family_id AS familyId, u.id, u.email, u.name, u.role
      FROM ${sessions} s JOIN ${users} u ON u.id = s.user_id WHERE s.id = ${draft.sessionId}`),
    ctx.db.run(sql`
      DELETE FROM ${sessions} WHERE expires_at <= ${ctx.now}
        AND family_id = (SELECT family_id FROM ${sessions} WHERE id = ${draft.sessionId})`),
  ]);
  const [rotated] = results[3];
  return rotated === undefined ? null : await sessionOf(ctx, actorOf(rotated), draft, rotated.familyId);
}

interface Rotated {
  readonly familyId: string;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sessions } from '../db/schema/accounts.ts';
import { hashRefreshToken } from './refresh-token.ts';

export interface SignIn {
  readonly refreshToken: string | null;
  /** From the access token, for a client that kept only that one. */
  readonly familyId: string | null;
}

/**
 * Ends one sign-in: all refresh tokens of its family. Whoever holds a token of it may; without one nothing happens.
 * An access token already given out lives on for its 15 minutes at most.
 */
export async function logout(ctx: Context, { refreshToken, familyId }: SignIn): Promise<void> {
  if (refreshToken === null && familyId === null) return;
  const tokenHash = refreshToken === null ? null : await hashRefreshToken(refreshToken);
  await ctx.db.run(sql`
    UPDATE ${sessions} SET revoked_at = ${ctx.now}
    WHERE revoked_at IS NULL
      AND family_id IN (${familyId}, (SELECT family_id FROM ${sessions} WHERE token_hash = ${tokenHash}))`);
}

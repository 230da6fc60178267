import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sessions, signIns } from '../db/schema/accounts.ts';
import { hashRefreshToken } from './refresh-token.ts';

export interface SignInProof {
  readonly refreshToken: string | null;
  /** From the access token, for a client that kept only that one. */
  readonly signInId: string | null;
}

/** Ends one sign-in, at once. Whoever holds a token of it may; without one nothing happens. */
export async function logout(ctx: Context, { refreshToken, signInId }: SignInProof): Promise<void> {
  if (refreshToken === null && signInId === null) return;
  const tokenHash = refreshToken === null ? null : await hashRefreshToken(refreshToken);
  await ctx.db.run(sql`
    UPDATE ${signIns} SET revoked_at = ${ctx.now}
    WHERE revoked_at IS NULL
      AND id IN (${signInId}, (SELECT family_id FROM ${sessions} WHERE token_hash = ${tokenHash}))`);
}

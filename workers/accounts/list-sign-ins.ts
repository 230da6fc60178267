import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { type Context, requireUser } from '../context.ts';
import { signIns } from '../db/schema/accounts.ts';
import type { SignInMethod } from './start-session.ts';

export interface StandingSignIn {
  readonly id: string;
  /** 'Chrome on Android'. */
  readonly device: string;
  readonly method: SignInMethod;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms, to the quarter of an hour in which an access token lives. */
  readonly lastUsedAt: number;
  readonly hasSecondFactor: boolean;
  /** The one that asks. */
  readonly isThis: boolean;
}

const MAX_SHOWN = 100;

/** Where whoever asks is signed in, the one used last first. */
export async function listSignIns(ctx: Context): Promise<readonly StandingSignIn[]> {
  const { userId, signInId } = requireUser(ctx);
  const rows = await ctx.db
    .select()
    .from(signIns)
    .where(and(eq(signIns.userId, userId), isNull(signIns.revokedAt), gt(signIns.expiresAt, ctx.now)))
    .orderBy(desc(signIns.lastUsedAt))
    .limit(MAX_SHOWN);
  return rows.map(({ id, device, method, createdAt, lastUsedAt, secondFactorAt }) => ({
    ...{ id, device, method, createdAt, lastUsedAt },
    hasSecondFactor: secondFactorAt !== null,
    isThis: id === signInId,
  }));
}

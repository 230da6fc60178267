import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/schema/accounts.ts';
import { AppError } from './problem.ts';
import { keyedHash } from './signing-key.ts';

export interface Limit {
  /** 'code.recipient': what is counted. */
  readonly name: string;
  /** Whose tries: an address, a number, an account. It is stored as a hash. */
  readonly key: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/**
 * Counts one try against every limit, exactly: D1 has one writer, so of a hundred at once no more than `max` pass. A
 * refused try counts too. Throws `rate_limited` with `retryAfterSeconds`.
 */
export async function requireWithin(ctx: Context, limits: readonly Limit[]): Promise<void> {
  const hashes = await Promise.all(limits.map(({ name, key }) => keyedHash(ctx.env, `limit:${name}:${key}`)));
  const [first, ...others] = limits.map(({ windowSeconds }, index) =>
    countTry(ctx, hashes[index] ?? '', windowSeconds),
  );
  if (first === undefined) return;
  const counted = await ctx.db.batch([first, ...others]);
  const refused = limits
    .map((limit, index) => ({ ...limit, ...counted[index]?.[0] }))
    .filter(({ count = 0, max }) => count > max)
    .toSorted((one, other) => (other.resetAt ?? 0) - (one.resetAt ?? 0))[0];
  if (refused === undefined) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(((refused.resetAt ?? ctx.now) - ctx.now) / 1000));
  const { name, max, windowSeconds } = refused;
  throw new AppError('rate_limited', `Too many tries. Wait ${waitOf(retryAfterSeconds)}.`, {
    retryAfterSeconds,
    limit: { name, max, windowSeconds },
  });
}

/** A window begins with its first try and is forgotten when it ends. */
function countTry(ctx: Context, key: string, windowSeconds: number) {
  const resetAt = ctx.now + windowSeconds * 1000;
  return ctx.db.all<{ count: number; resetAt: number }>(sql`
    INSERT INTO ${rateLimits} (key, count, reset_at) VALUES (${key}, 1, ${resetAt})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN reset_at <= ${ctx.now} THEN 1 ELSE count + 1 END,
      reset_at = CASE WHEN reset_at <= ${ctx.now} THEN excluded.reset_at ELSE reset_at END
    RETURNING count, reset_at AS resetAt`);
}

/** 45 → '45 seconds', 600 → '10 minutes'. */
export function waitOf(seconds: number): string {
  if (seconds === 1) return 'a second';
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}

import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/schema/accounts.ts';
import { networkOf } from './network.ts';
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
 * What one network may do, in all or to one account; no limit outside a request, where there is no address. Put it
 * first: whoever is beyond it must not use up what belongs to others.
 */
export function perNetwork(ip: string | null, rule: Omit<Limit, 'key'>, account?: string): readonly Limit[] {
  if (ip === null) return [];
  const network = networkOf(ip);
  return [{ ...rule, key: account === undefined ? network : `${network} ${account}` }];
}

/**
 * Counts one try against the limits in turn, up to the first that is over; those behind it never hear of the try. It is
 * exact: D1 has one writer, so of a hundred at once no more than `max` pass. A refused try counts against the limit that
 * refused it. Gives the counts. Throws `rate_limited` with `retryAfterSeconds`.
 */
export async function requireWithin(ctx: Context, limits: readonly Limit[]): Promise<readonly number[]> {
  const counters = await Promise.all(limits.map((limit) => counterOf(ctx, limit)));
  const [first, ...others] = counters.map(({ count }, index) =>
    count(sql.join([sql`TRUE`, ...counters.slice(0, index).map(({ isWithin }) => isWithin)], sql` AND `)),
  );
  if (first === undefined) return [];
  const counted = (await ctx.db.batch([first, ...others])).map(([row]) => row);
  limits.forEach((limit, index) => {
    const row = counted[index];
    if (row !== undefined && row.count > limit.max) throw rateLimited(ctx, limit, row.resetAt);
  });
  return counted.map((row) => row?.count ?? 0);
}

export interface Counted {
  /** Tries in the window, this one included. */
  readonly count: number;
  /** Epoch ms: when the window ends. */
  readonly resetAt: number;
}

/** Counts a try, and refuses none: for a caller who says it in other words, or does something at a certain number. */
export async function countTry(ctx: Context, limit: Limit): Promise<Counted> {
  const [counted] = await (await counterOf(ctx, limit)).count(sql`TRUE`);
  if (counted === undefined) throw new Error('a try without a condition was not counted');
  return counted;
}

/** Takes a try back that turned out to be none of those that are limited. */
export async function forgiveTry(ctx: Context, limit: Limit): Promise<void> {
  const { key } = await counterOf(ctx, limit);
  await ctx.db.run(sql`
    UPDATE ${rateLimits} SET count = count - 1 WHERE key = ${key} AND count > 0 AND reset_at > ${ctx.now}`);
}

/** Throws `rate_limited` when no try is left; counts none. */
export async function requireRoom(ctx: Context, limit: Limit): Promise<void> {
  const { key } = await counterOf(ctx, limit);
  const [full] = await ctx.db.all<{ resetAt: number }>(sql`
    SELECT reset_at AS resetAt FROM ${rateLimits}
    WHERE key = ${key} AND count >= ${limit.max} AND reset_at > ${ctx.now}`);
  if (full !== undefined) throw rateLimited(ctx, limit, full.resetAt);
}

/** A limit as SQL, for a batch that decides and counts in one. */
export async function counterOf(ctx: Context, { name, key: whose, max, windowSeconds }: Limit) {
  const key = await keyedHash(ctx.env, `limit:${name}:${whose}`);
  const isBeyond = (most: SQL) =>
    sql`EXISTS (SELECT 1 FROM ${rateLimits} WHERE key = ${key} AND reset_at > ${ctx.now} AND ${most})`;
  return {
    key,
    /** Whether a try is left. */
    hasRoom: sql`NOT ${isBeyond(sql`count >= ${max}`)}`,
    /** Whether the try that was counted last was one of those that may be. */
    isWithin: sql`NOT ${isBeyond(sql`count > ${max}`)}`,
    /** Counts a try if `condition` holds. */
    count: (condition: SQL) => countIf(ctx, key, windowSeconds, condition),
  };
}

/** A window begins with its first try and is forgotten when it ends. */
function countIf(ctx: Context, key: string, windowSeconds: number, condition: SQL) {
  const resetAt = ctx.now + windowSeconds * 1000;
  return ctx.db.all<Counted>(sql`
    INSERT INTO ${rateLimits} (key, count, reset_at) SELECT ${key}, 1, ${resetAt} WHERE ${condition}
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN reset_at <= ${ctx.now} THEN 1 ELSE count + 1 END,
      reset_at = CASE WHEN reset_at <= ${ctx.now} THEN excluded.reset_at ELSE reset_at END
    RETURNING count, reset_at AS resetAt`);
}

export function rateLimited({ now }: Context, { name, max, windowSeconds }: Limit, resetAt: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((resetAt - now) / 1000));
  return new AppError('rate_limited', `Too many tries. Wait ${waitOf(retryAfterSeconds)}.`, {
    retryAfterSeconds,
    limit: { name, max, windowSeconds },
  });
}

/** 45 → '45 seconds', 600 → '10 minutes'. */
export function waitOf(seconds: number): string {
  if (seconds === 1) return 'a second';
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}

import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { searchTerms } from '../db/schema/search.ts';
import { istDate } from '../domain/ist.ts';
import type { TermList, TermsQuery } from './staff-schemas.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;

/** What was searched for on the last days, today included; the most asked first. */
export async function listTerms(ctx: Context, { list, days, limit }: TermsQuery): Promise<TermList> {
  requirePermission(ctx, 'search.write');
  const [from, to] = [istDate(ctx.now - (days - 1) * DAY_MS), istDate(ctx.now)];
  const order = sql.raw(list === 'zero' ? 'zeroCount' : 'count');
  const terms = await ctx.db.all<TermList['terms'][number]>(sql`
    SELECT term, SUM(count) AS count, SUM(zero_count) AS zeroCount FROM search_terms
    WHERE day BETWEEN ${from} AND ${to} ${list === 'zero' ? sql`AND zero_count > 0` : sql``}
    GROUP BY term ORDER BY ${order} DESC, term LIMIT ${limit}`);
  return { from, to, terms };
}

/** For the cron: what nobody looks at any more. */
export async function pruneTerms(ctx: Context): Promise<number> {
  const { meta } = await ctx.db.run(sql`
    DELETE FROM ${searchTerms} WHERE day < ${istDate(ctx.now - KEPT_DAYS * DAY_MS)}`);
  return meta.changes;
}

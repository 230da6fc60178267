import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { istDate } from '../domain/ist.ts';

const DAYS = 14;
/** Fewer could be one family, and what they look for is nobody's business. */
const MIN_ASKED = 6;
const MIN_GROUPS_OF_ASKERS = 4;
const MAX_TERMS = 1000;

export interface PopularTerm {
  readonly term: string;
  /** How often it was searched and found in the last two weeks. */
  readonly count: number;
}

/** What many people searched for and nearly always found. Never a text that only a few have typed. */
export async function popularTerms(ctx: Context): Promise<readonly PopularTerm[]> {
  const rows = await ctx.db.all<PopularTerm & { readonly askers: string }>(sql`
    SELECT term, SUM(count - zero_count) AS count, json_group_array(askers) AS askers FROM search_terms
    WHERE day > ${istDate(ctx.now - DAYS * 86_400_000)}
    GROUP BY term HAVING SUM(count) >= ${MIN_ASKED} AND SUM(zero_count) * 10 <= SUM(count)
    ORDER BY 2 DESC LIMIT ${MAX_TERMS}`);
  return rows
    .filter(({ askers }) => groupsIn(JSON.parse(askers) as readonly number[]) >= MIN_GROUPS_OF_ASKERS)
    .map(({ term, count }) => ({ term, count }));
}

/** The bits of all days together: the same group of networks on two days is one. */
function groupsIn(masks: readonly number[]): number {
  const all = masks.reduce((together, mask) => together | BigInt(mask), 0n);
  return all.toString(2).replaceAll('0', '').length;
}

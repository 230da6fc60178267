import type { BatchItem } from 'drizzle-orm/batch';
import type { Context } from '../context.ts';
import type { HitColumns } from './count-facets.ts';
import { candidatesOf, type FoundCandidate } from './rank-candidates.ts';
import type { SearchFilter, SearchPage } from './search-index.ts';
import type { SearchPlan } from './search-plan.ts';
import { selectCandidates, selectColumns, selectNarrowColumns, selectOrdered } from './select-hits.ts';
import { type AskedWord, askedWordsOf, selectAskedWords } from './words-asked.ts';

/** What a plan has found, not yet ranked and counted. */
export interface Found {
  readonly plan: SearchPlan;
  /** To be ranked; null where the index has made the order. */
  readonly candidates: readonly FoundCandidate[] | null;
  /** The page, in its order; empty where it is still to be ranked. */
  readonly cardIds: readonly number[];
  /** Hits before the filters that have a facet, the most popular of them. */
  readonly wide: HitColumns;
  /** Hits after all filters; empty where `wide` tells it all. */
  readonly narrow: HitColumns;
}

export type Query = BatchItem<'sqlite'>;

/** In one round trip: what the plan finds, and what the index knows of the words. */
export async function findFirst(
  ctx: Context,
  filter: SearchFilter,
  page: SearchPage,
  plan: SearchPlan,
): Promise<{ readonly found: Found; readonly asked: readonly AskedWord[] }> {
  const words = plan.concepts.length === 0 ? [] : [ctx.db.all(selectAskedWords(filter.text))];
  const results = await runBatch(ctx, [...queriesOf(ctx, filter, page, plan), ...words]);
  const asked = words.length === 0 ? [] : askedWordsOf(results.at(-1) as Parameters<typeof askedWordsOf>[0]);
  return { found: foundOf(plan, filter, page, results), asked };
}

/** The same for several plans, in one round trip too: the first that has hits, or null. */
export async function findAny(
  ctx: Context,
  filter: SearchFilter,
  page: SearchPage,
  plans: readonly SearchPlan[],
): Promise<Found | null> {
  if (plans.length === 0) return null;
  const sets = plans.map((plan) => queriesOf(ctx, filter, page, plan));
  const results = await runBatch(ctx, sets.flat());
  const length = sets[0]?.length ?? 0;
  const found = plans.map((plan, index) => foundOf(plan, filter, page, results.slice(index * length)));
  return found.find((each) => hitCount(each) > 0) ?? null;
}

export async function runBatch(ctx: Context, queries: readonly Query[]): Promise<readonly unknown[]> {
  const [first, ...others] = queries;
  return first === undefined ? [] : await ctx.db.batch([first, ...others]);
}

/** How many have the words, whatever the filters are. */
export function hitCount({ wide }: Found): number {
  return wide.categoryNos.length;
}

/** By a filter that has a facet. */
export function isNarrowed({ categoryPath, brands, attributes, minPaise, maxPaise }: SearchFilter): boolean {
  return categoryPath !== null || brands.length + attributes.length > 0 || minPaise !== null || maxPaise !== null;
}

function queriesOf(ctx: Context, filter: SearchFilter, page: SearchPage, plan: SearchPlan): readonly Query[] {
  const hits = isRanked(page, plan) ? selectCandidates(plan, filter) : selectOrdered(plan, filter, page);
  const narrow = isNarrowed(filter) ? [selectNarrowColumns(plan, filter)] : [];
  return [hits, selectColumns(plan, filter), ...narrow].map((query) => ctx.db.all(query));
}

function foundOf(plan: SearchPlan, filter: SearchFilter, page: SearchPage, results: readonly unknown[]): Found {
  const [hits, wide, narrow] = results as readonly unknown[][];
  const ranked = isRanked(page, plan);
  return {
    plan,
    candidates: ranked ? candidatesOf((hits?.[0] as { packed: string } | undefined)?.packed ?? '[]') : null,
    cardIds: ranked ? [] : ((hits ?? []) as { cardId: number }[]).map(({ cardId }) => cardId),
    wide: columnsOf(wide?.[0]),
    narrow: columnsOf(isNarrowed(filter) ? narrow?.[0] : undefined),
  };
}

function isRanked({ sort }: SearchPage, { concepts }: SearchPlan): boolean {
  return sort === 'relevance' && concepts.length > 0;
}

function columnsOf(row: unknown): HitColumns {
  const packed = row as Record<keyof HitColumns, string> | undefined;
  const numbers = (text: string | undefined) => JSON.parse(text ?? '[]') as number[];
  return {
    categoryNos: numbers(packed?.categoryNos),
    brandNos: numbers(packed?.brandNos),
    attributeNos: numbers(packed?.attributeNos),
    pricesPaise: numbers(packed?.pricesPaise),
  };
}

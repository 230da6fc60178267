import { type SQL, sql } from 'drizzle-orm';
import { type CardRow, cardColumns } from '../catalog/card.ts';
import type { Context } from '../context.ts';
import { countFacets, countPartly, type FacetTerms, termsIn } from './count-facets.ts';
import { addTerms, openTerms, selectTerms, type TermRow } from './facet-terms.ts';
import { type Found, hitCount, isNarrowed, runBatch } from './find-hits.ts';
import { type FoundCandidate, rankCandidates } from './rank-candidates.ts';
import type { SearchFilter, SearchHits, SearchPage } from './search-index.ts';
import { MAX_COUNTED, selectBeyond } from './select-hits.ts';
import { type AskedWord, rarityOf } from './words-asked.ts';

export interface Outcome {
  readonly found: Found;
  readonly asked: readonly AskedWord[];
  /** Has some of the words, to be shown below what has all. */
  readonly close?: Found | null;
  readonly didYouMean?: string | null;
}

/** Ranks and counts, and reads the cards of the page; with them the meanings of numbers that this isolate has not seen. */
export async function readHits(
  ctx: Context,
  filter: SearchFilter,
  page: SearchPage,
  { found, asked, close = null, didYouMean = null }: Outcome,
): Promise<SearchHits> {
  const terms = openTerms(ctx);
  const missing = [...termsIn(found.wide), ...termsIn(found.narrow)].filter((no) => !terms.has(no));
  const ranked = rankedOf(found, asked);
  const start = (page.page - 1) * page.limit;
  const cardIds = ranked?.slice(start, start + page.limit).map(({ cardId }) => cardId) ?? found.cardIds;
  const known = new Set(ranked?.map(({ cardId }) => cardId));
  const closeIds = (close === null ? [] : (rankedOf(close, asked) ?? []))
    .map(({ cardId }) => cardId)
    .filter((cardId) => !known.has(cardId))
    .slice(0, page.limit - cardIds.length);
  const [cards, closeCards, rows, beyond] = (await runBatch(
    ctx,
    [
      selectCards(cardIds),
      selectCards(closeIds),
      selectTerms(missing),
      ...pageBeyond(found, filter, page, ranked, cardIds.length),
    ].map((query) => ctx.db.all(query)),
  )) as [CardRow[], CardRow[], TermRow[], CardRow[]?];
  addTerms(terms, rows);
  const counted = countHits(found, terms, filter);
  return {
    cards: [...cards, ...(beyond ?? [])],
    closeMatches: closeCards,
    ...counted,
    isCountCapped: counted.total >= MAX_COUNTED,
    areFacetsCapped: hitCount(found) >= MAX_COUNTED,
    isPartialMatch: found.plan.isPartial && counted.total > 0,
    correctedTo: hitCount(found) > 0 ? found.plan.correctedTo : null,
    didYouMean,
  };
}

function rankedOf({ candidates, plan }: Found, asked: readonly AskedWord[]): readonly FoundCandidate[] | null {
  return candidates === null ? null : rankCandidates(candidates, plan, rarityOf(plan.concepts, asked));
}

function selectCards(cardIds: readonly number[]): SQL {
  return sql`
    SELECT ${cardColumns} FROM json_each(${JSON.stringify(cardIds)}) wanted
    CROSS JOIN product_cards c ON c.id = wanted.value ORDER BY wanted.key`;
}

/** Behind what was ranked, the rest follows in the order of the index. */
function pageBeyond(
  { plan, wide }: Found,
  filter: SearchFilter,
  { page, limit }: SearchPage,
  ranked: readonly FoundCandidate[] | null,
  shown: number,
): readonly SQL[] {
  if (ranked === null || shown === limit || ranked.length >= wide.categoryNos.length) return [];
  const rest = { limit: limit - shown, offset: Math.max(0, (page - 1) * limit - ranked.length) };
  const places = ranked.map(({ place }) => place);
  return [
    sql`
      SELECT ${cardColumns} FROM (${selectBeyond(plan, filter, places, rest)}) wanted
      CROSS JOIN product_cards c ON c.id = wanted.cardId`,
  ];
}

function countHits({ wide, narrow }: Found, terms: FacetTerms, filter: SearchFilter) {
  const isWhole = wide.categoryNos.length < MAX_COUNTED || !isNarrowed(filter);
  return isWhole ? countFacets(wide, terms, filter) : countPartly(wide, narrow, terms, filter);
}

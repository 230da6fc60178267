import { type SQL, sql } from 'drizzle-orm';
import { parentPathOf } from '../catalog/category-tree.ts';
import { categoryMark, wantedMarks } from '../domain/search/marks.ts';
import { FIRST_SOLD_OUT_PLACE } from '../domain/search/popularity.ts';
import { type Marks, matching } from './fts-expression.ts';
import type { Sort } from './schemas.ts';
import type { SearchFilter, SearchPage } from './search-index.ts';
import type { SearchPlan } from './search-plan.ts';

/**
 * Every statement here is bounded: the full text is walked in the order of popularity, and the walk ends at one of
 * these numbers (docs/decisions/015).
 */

/** Facets are counted, and totals told, up to this many products. */
export const MAX_COUNTED = 3000;
/** So many of the most popular are ranked by their words, of each sample of two. */
const MAX_RANKED = 400;
/** And of the categories that the words name. */
const MAX_LIKELY = 200;
/** Another order than that of the index is made among the most popular of these. */
const MAX_SORTED = 30_000;

const NOTHING_WANTED = {
  ...{ categoryPath: null, brands: [], attributes: [], minPaise: null, maxPaise: null },
  ...{ minRatingTenths: null, minDiscountPercent: null },
};

/** What is ranked by its words: place, card, whether it can be bought, its words; as JSON, which is cheaper than rows. */
export function selectCandidates(plan: SearchPlan, filter: SearchFilter): SQL {
  const marks = wantedMarks(filter);
  const likely: Marks = [...marks, filter.likelyPaths.map(categoryMark)];
  const each = Math.ceil((2 * MAX_RANKED) / plan.samples.length);
  const walks = [
    ...(filter.likelyPaths.length === 0 ? [] : [walk(matching(plan.match, likely), filter, MAX_LIKELY)]),
    ...plan.samples.map((sample) => walk(matching(sample, marks), filter, each)),
  ];
  return sql`
    SELECT json_group_array(json_array(k.place, k.card_id, k.is_in_stock, n.words)) AS packed
    FROM (${sql.join(
      walks.map((each) => sql`SELECT place FROM (${each})`),
      sql` UNION `,
    )}) hit CROSS JOIN search_rows k ON k.place = hit.place CROSS JOIN search_names n ON n.place = hit.place`;
}

/** A page beyond what was ranked: the rest, in the order of the index. Card ids. */
export function selectBeyond(
  plan: SearchPlan,
  filter: SearchFilter,
  ranked: readonly number[],
  { limit, offset }: { readonly limit: number; readonly offset: number },
): SQL {
  return sql`
    SELECT k.card_id AS cardId FROM ${text} CROSS JOIN search_rows k ON k.place = search_text.rowid
    WHERE ${isHit(matching(plan.match, wantedMarks(filter)), filter)}
      AND search_text.rowid NOT IN (SELECT value FROM json_each(${JSON.stringify(ranked)}))
    ORDER BY search_text.rowid LIMIT ${limit} OFFSET ${offset}`;
}

/** A page in the order that was asked for, or of a search without words. Card ids. */
export function selectOrdered(plan: SearchPlan, filter: SearchFilter, { sort, page, limit }: SearchPage): SQL {
  const bounds = sql`LIMIT ${limit} OFFSET ${(page - 1) * limit}`;
  const marks = wantedMarks(filter);
  if (sort === 'relevance') {
    return sql`
      SELECT k.card_id AS cardId FROM ${text} CROSS JOIN search_rows k ON k.place = search_text.rowid
      WHERE ${isHit(matching(plan.match, marks), filter)} ORDER BY search_text.rowid ${bounds}`;
  }
  if (plan.match === null && filter.categoryPath === null && filter.brands.length + filter.attributes.length === 0) {
    return sql`
      SELECT k.id AS cardId FROM product_cards k WHERE ${exactly(filter)} ORDER BY ${orderOf(sort, 'id')} ${bounds}`;
  }
  return sql`
    SELECT k.card_id AS cardId FROM (
      SELECT k.* FROM ${text} CROSS JOIN search_rows k ON k.place = search_text.rowid
      WHERE ${isHit(matching(plan.match, marks), filter)} ORDER BY search_text.rowid LIMIT ${MAX_SORTED}
    ) k ORDER BY ${orderOf(sort, 'card_id')} ${bounds}`;
}

/**
 * What facets are counted from: hits before the filters that have a facet, so that a choice does not hide its siblings.
 * A category without text is read together with its siblings, but a department is not: its siblings are the whole shop.
 */
export function selectColumns(plan: SearchPlan, filter: SearchFilter): SQL {
  return packColumns(wideWalk(plan, filter, MAX_COUNTED));
}

/** The same after all filters, where the wide set is too large to be counted whole; else nothing. */
export function selectNarrowColumns(plan: SearchPlan, filter: SearchFilter): SQL {
  const wide = sql`SELECT COUNT(*) FROM (${wideWalk(plan, filter, MAX_COUNTED)})`;
  const narrow = walk(matching(plan.match, wantedMarks(filter)), filter, MAX_COUNTED);
  return packColumns(sql`
    SELECT hit.place FROM (SELECT 1 WHERE (${wide}) = ${MAX_COUNTED}) gate CROSS JOIN (${narrow}) hit`);
}

function wideWalk(plan: SearchPlan, filter: SearchFilter, limit: number): SQL {
  const { categoryPath, brands, attributes } = filter;
  const hard = { minRatingTenths: filter.minRatingTenths, minDiscountPercent: filter.minDiscountPercent };
  const parentPath = categoryPath === null ? null : parentPathOf(categoryPath);
  const scope = plan.match !== null ? null : parentPath === '/' ? categoryPath : parentPath;
  const isBrandOnly = plan.match === null && categoryPath === null && attributes.length === 0;
  const marks = wantedMarks({ ...NOTHING_WANTED, ...hard, categoryPath: scope, brands: isBrandOnly ? brands : [] });
  return walk(matching(plan.match, marks), { ...filter, minPaise: null, maxPaise: null }, limit);
}

function packColumns(walked: SQL): SQL {
  return sql`
    SELECT json_group_array(k.category_no) AS categoryNos, json_group_array(k.brand_no) AS brandNos,
      json_group_array(k.attributes_no) AS attributeNos, json_group_array(k.price_paise) AS pricesPaise
    FROM (${walked}) hit CROSS JOIN search_rows k ON k.place = hit.place`;
}

const text = sql.raw('search_text');

/** The most popular hits. Rows beside the full text are looked at only where a filter has to be exact. */
function walk(match: string, filter: SearchFilter, limit: number): SQL {
  const rows = isExact(filter) ? sql`CROSS JOIN search_rows k ON k.place = search_text.rowid` : sql``;
  return sql`
    SELECT search_text.rowid AS place FROM ${text} ${rows} WHERE ${isHit(match, filter)}
    ORDER BY search_text.rowid LIMIT ${limit}`;
}

function isHit(match: string, filter: SearchFilter): SQL {
  return sql.join(
    [
      sql`search_text MATCH ${match}`,
      ...(filter.isInStock ? [sql`search_text.rowid < ${FIRST_SOLD_OUT_PLACE}`] : []),
      ...(isExact(filter) ? [exactly(filter)] : []),
    ],
    sql` AND `,
  );
}

/** Marks are rough about these. */
function isExact({ minPaise, maxPaise, minRatingTenths, minDiscountPercent }: SearchFilter): boolean {
  return minPaise !== null || maxPaise !== null || minRatingTenths !== null || minDiscountPercent !== null;
}

function exactly({ minPaise, maxPaise, minRatingTenths, minDiscountPercent, isInStock }: SearchFilter): SQL {
  return sql.join(
    [
      sql`TRUE`,
      ...(minPaise === null ? [] : [sql`k.price_paise >= ${minPaise}`]),
      ...(maxPaise === null ? [] : [sql`k.price_paise <= ${maxPaise}`]),
      ...(minRatingTenths === null ? [] : [sql`k.rating_tenths >= ${minRatingTenths}`]),
      ...(minDiscountPercent === null ? [] : [sql`k.discount_percent >= ${minDiscountPercent}`]),
      ...(isInStock ? [sql`k.is_in_stock = 1`] : []),
    ],
    sql` AND `,
  );
}

/** What is sold out comes last, unless a price or a date is asked for. */
function orderOf(sort: Exclude<Sort, 'relevance'>, id: 'id' | 'card_id'): SQL {
  const orders = {
    price_asc: `k.price_paise, k.${id}`,
    price_desc: `k.price_paise DESC, k.${id} DESC`,
    newest: `k.created_at DESC, k.${id} DESC`,
    rating: `k.is_in_stock DESC, k.rating_tenths DESC, k.rating_count DESC, k.${id} DESC`,
    discount: `k.is_in_stock DESC, k.discount_percent DESC, k.rating_count DESC, k.${id} DESC`,
  } as const satisfies Record<typeof sort, string>;
  return sql.raw(orders[sort]);
}

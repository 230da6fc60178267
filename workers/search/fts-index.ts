import { type SQL, sql } from 'drizzle-orm';
import { type CardRow, cardColumns } from '../catalog/card.ts';
import { parentPathOf } from '../catalog/category-tree.ts';
import type { Context } from '../context.ts';
import { countFacets, type HitColumns, termsIn } from './count-facets.ts';
import { readFacetTerms } from './facet-terms.ts';
import { ftsQueryOf } from './fts-query.ts';
import type { Sort } from './schemas.ts';
import type { SearchFilter, SearchHits, SearchIndex, SearchPage } from './search-index.ts';

/** A row of columns must stay below 2 MB. Beyond this many hits the counts are those of the first ones. */
const MAX_HITS = 60_000;

/** Of title, brand, category, specs, description. */
const RANK = sql.raw('bm25(product_fts, 10.0, 6.0, 4.0, 2.0, 1.0)');

/**
 * SQLite's full text. One round trip: the page, and the hits as columns of numbers that facets are counted from here,
 * because walking an array is far cheaper than grouping the same rows five times in SQL.
 */
export const ftsIndex: SearchIndex = {
  async search(ctx, filter, page) {
    const query = ftsQueryOf(filter.text);
    const all = await find(ctx, filter, page, query?.all ?? null);
    const isNothing = all.columns.categoryNos.length === 0;
    if (!isNothing || query === null || query.any === null) return hitsOf(ctx, filter, all, false);
    return hitsOf(ctx, filter, await find(ctx, filter, page, query.any), true);
  },
};

interface Found {
  readonly cards: readonly CardRow[];
  readonly columns: HitColumns;
}

async function find(ctx: Context, filter: SearchFilter, page: SearchPage, match: string | null): Promise<Found> {
  const [cards, [packed]] = await ctx.db.batch([
    ctx.db.all<CardRow>(selectPage(filter, page, match)),
    ctx.db.all<Record<keyof HitColumns, string>>(selectColumns(filter, match)),
  ]);
  const numbers = (text: string | undefined) => JSON.parse(text ?? '[]') as number[];
  return {
    cards,
    columns: {
      categoryNos: numbers(packed?.categoryNos),
      brandNos: numbers(packed?.brandNos),
      attributeNos: numbers(packed?.attributeNos),
      pricesPaise: numbers(packed?.pricesPaise),
    },
  };
}

async function hitsOf(
  ctx: Context,
  filter: SearchFilter,
  { cards, columns }: Found,
  isPartialMatch: boolean,
): Promise<SearchHits> {
  const terms = await readFacetTerms(ctx, termsIn(columns));
  return { cards, ...countFacets(columns, terms, filter), isPartialMatch: isPartialMatch && cards.length > 0 };
}

function selectPage(filter: SearchFilter, { sort, page, limit }: SearchPage, match: string | null): SQL {
  const keys = sortKeys(sort, match !== null);
  const named = keys.map(({ key }, index) => sql`${key} AS ${sql.raw(`key${index}`)}`);
  const order = sql.raw(keys.map(({ direction }, index) => `key${index} ${direction}`).join(', '));
  const conditions = [...hardConditions(filter), ...softConditions(filter), inCategory(filter.categoryPath)];
  return sql`
    SELECT ${cardColumns} FROM (
      SELECT k.card_id, ${sql.join(named, sql`, `)} FROM ${source(match)} ${where(match, conditions)}
      ORDER BY ${order}, k.card_id LIMIT ${limit} OFFSET ${(page - 1) * limit}
    ) hit JOIN product_cards c ON c.id = hit.card_id
    ORDER BY ${order}, hit.card_id`;
}

/**
 * All hits of the text, before the filters that have a facet. A category without text is read together with its
 * siblings, but a department is not: its siblings are the whole shop.
 */
function selectColumns(filter: SearchFilter, match: string | null): SQL {
  const { categoryPath } = filter;
  const parentPath = categoryPath === null ? null : parentPathOf(categoryPath);
  const scope = match !== null ? null : parentPath === '/' ? categoryPath : parentPath;
  const isBrandOnly = match === null && categoryPath === null && filter.brands.length > 0;
  const conditions = [...hardConditions(filter), inCategory(scope)];
  return sql`
    SELECT json_group_array(category_no) AS categoryNos, json_group_array(brand_no) AS brandNos,
      json_group_array(attributes_no) AS attributeNos, json_group_array(price_paise) AS pricesPaise
    FROM (
      SELECT k.category_no, k.brand_no, k.attributes_no, k.price_paise
      FROM ${source(match)} ${where(match, isBrandOnly ? [...conditions, inBrands(filter.brands)] : conditions)}
      LIMIT ${MAX_HITS})`;
}

/** CROSS JOIN keeps the full text outside: the order of the tables is the order of the loops. */
function source(match: string | null): SQL {
  return match === null
    ? sql`card_facets k`
    : sql`product_fts CROSS JOIN card_facets k ON k.card_id = product_fts.rowid`;
}

function where(match: string | null, conditions: readonly (SQL | null)[]): SQL {
  const given = conditions.filter((condition) => condition !== null);
  const every = match === null ? given : [sql`product_fts MATCH ${match}`, ...given];
  return every.length === 0 ? sql`` : sql`WHERE ${sql.join(every, sql` AND `)}`;
}

/** Filters without counts of their own. */
function hardConditions(filter: SearchFilter): readonly (SQL | null)[] {
  const { minRatingTenths, minDiscountPercent, isInStock } = filter;
  return [
    minRatingTenths === null ? null : sql`k.rating_tenths >= ${minRatingTenths}`,
    minDiscountPercent === null ? null : sql`k.discount_percent >= ${minDiscountPercent}`,
    isInStock ? sql`k.is_in_stock = 1` : null,
  ];
}

function softConditions({ brands, attributes, minPaise, maxPaise }: SearchFilter): readonly (SQL | null)[] {
  return [
    inBrands(brands),
    minPaise === null ? null : sql`k.price_paise >= ${minPaise}`,
    maxPaise === null ? null : sql`k.price_paise <= ${maxPaise}`,
    ...attributes.map(
      ({ name, values }) => sql`EXISTS (
        SELECT 1 FROM card_attributes a WHERE a.card_id = k.card_id AND a.name = ${name}
          AND a.value IN (SELECT value FROM json_each(${JSON.stringify(values)})))`,
    ),
  ];
}

/** '0' follows '/', so the paths below '/a/' are those from '/a/' up to '/a0'. */
function inCategory(path: string | null): SQL | null {
  if (path === null) return null;
  return sql`k.category_no IN (
    SELECT no FROM facet_terms WHERE kind = 'category' AND value >= ${path} AND value < ${`${path.slice(0, -1)}0`})`;
}

function inBrands(slugs: readonly string[]): SQL | null {
  if (slugs.length === 0) return null;
  return sql`k.brand_no IN (
    SELECT no FROM facet_terms WHERE kind = 'brand' AND value IN (SELECT value FROM json_each(${JSON.stringify(slugs)})))`;
}

interface SortKey {
  readonly key: SQL;
  readonly direction: 'ASC' | 'DESC';
}

/** What is sold out comes last, unless a price or a date is asked for. */
function sortKeys(sort: Sort, hasText: boolean): readonly SortKey[] {
  const by = (column: string, direction: SortKey['direction'] = 'DESC') => ({ key: sql.raw(`k.${column}`), direction });
  const popular = [by('rating_count'), by('rating_tenths')];
  switch (sort) {
    case 'relevance':
      return [by('is_in_stock'), ...(hasText ? [{ key: RANK, direction: 'ASC' } as const] : popular)];
    case 'price_asc':
      return [by('price_paise', 'ASC')];
    case 'price_desc':
      return [by('price_paise')];
    case 'newest':
      return [by('created_at')];
    case 'rating':
      return [by('is_in_stock'), by('rating_tenths'), by('rating_count')];
    case 'discount':
      return [by('is_in_stock'), by('discount_percent'), by('rating_count')];
  }
}

import { cardOf } from '../catalog/card.ts';
import { type CategoryNode, type CategoryTree, readCategoryTree } from '../catalog/category-tree.ts';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { parseRupees } from '../domain/money.ts';
import { ftsIndex } from './fts-index.ts';
import { labelFacets } from './label-facets.ts';
import { likelyPaths } from './likely-paths.ts';
import { MAX_PAGE, type SearchQuery, type SearchResult } from './schemas.ts';
import type { SearchFilter, SearchIndex } from './search-index.ts';
import { attributeName, attributesOf, canonical, searchHref, splitList } from './search-url.ts';
import { suggest } from './suggest.ts';

/** The same search is asked by many within seconds. */
const recent = rememberRecent<SearchResult>({ seconds: 10, entries: 500 });

/** A page of products with counts for the filters. Prices may be some seconds old; the cart knows today's. */
export async function searchProducts(
  ctx: Context,
  asked: SearchQuery,
  index: SearchIndex = ftsIndex,
): Promise<SearchResult> {
  const query = canonical(asked);
  const key = searchHref(query, { page: query.page });
  const known = recent.get(key, ctx.now);
  if (known !== undefined) return known;
  const result = await search(ctx, query, index);
  recent.set(key, result, ctx.now);
  return result;
}

async function search(ctx: Context, query: SearchQuery, index: SearchIndex): Promise<SearchResult> {
  const tree = await readCategoryTree(ctx);
  const category = query.category === undefined ? null : (tree.bySlug.get(query.category) ?? null);
  // A category that does not exist holds nothing: no path lies below this one.
  const categoryPath = query.category === undefined ? null : (category?.path ?? '//');
  const { page, limit, sort = 'relevance' } = query;
  const hits = await index.search(ctx, filterOf(query, categoryPath, likelyPaths(query.q ?? '', tree)), {
    page,
    limit,
    sort,
  });
  const total = (hits.isCountCapped ? wholeCount(query, tree, category) : null) ?? hits.total;
  const isLacking = hits.total === 0 || hits.isPartialMatch;
  return {
    products: hits.cards.map(cardOf),
    closeMatches: hits.closeMatches.map(cardOf),
    total,
    isCountCapped: hits.isCountCapped && total === hits.total,
    areFacetsCapped: hits.areFacetsCapped,
    page,
    pageCount: Math.min(MAX_PAGE, Math.ceil(total / limit)),
    facets: labelFacets(query, hits.facets, tree, category),
    correctedTo: hits.correctedTo,
    didYouMean: hits.didYouMean,
    isPartialMatch: hits.isPartialMatch,
    suggestions: isLacking ? suggest(query, tree) : [],
  };
}

/** Of a category, or the shop, that nothing narrows: the tree knows. Null for any other search. */
function wholeCount(query: SearchQuery, tree: CategoryTree, category: CategoryNode | null): number | null {
  const { category: slug, page, limit, sort } = query;
  const isWhole = searchHref(query, { page }) === searchHref({ page, limit, sort, category: slug }, { page });
  if (!isWhole) return null;
  const departments = tree.nodes.filter(({ depth }) => depth === 0);
  return category?.productCount ?? departments.reduce((sum, { productCount }) => sum + productCount, 0);
}

function filterOf(query: SearchQuery, categoryPath: string | null, likely: SearchFilter['likelyPaths']): SearchFilter {
  const paiseOf = (rupees: number | undefined) => (rupees === undefined ? null : parseRupees(String(rupees)));
  return {
    text: query.q ?? '',
    isVerbatim: query.exact === '1',
    likelyPaths: likely,
    categoryPath,
    brands: splitList(query.brand),
    attributes: attributesOf(query).map(([parameter, values]) => ({
      name: attributeName(parameter),
      values: splitList(values),
    })),
    minPaise: paiseOf(query.min),
    maxPaise: paiseOf(query.max),
    minRatingTenths: query.rating === undefined ? null : query.rating * 10,
    minDiscountPercent: query.discount ?? null,
    isInStock: query.inStock === '1',
  };
}

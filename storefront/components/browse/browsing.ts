import { type SearchQuery, SORTS, type Sort } from '../../../workers/search/schemas.ts';
import { parseSearch, searchHref } from '../../../workers/search/search-url.ts';

/** A list of products as a page shows it: a search, and the path its address hangs on. */
export interface Browsing {
  readonly query: SearchQuery;
  /** '/search' or '/c/mobiles'. */
  readonly path: string;
  /** The same list with something changed; back on the first page unless the change says otherwise. */
  readonly hrefOf: (change: Partial<SearchQuery>) => string;
}

/**
 * Reads the search from a page's address. A category page's category is its path, not a parameter. Throws
 * `validation_failed` for parameters that make no sense.
 */
export function browsingOf(url: URL, categorySlug?: string): Browsing {
  const params = withoutRepeats(url.searchParams);
  if (categorySlug !== undefined) params.set('category', categorySlug);
  const query = parseSearch(params);
  const path = categorySlug === undefined ? '/search' : `/c/${categorySlug}`;
  const addressed = categorySlug === undefined ? query : { ...query, category: undefined };
  return { query, path, hrefOf: (change) => searchHref(addressed, change, path) };
}

/** Parameters of the address that a form with its own fields for `omitted` has to carry along. */
export function keptFields({ hrefOf }: Browsing, omitted: (name: string) => boolean): [name: string, value: string][] {
  const params = new URL(hrefOf({}), 'http://haat').searchParams;
  return [...params].filter(([name]) => name !== 'page' && !omitted(name));
}

/** Parameters that the filter panel has fields for. */
export function isFilter(name: string): boolean {
  return ['brand', 'min', 'max', 'rating', 'discount', 'inStock'].includes(name) || name.startsWith('attr.');
}

export function sortOf({ sort }: SearchQuery): Sort {
  return SORTS.find((known) => known === sort) ?? 'relevance';
}

/** A form without JavaScript sends `brand=a&brand=b`: the same as `brand=a,b`. */
function withoutRepeats(params: URLSearchParams): URLSearchParams {
  const joined = new URLSearchParams();
  for (const name of new Set(params.keys())) {
    const isList = name === 'brand' || name.startsWith('attr.');
    const values = params.getAll(name).filter((value) => value !== '');
    if (values.length > 0) joined.set(name, isList ? values.join(',') : (values[0] ?? ''));
  }
  return joined;
}

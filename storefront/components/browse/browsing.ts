import { AppError } from '../../../workers/http/problem.ts';
import { MAX_PAGE, type SearchQuery, SORTS, type Sort } from '../../../workers/search/schemas.ts';
import { parseSearch, searchHref } from '../../../workers/search/search-url.ts';

/** Something in the address that makes no sense: the page goes on without it, and says so. */
export type BrowsingNote =
  | { readonly kind: 'too_long'; readonly name: 'q'; readonly count: number }
  | { readonly kind: 'swapped'; readonly name: 'min'; readonly min: number; readonly max: number }
  | { readonly kind: 'refused'; readonly name: string; readonly value: string };

/** A list of products as a page shows it: a search, and the path its address hangs on. */
export interface Browsing {
  readonly query: SearchQuery;
  /** '/search' or '/c/mobiles'. */
  readonly path: string;
  /** The page that was asked for: more than the last, perhaps. `query.page` is one that may be read. */
  readonly askedPage: number;
  readonly notes: readonly BrowsingNote[];
  /** The same list with something changed; back on the first page unless the change says otherwise. */
  readonly hrefOf: (change: Partial<SearchQuery>) => string;
}

const MAX_WORDS_LENGTH = 200;
const MAX_SHOWN = 40;

/**
 * Reads the search from a page's address. A category page's category is its path, not a parameter. An address is never
 * refused: what makes no sense is mended or left out, and noted.
 */
export function browsingOf(url: URL, categorySlug?: string): Browsing {
  const params = withoutRepeats(url.searchParams);
  if (categorySlug !== undefined) params.set('category', categorySlug);
  const askedPage = pageOf(params);
  const notes = [...cutWords(params), ...swapPrices(params)];
  const query = parseMendable(params, notes);
  const path = categorySlug === undefined ? '/search' : `/c/${categorySlug}`;
  const addressed = categorySlug === undefined ? query : { ...query, category: undefined };
  return { query, path, askedPage, notes, hrefOf: (change) => searchHref(addressed, change, path) };
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

/** A page that can be read goes into the search; a larger one is remembered, for a page that says where the list ends. */
function pageOf(params: URLSearchParams): number {
  const text = params.get('page') ?? '1';
  const page = /^\d{1,15}$/.test(text) ? Math.max(1, Number(text)) : 1;
  params.set('page', String(Math.min(page, MAX_PAGE)));
  return page;
}

function cutWords(params: URLSearchParams): BrowsingNote[] {
  const text = params.get('q')?.trim() ?? '';
  if (text.length <= MAX_WORDS_LENGTH) return [];
  // Not in the middle of a letter of two units.
  params.set(
    'q',
    text
      .slice(0, MAX_WORDS_LENGTH)
      .replace(/[\ud800-\udbff]$/, '')
      .trim(),
  );
  return [{ kind: 'too_long', name: 'q', count: MAX_WORDS_LENGTH }];
}

function swapPrices(params: URLSearchParams): BrowsingNote[] {
  const [min, max] = [params.get('min') ?? '', params.get('max') ?? ''];
  const isSwapped = /^\d{1,8}$/.test(min) && /^\d{1,8}$/.test(max) && Number(min) > Number(max);
  if (!isSwapped) return [];
  params.set('min', max);
  params.set('max', min);
  return [{ kind: 'swapped', name: 'min', min: Number(max), max: Number(min) }];
}

/** Takes out what the search refuses until it takes the rest; each try takes out one parameter at least. */
function parseMendable(params: URLSearchParams, notes: BrowsingNote[]): SearchQuery {
  for (;;) {
    try {
      return parseSearch(params);
    } catch (error) {
      const refused = error instanceof AppError ? (error.extra.errors ?? []) : [];
      const names = refused.map(({ field }) => field.replace(/^query\./, '')).filter((name) => params.has(name));
      if (names.length === 0) throw error;
      for (const name of new Set(names)) {
        notes.push({ kind: 'refused', name, value: [...(params.get(name) ?? '')].slice(0, MAX_SHOWN).join('') });
        params.delete(name);
      }
    }
  }
}

import { pathnameOf, searchOf } from '../http/address.ts';
import { DEFAULT_LOCALE, LOCALE_PARAMETER, LOCALES, type Locale } from '../http/locale.ts';

/**
 * Pages that are the same for everyone, and may be kept. What changes by the second is not part of them: it comes in by
 * `/fragments/…`, which is not in this table, as nothing personal is.
 */
interface CacheablePage {
  readonly matches: (pathname: string) => boolean;
  /** Parameters that change the page; all others are dropped from the key. */
  readonly parameters: (name: string) => boolean;
  /** Parameters that make it a page for one visitor, or for one minute: with one of them it is not kept. */
  readonly unkept?: readonly string[];
}

const SEARCH_PARAMETERS = new Set([
  'q',
  'category',
  'brand',
  'min',
  'max',
  'rating',
  'discount',
  'inStock',
  'exact',
  'sort',
  'page',
]);
/** Several values are alternatives; of any other parameter the first value counts. */
const isList = (name: string) => name === 'brand' || name.startsWith('attr.');
const isSearchParameter = (name: string) => SEARCH_PARAMETERS.has(name) || name.startsWith('attr.');

const PAGES: readonly CacheablePage[] = [
  { matches: (pathname) => pathname === '/', parameters: () => false },
  { matches: (pathname) => pathname === '/search', parameters: isSearchParameter },
  { matches: (pathname) => pathname.startsWith('/c/'), parameters: isSearchParameter },
  {
    matches: (pathname) => pathname.startsWith('/p/'),
    parameters: (name) => name === 'v',
    // The answer of the form without JavaScript: its promise holds until the next cut-off, and its stock is today's.
    unkept: ['pincode'],
  },
];

const MAX_KEY_LENGTH = 1500;

/**
 * The normalised address of a page that may be kept, in a language; null for any other. `origin` is the shop's own,
 * whatever name it was reached by: a purge has to find the page without a visitor.
 */
export function pageKey(address: string, locale: Locale, origin: string): string | null {
  const pathname = pathnameOf(address);
  const page = PAGES.find(({ matches }) => matches(pathname));
  if (page === undefined) return null;
  const searchParams = new URLSearchParams(searchOf(address));
  if (page.unkept?.some((name) => searchParams.has(name))) return null;
  const parameters = new URLSearchParams();
  for (const name of [...new Set(searchParams.keys())].filter(page.parameters).sort()) {
    // A form without JavaScript sends empty fields, and a list as the same name again.
    const values = searchParams.getAll(name).filter((value) => value !== '');
    if (values.length > 0) parameters.set(name, isList(name) ? values.join(',') : (values[0] ?? ''));
  }
  const key = keyOf(origin, pathname, parameters, locale);
  return key.length > MAX_KEY_LENGTH ? null : key;
}

/** Every key under which a product may be kept: without a choice, and with each of its variants, in each language. */
export function productKeys(origin: string, slug: string, variantIds: readonly string[]): readonly string[] {
  const choices = [{}, ...variantIds.map((v) => ({ v }))];
  return LOCALES.flatMap((locale) =>
    choices.map((choice) => keyOf(origin, `/p/${slug}`, new URLSearchParams(choice), locale)),
  );
}

function keyOf(origin: string, pathname: string, parameters: URLSearchParams, locale: Locale): string {
  if (locale !== DEFAULT_LOCALE) parameters.set(LOCALE_PARAMETER, locale);
  const query = parameters.toString();
  return origin + pathname + (query === '' ? '' : `?${query}`);
}

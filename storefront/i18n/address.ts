import { DEFAULT_LOCALE, LOCALE_PARAMETER, type Locale } from '../../workers/http/locale.ts';

/** The one address of a page in a language, for search engines: '/p/lamp' → '/p/lamp?lang=hi'; English has no mark. */
export function addressIn(locale: Locale, path: string): string {
  return withParameter(path, locale === DEFAULT_LOCALE ? null : locale);
}

/** The same page in another language. English is named as well: a cookie may say Hindi. */
export function switchAddress(locale: Locale, path: string): string {
  return withParameter(path, locale);
}

function withParameter(path: string, value: string | null): string {
  const url = new URL(path, 'http://shop.invalid');
  if (value === null) url.searchParams.delete(LOCALE_PARAMETER);
  else url.searchParams.set(LOCALE_PARAMETER, value);
  return url.pathname + url.search;
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** The languages of the pages. English is the default and has no mark in an address. */
export const LOCALES = ['en', 'hi'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'en';

/** BCP 47, for `lang` attributes, hreflang and Intl. */
export const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = { en: 'en-IN', hi: 'hi-IN' };

/** The parameter of an address that chooses a language. */
export const LOCALE_PARAMETER = 'lang';

const LOCALE_COOKIE = 'haat_lang';
const COOKIE_SECONDS = 365 * 86_400;

/** A page is written by dozens of functions: the language travels beside their arguments, apart for each request. */
const scope = new AsyncLocalStorage<Locale>();

/** Runs `work`, and everything it awaits, in a language. */
export function withLocale<Result>(locale: Locale, work: () => Result): Result {
  return scope.run(locale, work);
}

/** The language of the request that is being answered; English outside of one. */
export function currentLocale(): Locale {
  return scope.getStore() ?? DEFAULT_LOCALE;
}

/** What the address says; else what was chosen before; else what the browser prefers. */
export function localeOf(request: Request): Locale {
  return (
    chosenLocale(request.url) ??
    localeIn(cookieOf(request)) ??
    preferredLocale(request.headers.get('accept-language') ?? '')
  );
}

/** The language that an address asks for by `?lang=`; null when it asks for none that we have. */
export function chosenLocale(address: string): Locale | null {
  // Of nearly every address: they are not taken apart for nothing.
  if (!address.includes(`${LOCALE_PARAMETER}=`)) return null;
  return localeIn(new URL(address).searchParams.get(LOCALE_PARAMETER));
}

/** Set-Cookie that remembers a choice on this device. It says nothing about a person, and trusts nobody. */
export function localeCookie(locale: Locale, isSecure: boolean): string {
  return `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${COOKIE_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** 'ta,hi;q=0.8,en;q=0.5' → 'hi': the better placed of ours, by weight and then by order (RFC 9110, 12.5.4). */
function preferredLocale(header: string): Locale {
  let preferred = DEFAULT_LOCALE;
  let best = 0;
  for (const range of header.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const locale = localeIn(tag.split('-')[0]);
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (locale === null || !(weight > best)) continue;
    preferred = locale;
    best = weight;
  }
  return preferred;
}

function localeIn(text: string | null | undefined): Locale | null {
  return LOCALES.find((locale) => locale === text) ?? null;
}

function cookieOf(request: Request): string | null {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === LOCALE_COOKIE) return value ?? null;
  }
  return null;
}

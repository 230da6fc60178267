/**
 * What the service worker keeps, and what it must never. Only pages that are the same for everyone are on the list:
 * carts, orders, accounts, staff pages, the API and fragments are on no list, so nothing personal is ever kept.
 */

/** In what a kept file lies; null for what is left to the network alone. */
export type Keeping = 'page' | 'file' | null;

/** A page of the past visit for a train without signal; no archive. */
export const MAX_PAGES = 30;
/** Styles, scripts and pictures of about as many pages. */
export const MAX_FILES = 150;

const PAGES = /^\/(?:$|search$|c\/[^/]+$|p\/[^/]+$)/;
/** Files whose name changes with their bytes: what is kept is right for ever. */
const FILES = /^\/(?:_astro|media)\//;

/** `isPage`: the browser asks for a page to show, not for a part of one. */
export function keepingOf(url: URL, ownOrigin: string, isPage: boolean): Keeping {
  if (url.origin !== ownOrigin) return null;
  if (isPage) return PAGES.test(url.pathname) ? 'page' : null;
  return FILES.test(url.pathname) ? 'file' : null;
}

/** The same page reached in different ways is kept once: marks of campaigns are no part of it. */
export function pageKeyOf(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) {
    if (/^(utm_|gclid$|fbclid$)/.test(name)) url.searchParams.delete(name);
  }
  url.hash = '';
  return url.href;
}

/** Where people become somebody else, or nobody: what the one before looked at is forgotten. */
const IDENTITY =
  /^\/(?:logout|login|register|verify|second-factor|reset|account|auth)(?:\/|$)|^\/api\/v1\/(?:auth|account)(?:\/|$)/;

export function changesWhoAsks(method: string, pathname: string): boolean {
  if (pathname === '/auth/google/callback') return true;
  return method !== 'GET' && method !== 'HEAD' && IDENTITY.test(pathname);
}

/** The language of the offline page, as the shop chooses it: address, cookie, browser. */
export function offlineLocale(url: URL, cookie: string | null, languages: readonly string[]): 'en' | 'hi' {
  for (const wish of [url.searchParams.get('lang'), cookie, ...languages]) {
    const language = wish?.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'hi') return language;
  }
  return 'en';
}

/** Files that a page cannot be shown without: its styles, scripts and icons, by the addresses in its HTML. */
export function filesOf(html: string): readonly string[] {
  const addresses = html.matchAll(/(?:href|src)="(\/(?:_astro|icons)\/[^"]+|\/favicon\.svg)"/g);
  return [...new Set([...addresses].map(([, address = '']) => address))];
}

import { DEFAULT_LOCALE, LANGUAGE_TAGS, LOCALE_PARAMETER, LOCALES, type Locale } from '../http/locale.ts';
import { settingOf } from '../http/stand-in.ts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where the shop says it lives: APP_URL, else the address that was asked. No slash at the end. */
export function originOf(env: Pick<Env, 'APP_URL'>, asked: URL): string {
  const own = settingOf(env.APP_URL);
  return own === null ? asked.origin : new URL(own).origin;
}

/**
 * Whether search engines may read this address. The shop has one: previews, staging under a name of its own and tunnels
 * into a laptop would be copies of it in the index. A laptop itself is out of their reach, and answers as the shop would.
 */
export function isForCrawlers(env: Pick<Env, 'APP_ENV' | 'APP_URL'>, asked: URL): boolean {
  if (asked.origin !== originOf(env, asked)) return false;
  return env.APP_ENV === 'production' || LOOPBACK.test(asked.hostname);
}

/** A page in a language: '/p/lamp' → 'https://shop.example/p/lamp?lang=hi'; English has no mark. */
export function addressOf(origin: string, path: string, locale: Locale = DEFAULT_LOCALE): string {
  if (locale === DEFAULT_LOCALE) return origin + path;
  return `${origin}${path}${path.includes('?') ? '&' : '?'}${LOCALE_PARAMETER}=${locale}`;
}

/** The same page in every language, as hreflang names them. */
export function alternatesOf(origin: string, path: string): readonly { readonly tag: string; readonly href: string }[] {
  return [
    ...LOCALES.map((locale) => ({ tag: LANGUAGE_TAGS[locale], href: addressOf(origin, path, locale) })),
    { tag: 'x-default', href: addressOf(origin, path) },
  ];
}

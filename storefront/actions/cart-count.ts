import type { AstroCookies } from 'astro';

/** How many pieces the cart holds, for the header of pages that are cached for everyone. Readable by scripts, trusted by none. */
const COUNT_COOKIE = 'haat_count';
const LIFE_SECONDS = 180 * 86_400;

export function rememberCount(cookies: AstroCookies, itemCount: number): void {
  if ((cookies.get(COUNT_COOKIE)?.value ?? '0') === String(itemCount)) return;
  cookies.set(COUNT_COOKIE, String(itemCount), { path: '/', sameSite: 'lax', maxAge: LIFE_SECONDS });
}

import type { AstroCookies } from 'astro';

/** How long the wishlist is, for hearts on pages that are cached for everyone. Readable by scripts, trusted by none. */
const WISHES_COOKIE = 'haat_wishes';
const LIFE_SECONDS = 180 * 86_400;

export function rememberWishes(cookies: AstroCookies, count: number): void {
  if ((cookies.get(WISHES_COOKIE)?.value ?? '0') === String(count)) return;
  cookies.set(WISHES_COOKIE, String(count), { path: '/', sameSite: 'lax', maxAge: LIFE_SECONDS });
}

/**
 * The cookies a page may read. `haat_count`: items in the cart; `haat_wishes`: how many are on the wishlist; `haat_name`:
 * first name of who is signed in.
 */
export type ReadableCookie = 'haat_count' | 'haat_name' | 'haat_wishes' | 'haat_pin';

export function readCookie(name: ReadableCookie, cookies: string = document.cookie): string | null {
  for (const pair of cookies.split('; ')) {
    const [key, ...value] = pair.split('=');
    if (key === name) return decoded(value.join('='));
  }
  return null;
}

/** A cookie that somebody else wrote badly reads as if it were not there. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

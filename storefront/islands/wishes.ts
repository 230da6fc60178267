import { readCookie } from './cookie.ts';

const CHANGED = 'haat:wishes';
const HALF_YEAR_SECONDS = 15_552_000;

let known: Promise<ReadonlySet<string>> | undefined;

/** Which SKUs are on the wishlist: asked once a page, and only of who may have one. */
export function wishedSkus(): Promise<ReadonlySet<string>> {
  known ??= mayHaveWishes() ? ask() : Promise.resolve(new Set<string>());
  return known;
}

/** What the shop answers to a change is the list from now on, for every heart of the page. */
export function announceWishes(skus: readonly string[]): void {
  known = Promise.resolve(new Set(skus));
  // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser yet.
  document.cookie = `haat_wishes=${skus.length}; path=/; max-age=${HALF_YEAR_SECONDS}; samesite=lax`;
  document.dispatchEvent(new CustomEvent(CHANGED));
}

export function onWishesChange(listener: () => void): void {
  document.addEventListener(CHANGED, listener);
  // The browser's back button brings an old page out of memory.
  addEventListener('pageshow', (event) => {
    if (!('persisted' in event) || event.persisted !== true) return;
    known = undefined;
    listener();
  });
}

/** Who is signed in may have made a list on another device. */
function mayHaveWishes(): boolean {
  return Number(readCookie('haat_wishes')) > 0 || readCookie('haat_name') !== null;
}

async function ask(): Promise<ReadonlySet<string>> {
  const answer = await fetch('/api/v1/lists/wishlist/skus').catch(() => null);
  if (!answer?.ok) return new Set();
  const { skus }: { skus: string[] } = await answer.json();
  return new Set(skus);
}

const CHANGED = 'haat:cart';
const THIRTY_DAYS_SECONDS = 2_592_000;

/** Tells the header that the cart now holds `itemCount` pieces, and remembers it for the next page. */
export function announceCart(itemCount: number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser yet.
  document.cookie = `haat_count=${itemCount}; path=/; max-age=${THIRTY_DAYS_SECONDS}; samesite=lax`;
  document.dispatchEvent(new CustomEvent<number>(CHANGED, { detail: itemCount }));
}

export function onCartChange(listener: (itemCount: number) => void): void {
  document.addEventListener(CHANGED, (event) => listener((event as CustomEvent<number>).detail));
}

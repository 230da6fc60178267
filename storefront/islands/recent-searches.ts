/** What was searched for in this browser, newest first. It never leaves it. */
const KEY = 'haat_searches';
const MAX_KEPT = 8;
const MAX_LENGTH = 80;

export function recentSearches(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter((text): text is string => typeof text === 'string' && text !== '').slice(0, MAX_KEPT);
  } catch {
    // A browser may refuse to keep anything, and what was kept may be broken: then there is nothing.
    return [];
  }
}

export function rememberSearch(text: string): void {
  const plain = text.trim().replace(/\s+/g, ' ');
  if (plain === '' || plain.length > MAX_LENGTH) return;
  const others = recentSearches().filter((other) => other.toLowerCase() !== plain.toLowerCase());
  keep([plain, ...others].slice(0, MAX_KEPT));
}

export function forgetSearches(): void {
  keep([]);
}

function keep(searches: readonly string[]): void {
  try {
    if (searches.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(searches));
  } catch {
    // As above: the search itself goes on.
  }
}

/** Finds what was meant by a misspelt beginning. Pure. */

export interface KnownKey {
  readonly key: string;
  readonly weight: number;
}

const MIN_LENGTH = 4;
const LONG = 8;

/**
 * The beginning of a known key that is nearest to `typed`, the more popular of two equals; null when nothing is near: one
 * slip in four letters, two in eight. Swapped neighbours are one slip.
 */
export function nearestBeginning(typed: string, known: readonly KnownKey[]): string | null {
  const letters = [...typed];
  if (letters.length < MIN_LENGTH) return null;
  let allowed = letters.length < LONG ? 1 : 2;
  let best: { readonly beginning: string; readonly weight: number } | null = null;
  for (const { key, weight } of known) {
    // A slip in both of the first two letters is rare, and this spares nearly all of the work.
    if (key[0] !== letters[0] && key[0] !== letters[1] && key[1] !== letters[1]) continue;
    const found = beginningWithin(letters, key, allowed);
    if (found === null) continue;
    if (found.slips < allowed || best === null || weight > best.weight) {
      allowed = found.slips;
      best = { beginning: found.beginning, weight };
    }
  }
  return best?.beginning ?? null;
}

/** The beginning of `key` with the fewest slips to `letters` (Damerau and Levenshtein); null when there are too many. */
function beginningWithin(
  letters: readonly string[],
  key: string,
  allowed: number,
): { readonly slips: number; readonly beginning: string } | null {
  const other = [...key].slice(0, letters.length + allowed);
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of letters.entries()) {
    const now = [row + 1];
    for (let column = 1; column <= other.length; column++) {
      const isSame = other[column - 1] === letter;
      let slips = Math.min(at(last, column) + 1, at(now, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1));
      const isSwapped = row > 0 && column > 1 && other[column - 2] === letter && other[column - 1] === letters[row - 1];
      if (isSwapped) slips = Math.min(slips, at(before, column - 2) + 1);
      now.push(slips);
    }
    if (Math.min(...now) > allowed) return null;
    [before, last] = [last, now];
  }
  const slips = Math.min(...last);
  // The longest of equals: 'kutra' is 'kurta', not 'kur' with letters to spare.
  return slips > allowed ? null : { slips, beginning: other.slice(0, last.lastIndexOf(slips)).join('').trimEnd() };
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.MAX_SAFE_INTEGER;
}

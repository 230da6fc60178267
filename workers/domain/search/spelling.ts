/**
 * Words near another: within one slip for 4 to 7 letters, two for more. A slip is a letter too many, too few, wrong, or
 * two that changed places (Damerau-Levenshtein).
 */

const MIN_LENGTH = 3;
const MAX_LENGTH = 24;
/** Deletions are made in the beginning only: two words with few slips have one there in common (SymSpell). */
const PREFIX_LENGTH = 7;
const LONG = 8;

export function maxSlips(word: string): number {
  if (word.length < 4 || word.length > MAX_LENGTH) return 0;
  return word.length < LONG ? 1 : 2;
}

/** Words that may be corrected, or be what is meant: letters only. A model's number is not misspelt, it is another. */
export function isSpellable(word: string): boolean {
  return (
    word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && /^[a-z]+$/.test(word) && !/^u(?:[0-9a-f]{4})+$/.test(word)
  );
}

/** Under these keys a word of the index is found. A word of six may be what a word of eight should have been. */
export function keysOfWord(word: string): readonly string[] {
  return deletions(word.slice(0, PREFIX_LENGTH), word.length < LONG - 2 ? 1 : 2);
}

/** Under these keys the neighbours of a word that was typed are looked for. */
export function keysToLookUp(word: string): readonly string[] {
  return deletions(word.slice(0, PREFIX_LENGTH), maxSlips(word));
}

function deletions(word: string, depth: number): readonly string[] {
  const found = new Set([word]);
  let last: readonly string[] = [word];
  for (let step = 0; step < depth; step++) {
    last = last.flatMap((each) =>
      Array.from({ length: each.length }, (_, at) => each.slice(0, at) + each.slice(at + 1)),
    );
    for (const each of last) found.add(each);
  }
  return [...found].filter((each) => each !== '');
}

/** Slips between two words; a letter is part of one slip only (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + cost);
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) least = Math.min(least, at(before, column - 2) + 1);
      current.push(least);
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

export interface Neighbour {
  readonly word: string;
  /** As it is written in titles. */
  readonly surface: string;
  /** In how many products it stands. */
  readonly count: number;
}

/**
 * The most likely of the words near a typed one, given in one or more forms (as typed, and in the singular): fewest slips,
 * then how common it is; the first letter is seldom the wrong one. Null when none is near enough.
 */
export function nearestWord(forms: readonly string[], neighbours: readonly Neighbour[]): Neighbour | null {
  const likely = neighbours
    .map((neighbour) => ({ neighbour, slips: Math.min(...forms.map((form) => slipsAllowed(form, neighbour.word))) }))
    .filter(({ slips }) => slips > 0 && slips <= MAX_SLIPS)
    .map(({ neighbour, slips }) => {
      const isOtherStart = neighbour.word[0] !== forms[0]?.[0];
      const likelihood = Math.log(neighbour.count + 1) - SLIP_COST * slips - (isOtherStart ? START_COST : 0);
      return { neighbour, likelihood };
    })
    .sort((a, b) => b.likelihood - a.likelihood || (a.neighbour.word < b.neighbour.word ? -1 : 1));
  return likely[0]?.neighbour ?? null;
}

function slipsAllowed(form: string, word: string): number {
  const slips = slipsBetween(form, word);
  return slips <= maxSlips(form) ? slips : Number.POSITIVE_INFINITY;
}

const MAX_SLIPS = 2;
/** A slip more has to be outweighed by a word that is about a hundred times as common. */
const SLIP_COST = 4.5;
const START_COST = 2;

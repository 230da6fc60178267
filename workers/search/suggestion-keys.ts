import { HINDI, plain } from '../domain/search/hindi.ts';

/** How a name is found by its first letters: pure, and the same for what is kept and for what is typed. */

/** Before the words of what many ask for: no letter, so nobody's typing begins with it. */
export const ASKED = '*';

export const MAX_TYPED = 60;
const MAX_KEY_WORDS = 5;
const MAX_KEY_LENGTH = 48;

/** Nobody begins a search with these, and a title is full of them. */
const FILLERS = new Set(['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

/** 0 is the most popular. What is sold out is suggested after everything else. */
export const TIERS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const LAST_TIER = 7;

/**
 * "Café's Blue T-Shirt (M)" → ['cafes', 'blue', 'tshirt', 'm']: letters and digits of any script, Latin accents gone.
 */
export function keyWordsOf(text: string): readonly string[] {
  const bare = text
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\bt[\s-]+(?=\p{L})/gu, 't');
  const words = plain(bare).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length === 0 ? words : telling;
}

/** What is typed, as a key begins: '' when there is no letter and no digit in it. */
export function typedKeyOf(text: string): string {
  return cut(keyWordsOf([...text].slice(0, MAX_TYPED).join('')).join(' '));
}

/**
 * A key for each of the first words: 'Samsung Galaxy M14' → ['samsung galaxy m14', 'galaxy m14', 'm14']; and for the words
 * of `kind`, wherever they stand, because people say the thing first: 'saree' of 'Nila Weaves Zari Banarasi Silk Saree'.
 */
export function keysOf(name: string, starts: number, kind = ''): readonly string[] {
  const words = keyWordsOf(name);
  const things = keyWordsOf(kind);
  const keys = words.flatMap((word, index) => {
    const isStart = index < starts || things.some((thing) => isSameWord(word, thing));
    return isStart ? [cut(words.slice(index, index + MAX_KEY_WORDS).join(' '))] : [];
  });
  return [...new Set(keys)];
}

/** One or many of it: 'saree' and 'sarees', 'dress' and 'dresses'. */
export function isSameWord(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return [short, `${short}s`, `${short}es`].includes(long);
}

/**
 * 'लाल साड' as 'red saree': each Hindi word that we know, the last one also when it is unfinished. Null when there is none.
 */
export function englishKeyOf(typed: string): string | null {
  const words = keyWordsOf(typed);
  const english = words.map((word, index) => {
    const isLast = index === words.length - 1 && word.length > 1;
    const begun = isLast ? [...HINDI.keys()].find((hindi) => hindi.startsWith(word)) : undefined;
    return HINDI.get(word) ?? HINDI.get(begun ?? '') ?? word;
  });
  return english.every((word, index) => word === words[index]) ? null : english.join(' ');
}

/** Keys that begin so: from the first (included) to the second. No letter sorts behind U+10FFFF. */
export function keyRange(prefix: string): readonly [from: string, to: string] {
  return [prefix, `${prefix}\u{10ffff}`];
}

/** Each tier holds what is four times as popular as the next. */
export function tierOf(weight: number, isGone = false): number {
  if (isGone) return LAST_TIER;
  return Math.max(0, LAST_TIER - 1 - Math.floor(Math.log(weight + 1) / Math.log(4)));
}

/** To one digit, so that a popularity that grows a little is not written anew each time. */
export function roundedWeight(count: number): number {
  return Number(count.toPrecision(1));
}

function cut(key: string): string {
  return [...key].slice(0, MAX_KEY_LENGTH).join('').trimEnd();
}

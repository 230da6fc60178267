import { HINDI_FILLERS, plain } from './hindi.ts';
import type { Synonyms } from './synonyms.ts';
import { termOf, type Word, wordsIn } from './words.ts';

/** Another way to say a concept: words that have to be there together. */
export interface Alternative {
  readonly terms: readonly string[];
  /** How much it is what was asked for: 1 for the words themselves. */
  readonly weight: number;
}

/** A word of a query, or several that are one thing, with everything that it may be called. */
export interface Concept {
  readonly surface: string;
  /** What was typed comes first. */
  readonly alternatives: readonly [Alternative, ...Alternative[]];
  /** For whom it is: must not be found in passing, as 'for men and women' in a description. */
  readonly isGender: boolean;
}

const MAX_WORDS = 10;
const MAX_JOINED_LENGTH = 20;
const SYNONYM_WEIGHT = 0.8;
const JOINED_WEIGHT = 0.95;

/** Words that say nothing when there are others. */
const FILLERS = new Set([
  ...[
    'a',
    'an',
    'and',
    'any',
    'at',
    'best',
    'buy',
    'by',
    'for',
    'from',
    'good',
    'in',
    'is',
    'new',
    'of',
    'on',
    'online',
  ],
  ...[
    'or',
    'price',
    'rs',
    'inr',
    'shop',
    'the',
    'to',
    'with',
    'ka',
    'ke',
    'ki',
    'liye',
    'wala',
    'wali',
    'wale',
    'cheap',
  ],
]);

const GENDERS: ReadonlyMap<string, 'men' | 'women' | 'boy' | 'girl'> = new Map([
  ['men', 'men'],
  ['gent', 'men'],
  ['women', 'women'],
  ['lady', 'women'],
  ['boy', 'boy'],
  ['girl', 'girl'],
]);

/** Whom a word is about; null for any other word. */
export function genderOf(term: string): 'men' | 'women' | 'boy' | 'girl' | null {
  return GENDERS.get(term) ?? null;
}

/** The words of a query that tell something, at most ten. */
export function tellingWords(text: string): readonly Word[] {
  const seen = new Set<string>();
  const words = wordsIn(text).filter(({ term }) => !seen.has(term) && seen.add(term));
  const isFiller = ({ term, surface }: Word) => FILLERS.has(term) || HINDI_FILLERS.has(plain(surface));
  const telling = words.filter((word) => !isFiller(word));
  return (telling.length === 0 ? words : telling).slice(0, MAX_WORDS);
}

/** What a query asks for; nothing when it has no words. */
export function understand(text: string, synonyms: SynonymBook): readonly Concept[] {
  const words = tellingWords(text);
  const concepts: Concept[] = [];
  for (let index = 0; index < words.length; ) {
    const phrase = synonyms.longestAt(words.slice(index).map(({ term }) => term));
    const length = Math.max(1, phrase?.length ?? 0);
    concepts.push(conceptOf(words, index, length, phrase?.others ?? []));
    index += length;
  }
  return concepts;
}

function conceptOf(
  words: readonly Word[],
  index: number,
  length: number,
  others: readonly (readonly string[])[],
): Concept {
  const own = words.slice(index, index + length);
  const terms = own.map(({ term }) => term);
  const joined = length === 1 ? [joinedAt(words, index - 1), joinedAt(words, index)] : [];
  return {
    surface: own.map(({ surface }) => surface).join(' '),
    alternatives: [
      { terms, weight: 1 },
      ...joined.flatMap((term) => (term === null ? [] : [{ terms: [term], weight: JOINED_WEIGHT }])),
      ...others.map((each) => ({ terms: each, weight: SYNONYM_WEIGHT })),
    ],
    isGender: terms.length === 1 && genderOf(terms[0] ?? '') !== null,
  };
}

/** 'pen' and 'drive' may be written as one; words with digits are not. */
function joinedAt(words: readonly Word[], index: number): string | null {
  const [first, second] = [words[index]?.surface ?? '', words[index + 1]?.surface ?? ''];
  const isLetters = /^[a-z]+$/.test(first) && /^[a-z]+$/.test(second);
  return isLetters && first.length + second.length <= MAX_JOINED_LENGTH ? termOf(first + second) : null;
}

interface Entry {
  readonly terms: readonly string[];
  readonly others: readonly (readonly string[])[];
}

/** Synonyms by their first word, in the terms of the index. */
export class SynonymBook {
  readonly #byFirst = new Map<string, Entry[]>();

  constructor(synonyms: readonly Synonyms[]) {
    const merged = new Map<string, Entry>();
    for (const { from, words } of synonyms) {
      const phrases = words.map(phraseOf).filter((terms) => terms.length > 0);
      for (const terms of from === null ? phrases : [phraseOf(from)]) {
        const key = terms.join(' ');
        const others = phrases.filter((each) => each.join(' ') !== key);
        merged.set(key, { terms, others: [...(merged.get(key)?.others ?? []), ...others] });
      }
    }
    for (const entry of merged.values()) {
      const first = entry.terms[0];
      if (first !== undefined) this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), entry]);
    }
  }

  /** The longest entry that the words begin with. */
  longestAt(terms: readonly string[]): { readonly length: number; readonly others: Entry['others'] } | null {
    const fitting = (this.#byFirst.get(terms[0] ?? '') ?? [])
      .filter((entry) => entry.terms.every((term, index) => term === terms[index]))
      .sort((a, b) => b.terms.length - a.terms.length)[0];
    return fitting === undefined ? null : { length: fitting.terms.length, others: fitting.others };
  }
}

function phraseOf(words: string): readonly string[] {
  return wordsIn(words).map(({ term }) => term);
}

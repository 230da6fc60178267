import { type SQL, sql } from 'drizzle-orm';
import { isSpellable, keysToLookUp, maxSlips, type Neighbour, nearestWord } from '../domain/search/spelling.ts';
import { type Concept, tellingWords } from '../domain/search/understand.ts';
import { termOf, type Word } from '../domain/search/words.ts';

/** What the index knows of one word of a query. */
export interface AskedWord {
  readonly term: string;
  /** In how many products it stands, roughly; 0 for a word that is in none. */
  readonly count: number;
  /** Read only for words that are unknown or rare. */
  readonly neighbours: readonly Neighbour[];
  /** Words that begin with it: it may be unfinished. Read for the last word only. */
  readonly endings: readonly Neighbour[];
  /** Two known words that it is when they are written apart. */
  readonly parts: readonly [string, string] | null;
}

/** A word that stands in no more products than this may be a slip in the catalogue itself. */
const RARE = 3;
/** How much more common the word must be that was meant instead of a rare one. */
const MUCH_MORE = 20;
const MAX_NEIGHBOURS = 150;
const MAX_ENDINGS = 8;
const MIN_PART = 3;

type Packed = readonly [word: string, surface: string, count: number][];

interface Row {
  readonly term: string;
  readonly count: number;
  readonly neighbours: string | null;
  readonly endings: string | null;
  readonly parts: string | null;
}

/** One statement for all words. The neighbours of common words are not looked up, so that it costs next to nothing. */
export function selectAskedWords(text: string): SQL {
  const words = tellingWords(text);
  const asked = words.map(({ term, surface }, index) => ({
    term,
    keys: [...new Set(formsOf({ term, surface }).flatMap(keysToLookUp))],
    start: index === words.length - 1 && /^[a-z]{2,}$/.test(surface) ? surface : null,
    parts: isSpellable(term) ? partsOf(surface) : [],
  }));
  const packed = sql.raw(`json_group_array(json_array(word, surface, count))`);
  return sql`
    SELECT asked.value ->> 'term' AS term, COALESCE(known.count, 0) AS count,
      CASE WHEN COALESCE(known.count, 0) <= ${RARE} THEN (
        SELECT ${packed} FROM (
          SELECT DISTINCT w.word, w.surface, w.count
          FROM json_each(asked.value, '$.keys') k
          CROSS JOIN search_word_keys x ON x.key = k.value
          CROSS JOIN search_words w ON w.word = x.word
          ORDER BY w.count DESC LIMIT ${MAX_NEIGHBOURS})) END AS neighbours,
      CASE WHEN known.word IS NULL AND asked.value ->> 'start' IS NOT NULL THEN (
        SELECT ${packed} FROM (
          SELECT w.word, w.surface, w.count FROM search_words w
          WHERE w.word >= asked.value ->> 'start' AND w.word < (asked.value ->> 'start') || '~'
          ORDER BY w.count DESC LIMIT ${MAX_ENDINGS})) END AS endings,
      CASE WHEN known.word IS NULL THEN (
        SELECT json_array(a.word, b.word) FROM json_each(asked.value, '$.parts') p
        CROSS JOIN search_words a ON a.word = p.value ->> 0
        CROSS JOIN search_words b ON b.word = p.value ->> 1
        ORDER BY MIN(a.count, b.count) DESC LIMIT 1) END AS parts
    FROM json_each(${JSON.stringify(asked)}) asked
    LEFT JOIN search_words known ON known.word = asked.value ->> 'term'`;
}

export function askedWordsOf(rows: readonly Row[]): readonly AskedWord[] {
  const unpacked = (text: string | null) =>
    (JSON.parse(text ?? '[]') as Packed).map(([word, surface, count]) => ({ word, surface, count }));
  return rows.map(({ term, count, neighbours, endings, parts }) => ({
    ...{ term, count },
    neighbours: unpacked(neighbours),
    endings: unpacked(endings),
    parts: parts === null ? null : (JSON.parse(parts) as [string, string]),
  }));
}

/** The query with every misspelt word replaced; null when there is none, or nothing that it could be. */
export function correctionOf(text: string, asked: readonly AskedWord[]): string | null {
  const words = tellingWords(text);
  const corrected = words.map(({ term, surface }) => {
    const word = asked.find((each) => each.term === term);
    if (word === undefined || word.count > RARE) return surface;
    const nearest = nearestWord(formsOf({ term, surface }), word.neighbours);
    const isMeant = nearest !== null && nearest.count >= MUCH_MORE * word.count;
    if (isMeant) return nearest.surface;
    return word.parts === null ? surface : word.parts.join(' ');
  });
  const isSame = corrected.every((word, index) => word === words[index]?.surface);
  return isSame ? null : corrected.join(' ');
}

/** The concepts with the last word finished in each way that the index knows; null when it is no beginning. */
export function finished(concepts: readonly Concept[], asked: readonly AskedWord[]): readonly Concept[] | null {
  const last = concepts.at(-1);
  const word = asked.find(({ term }) => term === last?.alternatives[0].terms.at(-1));
  const [first, ...others] = word?.endings ?? [];
  if (last === undefined || first === undefined || last.alternatives[0].terms.length > 1) return null;
  const alternativeOf = (ending: Neighbour) => ({ terms: [ending.word], weight: 1 });
  return [...concepts.slice(0, -1), { ...last, alternatives: [alternativeOf(first), ...others.map(alternativeOf)] }];
}

/** How telling each concept is: a word of few products says more than one of thousands. */
export function rarityOf(concepts: readonly Concept[], asked: readonly AskedWord[]): readonly number[] {
  const counts = new Map(asked.map(({ term, count }) => [term, count]));
  const rarity = (term: string) => Math.max(1, Math.log(COMMON / ((counts.get(term) ?? 0) + 1)));
  return concepts.map(({ alternatives }) => Math.max(...alternatives[0].terms.map(rarity)));
}

/** A word of so many products tells nothing. */
const COMMON = 200_000;

/** What a misspelt word is compared as: 'shos' may be meant to be a 'shoe', although it looks like several 'sho'. */
function formsOf({ term, surface }: Word): readonly string[] {
  return [...new Set([surface, term])].filter((form) => isSpellable(form) && maxSlips(form) > 0);
}

/** 'bedcover' → [['bed', 'cover'], …]. */
function partsOf(word: string): readonly [string, string][] {
  const cuts = Array.from({ length: Math.max(0, word.length - 2 * MIN_PART + 1) }, (_, index) => index + MIN_PART);
  return cuts.map((cut) => [termOf(word.slice(0, cut)), termOf(word.slice(cut))]);
}

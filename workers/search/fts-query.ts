/** Turns what a person typed into FTS5 expressions. Every word is quoted, so no text can be a syntax error. */

const MAX_WORDS = 10;
const MAX_WORD_LENGTH = 40;

/** Words that every description has: they say nothing when there are others. */
const FILLERS = new Set(['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

/** "Women's RED kurta (cotton)" → ['women', 'red', 'kurta', 'cotton']: letters and digits of any script. */
export function wordsOf(text: string): readonly string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu);
  const distinct = [...new Set((words ?? []).map((word) => [...word].slice(0, MAX_WORD_LENGTH).join('')))];
  const telling = distinct.filter((word) => !FILLERS.has(word));
  return (telling.length === 0 ? distinct : telling).slice(0, MAX_WORDS);
}

export interface FtsQuery {
  /** Every word has to be there, the last one may be unfinished: '"red" AND "kur"*'. */
  readonly all: string;
  /** Some word has to be there; null when there is only one. */
  readonly any: string | null;
}

/** Null when the text has no words: then it filters nothing. */
export function ftsQueryOf(text: string): FtsQuery | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const last = words.length - 1;
  const terms = words.map((word, index) => (index === last && word.length > 1 ? `"${word}"*` : `"${word}"`));
  return { all: terms.join(' AND '), any: terms.length > 1 ? terms.join(' OR ') : null };
}

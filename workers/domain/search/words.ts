import { HINDI, plain } from './hindi.ts';
import { CANONICAL, JOINED, PARTS } from './spellings.ts';
import { stemOf } from './stem.ts';

/**
 * Words as the index writes them. The same rules for what is sold and for what is asked, so that '32 inch', '32"' and
 * '32inch', or 'T-Shirts' and 't shirt', are one.
 */
export interface Word {
  /** Letters and digits of ASCII, whatever the script was: what stands in the index. */
  readonly term: string;
  /** As somebody wrote it, in lower case: what people are shown. */
  readonly surface: string;
}

const MAX_WORD_LENGTH = 32;

/** 'Women’s T-Shirts (32 inch)' → women, tshirt, 32inch. Compounds are one word. */
export function wordsIn(text: string): readonly Word[] {
  return joinCompounds(tokensOf(text)).map((surface) => ({ term: termOf(surface), surface }));
}

/** What is put into the index for a text: the words, the parts of compounds, and what hyphens join. */
export function termsToIndex(text: string): readonly string[] {
  const words = wordsIn(text);
  const more = words.flatMap(({ term }) => [
    ...(PARTS.get(term) ?? []).map(termOf),
    ...(NUMBER_WITH_UNIT.exec(term)?.slice(1) ?? []),
  ]);
  const hyphenated = [...normalise(text).matchAll(/[a-z]+(?:-[a-z]+)+/g)].map(([word]) =>
    termOf(word.replace(/-/g, '')),
  );
  return [...words.map(({ term }) => term), ...more, ...hyphenated];
}

/** The term of one word: its spelling, then its number, then what of it is not ASCII. */
export function termOf(word: string): string {
  const known = CANONICAL.get(word) ?? CANONICAL.get(singular(word));
  const stem = stemOf(known ?? HINDI.get(plain(word)) ?? plain(word));
  return ascii(stemOf(CANONICAL.get(stem) ?? stem));
}

function singular(word: string): string {
  return word.endsWith('s') && word.length > 4 ? word.slice(0, -1) : word;
}

/** Any other script in hexadecimal, four digits a letter, so that the beginnings of words stay beginnings. */
function ascii(term: string): string {
  const short = [...term].slice(0, MAX_WORD_LENGTH).join('');
  if (/^[a-z0-9]*$/.test(short)) return short;
  const units = Array.from({ length: short.length }, (_, index) =>
    short.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return `u${units.join('')}`;
}

function tokensOf(text: string): readonly string[] {
  return normalise(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
}

/** One way of writing for signs, quotes, marks on Latin letters, and numbers with their units. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’`´]s(?![\p{L}\p{N}])/gu, '')
    .replace(/(\p{L})['’`´](?=\p{L})/gu, '$1')
    .replace(/(\d),(?=\d{2,3}\b)/g, '$1')
    .replace(/(\d)\s*(?:''|["”″])/g, '$1inch ')
    .replace(UNIT_BESIDE, withUnit)
    .replace(UNIT_TOUCHING, withUnit)
    .replace(/(\d)\.(?=\d)/g, '$1p');
}

function withUnit(_: string, number: string, unit: string): string {
  return ` ${number.replace('.', 'p')}${UNITS.get(unit) ?? unit} `;
}

const UNITS: ReadonlyMap<string, string> = new Map(
  [
    ['inch', 'inches', 'in'],
    ['gb', 'gbs', 'gigabyte', 'gigabytes'],
    ['tb'],
    ['mb'],
    ['mbps'],
    ['kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'kilograms'],
    ['g', 'gm', 'gms', 'gram', 'grams'],
    ['mg'],
    ['l', 'ltr', 'ltrs', 'litre', 'litres', 'liter', 'liters'],
    ['ml'],
    ['cm', 'cms'],
    ['mm'],
    ['m', 'mtr', 'mtrs', 'meter', 'meters', 'metre', 'metres'],
    ['ft', 'feet', 'foot'],
    ['mah'],
    ['w', 'watt', 'watts'],
    ['v', 'volt', 'volts'],
    ['mp', 'megapixel', 'megapixels'],
    ['k', 'kt', 'carat', 'karat', 'ct'],
    ['seater', 'seaters'],
  ].flatMap(
    ([canonical = '', ...others]) =>
      [[canonical, canonical], ...others.map((other) => [other, canonical])] as [string, string][],
  ),
);

const longestFirst = (units: readonly string[]) => [...units].sort((a, b) => b.length - a.length).join('|');
/** '2 in 1' and 'size 2 M' are no lengths: these units have to touch their number. */
const TOUCHING = new Set(['in', 'm', 'ct', 'foot']);
const UNIT_BESIDE = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d+(?:\\.\\d+)?)[ -]*(${longestFirst([...UNITS.keys()].filter((unit) => !TOUCHING.has(unit)))})(?![\\p{L}\\p{N}])`,
  'gu',
);
const UNIT_TOUCHING = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d+(?:\\.\\d+)?)(${[...TOUCHING].join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);
const NUMBER_WITH_UNIT = new RegExp(`^(\\d+(?:p\\d+)?)(?:${longestFirst([...new Set(UNITS.values())])})$`);

function joinCompounds(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const [first = '', second = ''] = [tokens[index], tokens[index + 1]];
    const pair = JOINED.get(`${first} ${stemOf(CANONICAL.get(second) ?? second)}`);
    joined.push(pair ?? first);
    if (pair !== undefined) index++;
  }
  return joined;
}

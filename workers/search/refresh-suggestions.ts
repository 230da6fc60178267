import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { HINDI } from '../domain/search/hindi.ts';
import { BUILT_IN_SYNONYMS } from '../domain/search/synonyms.ts';
import { changeSuggestions, type Suggestion } from './change-suggestions.ts';
import { popularTerms } from './popular-terms.ts';
import { ASKED, isSameWord, keysOf, keyWordsOf, roundedWeight, tierOf } from './suggestion-keys.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MAX_ROWS = 40_000;
/** Fewer products of a kind in a colour, or of a brand, are not worth a search of their own. */
const MIN_PRODUCTS = 2;
const MAX_PAIRS = 1500;
/** Values that people say before the name of the thing: 'red sarees', 'cotton kurtas'. */
const SPOKEN_ATTRIBUTES = ['colour', 'fabric', 'material'];
/** A search that somebody made says more than a pair that merely exists. */
const ASKED_WEIGHT = 50;

/** Once an hour, and whenever there are none. Gives the number of rows that changed. */
export async function refreshDueSuggestions(ctx: Context): Promise<number> {
  if (ctx.now % HOUR_MS >= MINUTE_MS) {
    const [one] = await ctx.db.all(sql`SELECT 1 FROM suggestions WHERE kind = 'category' LIMIT 1`);
    if (one !== undefined) return 0;
  }
  return await refreshSuggestions(ctx);
}

/**
 * Everything that is suggested but the products, which follow their cards: categories by all their names, brands, and
 * searches – what many have asked, and pairs of a brand or an attribute with a category. As often as one likes.
 */
export async function refreshSuggestions(ctx: Context): Promise<number> {
  const [categories, brands, branded, described, synonyms, kept] = await ctx.db.batch([
    ctx.db.all<Counted>(countCategories),
    ctx.db.all<Counted>(countBrands),
    ctx.db.all<Pair>(pairBrands),
    ctx.db.all<Pair>(pairAttributes),
    ctx.db.all<{ readonly words: string }>(sql`SELECT words FROM search_synonyms ORDER BY id LIMIT 2000`),
    ctx.db.all<Suggestion>(sql`
      SELECT kind, tier, key, ref, weight FROM suggestions WHERE kind IN ('category', 'brand', 'query')
      LIMIT ${2 * MAX_ROWS}`),
  ]);
  const sets = [
    ...synonyms.map(({ words }) => JSON.parse(words) as readonly string[]),
    ...BUILT_IN_SYNONYMS.filter(({ from }) => from === null).map(({ words }) => words),
    ...HINDI,
  ];
  const wanted = [
    ...categories.flatMap(({ slug, name, count }) =>
      [name, ...otherNames(name, sets)].flatMap((each) => rowsOf('category', slug, each, 3, count)),
    ),
    ...brands.flatMap(({ slug, name, count }) => rowsOf('brand', slug, name, 2, count)),
    ...[...branded, ...described].flatMap(({ first, second, count }) => {
      const words = `${first} ${second}`.toLowerCase();
      return rowsOf('query', words, words, 2, count);
    }),
    ...(await popularTerms(ctx)).flatMap(({ term, count }) => askedRows(term, count * ASKED_WEIGHT)),
  ];
  return await changeSuggestions(ctx, kept, strongest(wanted).slice(0, MAX_ROWS));
}

interface Counted {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

interface Pair {
  readonly first: string;
  readonly second: string;
  readonly count: number;
}

const countCategories = sql`
  SELECT shelf.slug, shelf.name, SUM(counted.count) AS count
  FROM (SELECT category_path, COUNT(*) AS count FROM product_cards GROUP BY category_path) counted
  JOIN categories shelf ON substr(counted.category_path, 1, length(shelf.path)) = shelf.path
  GROUP BY shelf.id`;

const countBrands = sql`
  SELECT maker.slug, maker.name, counted.count
  FROM (SELECT brand_slug, COUNT(*) AS count FROM product_cards WHERE brand_slug IS NOT NULL GROUP BY brand_slug) counted
  JOIN brands maker ON maker.slug = counted.brand_slug`;

const pairBrands = sql`
  SELECT maker.name AS first, shelf.name AS second, counted.count
  FROM (
    SELECT category_no, brand_no, COUNT(*) AS count FROM search_rows WHERE brand_no IS NOT NULL
    GROUP BY category_no, brand_no HAVING COUNT(*) >= ${MIN_PRODUCTS} ORDER BY count DESC LIMIT ${MAX_PAIRS}
  ) counted
  JOIN facet_terms place ON place.no = counted.category_no
  JOIN categories shelf ON shelf.path = place.value
  JOIN facet_terms mark ON mark.no = counted.brand_no
  JOIN brands maker ON maker.slug = mark.value`;

const pairAttributes = sql`
  SELECT counted.value AS first, shelf.name AS second, counted.count
  FROM (
    SELECT said.value, facets.category_no, COUNT(*) AS count
    FROM json_each(${JSON.stringify(SPOKEN_ATTRIBUTES)}) names
    CROSS JOIN card_attributes said ON said.name = names.value
    CROSS JOIN search_rows facets ON facets.card_id = said.card_id
    GROUP BY facets.category_no, said.value HAVING COUNT(*) >= ${MIN_PRODUCTS} ORDER BY count DESC LIMIT ${MAX_PAIRS}
  ) counted
  JOIN facet_terms place ON place.no = counted.category_no
  JOIN categories shelf ON shelf.path = place.value`;

/** 'Sarees' is 'साड़ी' too when a set of synonyms says that a saree is one. */
function otherNames(name: string, sets: readonly (readonly string[])[]): readonly string[] {
  const words = keyWordsOf(name);
  return words.flatMap((word) =>
    sets
      .filter((set) => set.some((synonym) => isSameWord(keyWordsOf(synonym).join(' '), word)))
      .flatMap((set) => set.filter((synonym) => !isSameWord(keyWordsOf(synonym).join(' '), word)))
      .map((synonym) => words.map((each) => (each === word ? synonym : each)).join(' ')),
  );
}

/** Shown by what begins so, and to whom has typed nothing yet. */
function askedRows(term: string, count: number): readonly Suggestion[] {
  const rows = rowsOf('query', term, term, 3, count);
  return [...rows, ...rows.slice(0, 1).map((row) => ({ ...row, key: ASKED + row.key }))];
}

/** Found by its later words as well, though those who begin with the first one are nearer. */
function rowsOf(kind: Suggestion['kind'], ref: string, name: string, starts: number, count: number) {
  return keysOf(name, starts).map((key, index): Suggestion => {
    const weight = roundedWeight(index === 0 ? count : count / 4);
    return { kind, tier: tierOf(weight), key, ref, weight };
  });
}

/** Of several rows that say the same, the one with the most weight; the strongest first. */
function strongest(rows: readonly Suggestion[]): readonly Suggestion[] {
  const ordered = rows.filter(({ key }) => key !== '').toSorted((a, b) => a.weight - b.weight);
  return [...new Map(ordered.map((row) => [`${row.kind} ${row.key} ${row.ref}`, row])).values()].toReversed();
}

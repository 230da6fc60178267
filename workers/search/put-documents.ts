import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { keysOfWord } from '../domain/search/spelling.ts';
import { attributesText, type DocumentRow, type IndexDocument, type ReadDocument, readDocument } from './documents.ts';

/** The tables that searches read, and those that a rebuild fills. */
export type IndexSet = 'current' | 'spare';

/** Characters of one JSON parameter: D1 takes 2 MB, and a character may have three bytes. */
const MAX_PARAMETER = 600_000;

/**
 * Puts products into the index, in place of what is there of them. A product whose card has been rebuilt since it was
 * read is left alone: whoever has rebuilt it puts it in. May be repeated.
 */
export async function putDocuments(
  ctx: Context,
  rows: readonly DocumentRow[],
  sets: readonly IndexSet[] = ['current'],
): Promise<void> {
  if (rows.length === 0) return;
  const documents = rows.map(readDocument);
  const keys = await Promise.all(sets.map((set) => newKeys(ctx, documents, set)));
  const statements = sets.flatMap((set, index) => [
    ...chunksOf(documents.map(({ document }) => document)).flatMap((chunk) =>
      putStatements(set, JSON.stringify(chunk)),
    ),
    ...chunksOf(countWords(documents, set)).map((chunk) => addWords(set, JSON.stringify(chunk))),
    ...chunksOf(keys[index] ?? []).map((chunk) => addKeys(set, JSON.stringify(chunk))),
  ]);
  const [first, ...others] = statements.map((statement) => ctx.db.run(statement));
  if (first !== undefined) await ctx.db.batch([first, ...others]);
}

/** Takes cards out of both sets, by a condition on `product_cards k`: for the batch that removes the cards. */
export function dropDocuments(condition: SQL): readonly SQL[] {
  return (['current', 'spare'] as const).flatMap((set) => {
    const { rows, names, text } = namesOf(set);
    const places = sql`SELECT r.place FROM product_cards k JOIN ${rows} r ON r.card_id = k.id WHERE ${condition}`;
    // The rows last, as the others are found by them.
    return [
      sql`DELETE FROM ${text} WHERE rowid IN (${places})`,
      sql`DELETE FROM ${names} WHERE place IN (${places})`,
      sql`DELETE FROM ${rows} WHERE place IN (${places})`,
    ];
  });
}

export function namesOf(set: IndexSet) {
  const suffix = set === 'current' ? '' : '_spare';
  const named = (name: string) => sql.raw(name + suffix);
  return {
    rows: named('search_rows'),
    names: named('search_names'),
    text: named('search_text'),
    words: named('search_words'),
    keys: named('search_word_keys'),
  };
}

/** In this order: the full text is contentless, and its rows are found by the rows beside it. */
function putStatements(set: IndexSet, documents: string): readonly SQL[] {
  const { rows, names, text } = namesOf(set);
  const of = (name: keyof IndexDocument) => sql`d.value ->> ${sql.raw(`'$.${name}'`)}`;
  const newest = sql`
    json_each(${documents}) d
    CROSS JOIN product_cards k ON k.id = ${of('cardId')} AND k.revision = ${of('revision')}`;
  const places = sql`SELECT r.place FROM ${newest} CROSS JOIN ${rows} r ON r.card_id = k.id`;
  return [
    sql`DELETE FROM ${text} WHERE rowid IN (${places})`,
    sql`DELETE FROM ${names} WHERE place IN (${places})`,
    sql`DELETE FROM ${rows} WHERE place IN (${places})`,
    sql`
      INSERT INTO ${rows} (
        place, card_id, revision, category_no, brand_no, attributes_no, price_paise, discount_percent, rating_tenths,
        rating_count, is_in_stock, created_at)
      SELECT ${of('place')}, k.id, k.revision,
        (SELECT no FROM facet_terms WHERE kind = 'category' AND value = k.category_path),
        (SELECT no FROM facet_terms WHERE kind = 'brand' AND value = k.brand_slug),
        (SELECT no FROM facet_terms WHERE kind = 'attributes' AND value = ${attributesText}),
        k.price_paise, k.discount_percent, k.rating_tenths, k.rating_count, k.is_in_stock, k.created_at
      FROM ${newest}`,
    sql`INSERT INTO ${names} (place, words) SELECT ${of('place')}, ${of('words')} FROM ${newest}`,
    sql`
      INSERT INTO ${text} (rowid, title, brand, category, specs, description, marks)
      SELECT ${of('place')}, ${of('title')}, ${of('brand')}, ${of('category')}, ${of('specs')}, ${of('description')},
        ${of('marks')}
      FROM ${newest}`,
  ];
}

type CountedWord = readonly [word: string, surface: string, added: number];

/** A product counts once: when it comes into the index, not when it is edited. */
function countWords(documents: readonly ReadDocument[], set: IndexSet): readonly CountedWord[] {
  const counted = new Map<string, { surface: string; added: number }>();
  for (const { surfaces, isNew } of documents) {
    for (const [word, surface] of surfaces) {
      const known = counted.get(word) ?? { surface, added: 0 };
      if (isNew || set === 'spare') known.added += 1;
      counted.set(word, known);
    }
  }
  return [...counted].map(([word, { surface, added }]) => [word, surface, added]);
}

/** People are shown a word as the index has it, or in the shortest way that somebody writes it: not in the plural. */
const addWords = (set: IndexSet, words: string) => sql`
  INSERT INTO ${namesOf(set).words} AS w (word, surface, count)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${words}) WHERE TRUE
  ON CONFLICT (word) DO UPDATE SET count = w.count + excluded.count, surface = CASE
    WHEN w.surface <> w.word AND (excluded.surface = w.word OR length(excluded.surface) < length(w.surface))
    THEN excluded.surface ELSE w.surface END
  WHERE excluded.count > 0`;

const addKeys = (set: IndexSet, keys: string) => sql`
  INSERT OR IGNORE INTO ${namesOf(set).keys} (key, word) SELECT value ->> 0, value ->> 1 FROM json_each(${keys})`;

/** A word has dozens of keys, so those of known words are not made again. */
async function newKeys(
  ctx: Context,
  documents: readonly ReadDocument[],
  set: IndexSet,
): Promise<readonly (readonly [key: string, word: string])[]> {
  const words = [...new Set(documents.flatMap(({ spellable }) => [...spellable]))];
  const { keys } = namesOf(set);
  const unknown = await ctx.db.all<{ word: string }>(sql`
    SELECT w.value AS word FROM json_each(${JSON.stringify(words)}) w
    WHERE NOT EXISTS (SELECT 1 FROM ${keys} k WHERE k.key = w.value AND k.word = w.value)`);
  return unknown.flatMap(({ word }) => [word, ...keysOfWord(word)].map((key) => [key, word] as const));
}

/** Runs of rows whose JSON fits in one parameter; none for no rows. */
function chunksOf<Row>(rows: readonly Row[]): readonly Row[][] {
  const chunks: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (length > room) {
      chunks.push([]);
      room = MAX_PARAMETER;
    }
    chunks.at(-1)?.push(row);
    room -= length;
  }
  return chunks;
}

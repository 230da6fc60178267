import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What people search for, by day (IST) and normalised words; `zeroCount` of them found nothing that has all the words.
 * `askers` has a bit for each of 32 groups of networks that asked: enough to tell many people from one, too little to
 * tell who.
 */
export const searchTerms = sqliteTable(
  'search_terms',
  {
    day: text().notNull(),
    term: text().notNull(),
    count: integer().notNull(),
    zeroCount: integer().notNull(),
    askers: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.day, t.term] }), index('search_terms_count').on(t.day, t.count)],
);

/** Words that mean the same, kept by staff: ['sofa', 'couch']. With `from` only that word stands for the others too. */
export const searchSynonyms = sqliteTable('search_synonyms', {
  id: text().primaryKey(),
  from: text(),
  words: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  updatedAt: integer().notNull(),
});

/**
 * What is suggested while somebody types: a row for each word that a name may be begun with. `tier` 0 is the most popular,
 * so a read that walks the tiers and stops early has the best ones, however many rows begin with an 's'.
 */
export const suggestions = sqliteTable(
  'suggestions',
  {
    kind: text({ enum: ['query', 'product', 'brand', 'category'] }).notNull(),
    tier: integer().notNull(),
    /** Normalised words from one of the name's words on: 'galaxy m14 5g'. */
    key: text().notNull(),
    /** A product's id, a slug, or the words of a query. */
    ref: text().notNull(),
    weight: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.tier, t.key, t.ref] }), index('suggestions_ref').on(t.kind, t.ref)],
);

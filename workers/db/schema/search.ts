import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What people search for, by day (IST) and normalised words; `zeroCount` of them found nothing. */
export const searchTerms = sqliteTable(
  'search_terms',
  {
    day: text().notNull(),
    term: text().notNull(),
    count: integer().notNull(),
    zeroCount: integer().notNull(),
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

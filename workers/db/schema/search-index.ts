import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The index of products is five tables, each of which is there twice: the one that searches read, and a spare one that
 * is filled while the index is rebuilt. Their names change places at the end (search/rebuild-index.ts). `search_text`, a
 * full-text table, is only in the migration.
 */

/** A product in the index: what it is filtered, sorted and counted by. Numbers only: a search may read thousands of these rows. */
const rowColumns = () => ({
  /** Also the rowid of `search_text`: the order of popularity (domain/search/popularity.ts). */
  place: integer().primaryKey(),
  cardId: integer().notNull(),
  /** Of the card when this was made. */
  revision: integer().notNull(),
  /** Numbers of `facet_terms`. */
  categoryNo: integer().notNull(),
  brandNo: integer(),
  attributesNo: integer().notNull(),
  pricePaise: integer().notNull(),
  discountPercent: integer().notNull(),
  ratingTenths: integer().notNull(),
  ratingCount: integer().notNull(),
  isInStock: integer({ mode: 'boolean' }).notNull(),
  createdAt: integer().notNull(),
});

export const searchRows = sqliteTable('search_rows', rowColumns(), (t) => [
  uniqueIndex('search_rows_card').on(t.cardId),
  index('search_rows_category').on(t.categoryNo),
]);
export const searchRowsSpare = sqliteTable('search_rows_spare', rowColumns(), (t) => [
  uniqueIndex('search_rows_spare_card').on(t.cardId),
  index('search_rows_spare_category').on(t.categoryNo),
]);

/** What a product is ranked by. A search reads hundreds of these. */
const nameColumns = () => ({
  place: integer().primaryKey(),
  /** Name, rest of the title, brand, category and the categories above as the index writes them, divided by '|'. */
  words: text().notNull(),
});

export const searchNames = sqliteTable('search_names', nameColumns());
export const searchNamesSpare = sqliteTable('search_names_spare', nameColumns());

/** Every word of the index, with how it is written in titles and in about how many products: an edit only adds. */
const wordColumns = () => ({ word: text().primaryKey(), surface: text().notNull(), count: integer().notNull() });

export const searchWords = sqliteTable('search_words', wordColumns());
export const searchWordsSpare = sqliteTable('search_words_spare', wordColumns());

/** A word under each of the keys that misspelt ones are looked up by (domain/search/spelling.ts). */
const keyColumns = () => ({ key: text().notNull(), word: text().notNull() });

export const searchWordKeys = sqliteTable('search_word_keys', keyColumns(), (t) => [
  primaryKey({ columns: [t.key, t.word] }),
]);
export const searchWordKeysSpare = sqliteTable('search_word_keys_spare', keyColumns(), (t) => [
  primaryKey({ columns: [t.key, t.word] }),
]);

/** Rebuilds of the index, of which one is open at most. Cards up to `cursor` are in the spare tables. */
export const searchRebuilds = sqliteTable(
  'search_rebuilds',
  {
    id: text().primaryKey(),
    /** Of the rules by which the index was written (search/index-version.ts). */
    version: integer().notNull(),
    cursor: integer().notNull().default(0),
    startedAt: integer().notNull(),
    updatedAt: integer().notNull(),
    /** When its tables became those that searches read. */
    switchedAt: integer(),
    /** Names change places once: twice would bring back the old ones. */
    switchCount: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('search_rebuilds_open').on(t.switchCount).where(sql`switched_at IS NULL`),
    index('search_rebuilds_switched').on(t.switchedAt),
    check('search_rebuilds_once', sql`switch_count <= 1`),
  ],
);

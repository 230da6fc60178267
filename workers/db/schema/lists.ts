import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What somebody wishes for. `ownerKey` as of a cart; the price and the stock are those that they saw last. */
export const wishlistItems = sqliteTable(
  'wishlist_items',
  {
    ownerKey: text().notNull(),
    sku: text().notNull(),
    seenPricePaise: integer().notNull(),
    wasInStock: integer({ mode: 'boolean' }).notNull(),
    addedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerKey, t.sku] }), index('wishlist_items_sku').on(t.sku)],
);

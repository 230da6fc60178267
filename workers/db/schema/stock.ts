import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { StockReason } from '../../domain/stock.ts';

/** Projection of the stock objects. A listing is born with a level and ledger entry 1; its object starts from them. */
export const stockLevels = sqliteTable('stock_levels', {
  sku: text().primaryKey(),
  onHand: integer().notNull(),
  reserved: integer().notNull(),
  /** Number of the last ledger entry that is contained. */
  seq: integer().notNull(),
});

/**
 * Of a SKU that is split: the level of each of its objects, by the object's name ('SKU', 'SKU#1', …). Its row in
 * `stock_levels` is their sum.
 */
export const stockShards = sqliteTable(
  'stock_shards',
  {
    objectName: text().primaryKey(),
    sku: text().notNull(),
    onHand: integer().notNull(),
    reserved: integer().notNull(),
    seq: integer().notNull(),
  },
  (t) => [index('stock_shards_sku').on(t.sku)],
);

/** `sku` is the name of the object that keeps the ledger: of a split SKU also 'SKU#1', …. */
export const inventoryLedger = sqliteTable(
  'inventory_ledger',
  {
    sku: text().notNull(),
    seq: integer().notNull(),
    onHandChange: integer().notNull(),
    reservedChange: integer().notNull(),
    reason: text().$type<StockReason>().notNull(),
    ref: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sku, t.seq] }), index('inventory_ledger_ref').on(t.ref)],
);

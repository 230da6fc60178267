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

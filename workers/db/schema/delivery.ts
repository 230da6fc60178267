import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Zone } from '../../domain/delivery.ts';

/** How parcels travel, as dated rows: the newest that is not after the order counts. */
export const deliveryRules = sqliteTable('delivery_rules', {
  validFromAt: integer().primaryKey(),
  /** An order from this hour (IST) on leaves a working day later. */
  cutOffHour: integer().notNull(),
  localDays: integer().notNull(),
  regionalDays: integer().notNull(),
  nationalDays: integer().notNull(),
  remoteDays: integer().notNull(),
  /** The part of an order that one seller sends is shipped free from this value on. */
  freeFromPaise: integer().notNull(),
  codFeePaise: integer().notNull(),
});

/** Rate card: what a parcel of at most so many grams costs in a zone, tax included. Dated like the rules. */
export const shippingRates = sqliteTable(
  'shipping_rates',
  {
    validFromAt: integer().notNull(),
    zone: text().$type<Zone>().notNull(),
    uptoGrams: integer().notNull(),
    feePaise: integer().notNull(),
    /** Beyond the heaviest step of a zone: for each 500 g begun. */
    extraPer500gPaise: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.validFromAt, t.zone, t.uptoGrams] })],
);

/** Pairs of states whose zone distance does not tell: GST codes, in the direction of the parcel. */
export const zonePairs = sqliteTable(
  'zone_pairs',
  { fromState: text().notNull(), toState: text().notNull(), zone: text().$type<Zone>().notNull() },
  (t) => [primaryKey({ columns: [t.fromState, t.toState] })],
);

/** Days (IST) on which no parcel moves. Sundays are not listed. */
export const holidays = sqliteTable('holidays', {
  date: text().primaryKey(),
  name: text().notNull(),
  nameHi: text(),
});

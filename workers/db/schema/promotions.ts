import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Bearer, Eligibility, PromotionKind, PromotionRule } from '../../domain/promotion.ts';

/**
 * Rules that lower a price. `usedCount` is exact: whoever takes a use adds to it in the batch of the order, and the
 * check refuses the batch when the limit is reached. A flash sale counts pieces, everything else counts orders.
 */
export const promotions = sqliteTable(
  'promotions',
  {
    id: text().primaryKey(),
    kind: text().$type<PromotionKind>().notNull(),
    /** What shoppers read: 'Festive kurtas: 20% off'. */
    name: text().notNull(),
    nameHi: text(),
    /** Upper case; what a shopper types. Null applies by itself. */
    code: text(),
    /** The listing of a flash sale. */
    sku: text(),
    rule: text({ mode: 'json' }).$type<PromotionRule>().notNull(),
    eligibility: text({ mode: 'json' }).$type<Eligibility>().notNull(),
    bearer: text({ mode: 'json' }).$type<Bearer>().notNull(),
    /** Whether others of its kind may apply beside it. */
    isStackable: integer({ mode: 'boolean' }).notNull().default(false),
    /** Among those that exclude each other the highest counts; among equals the one that saves most. */
    priority: integer().notNull().default(0),
    /** Shown as an offer on pages; a code that is sent to few is not. */
    isListed: integer({ mode: 'boolean' }).notNull().default(true),
    status: text({ enum: ['active', 'paused', 'ended'] })
      .notNull()
      .default('active'),
    validFromAt: integer().notNull(),
    validUntilAt: integer(),
    usageLimit: integer(),
    perPersonLimit: integer(),
    usedCount: integer().notNull().default(0),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    /** When a flash sale starts or ends next: the cron tells its product then. Null when nothing is due. */
    dueAt: integer(),
  },
  (t) => [
    uniqueIndex('promotions_code').on(t.code),
    index('promotions_running').on(t.status, t.validUntilAt),
    // What a cart may get without knowing of it: neither one of many flash sales nor one of many secret codes.
    index('promotions_general')
      .on(t.status, t.validUntilAt)
      .where(sql`sku IS NULL AND (code IS NULL OR is_listed = 1)`),
    index('promotions_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
    index('promotions_sku').on(t.sku).where(sql`sku IS NOT NULL`),
    check('promotions_used', sql`used_count >= 0 AND (usage_limit IS NULL OR used_count <= usage_limit)`),
  ],
);

/** How often one person has used a promotion. `personKey` is 'user:usr_…', or a digest of a guest's phone. */
export const promotionPeople = sqliteTable(
  'promotion_people',
  {
    promotionId: text().notNull(),
    personKey: text().notNull(),
    usedCount: integer().notNull(),
    useLimit: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.promotionId, t.personKey] }),
    check('promotion_people_used', sql`used_count >= 0 AND used_count <= use_limit`),
  ],
);

/** One row for each promotion of an order: taken with the order, given back once if it dies unpaid or is cancelled whole. */
export const promotionUses = sqliteTable(
  'promotion_uses',
  {
    promotionId: text().notNull(),
    orderId: text().notNull(),
    personKeys: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    /** Pieces of a flash sale, else 1. */
    quantity: integer().notNull(),
    amountPaise: integer().notNull(),
    /** The part of the amount that sellers bear. */
    sellerPaise: integer().notNull(),
    state: text({ enum: ['taken', 'returned'] }).notNull(),
    takenAt: integer().notNull(),
    returnedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.promotionId, t.orderId] }), index('promotion_uses_order').on(t.orderId)],
);

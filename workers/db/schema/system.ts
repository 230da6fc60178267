import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Every write of staff, in the batch of the write. Append-only, by triggers; no personal data of shoppers. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: text().primaryKey(),
    /** 'user:usr_…'. */
    actor: text().notNull(),
    /** 'refund.request', 'webhook.replay'. */
    action: text().notNull(),
    /** What was acted on: an order number, a SKU, an id. */
    subject: text().notNull(),
    before: text({ mode: 'json' }).$type<unknown>(),
    after: text({ mode: 'json' }).$type<unknown>(),
    requestId: text().notNull(),
    /** The address that staff came from; null for what was written before it was kept, or not from the network. */
    origin: text(),
    at: integer().notNull(),
  },
  (t) => [index('audit_log_at').on(t.at), index('audit_log_subject').on(t.subject, t.at)],
);

/** Messages whose consumers gave up. Staff read them and send them again; the sweep of the outbox goes on trying too. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    id: text().primaryKey(),
    /** 'order.placed'; 'unknown' for what is no message of ours. */
    type: text().notNull(),
    message: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** The outbox row it came from; null for a stock object's message. */
    eventId: text(),
    attempts: integer().notNull(),
    diedAt: integer().notNull(),
    replayedAt: integer(),
  },
  (t) => [
    index('dead_letters_died').on(t.diedAt),
    uniqueIndex('dead_letters_open').on(t.eventId).where(sql`replayed_at IS NULL`),
  ],
);

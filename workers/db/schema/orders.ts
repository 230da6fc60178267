import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DomainEvent } from '../../domain/event.ts';
import type { OrderStatus } from '../../domain/order.ts';
import type { PaymentStatus } from '../../domain/payment.ts';
import type { Quote, QuoteInput } from '../../domain/price.ts';

export interface DeliveryAddress {
  readonly name: string;
  readonly phone: string;
  readonly line: string;
  readonly landmark: string;
  readonly pincode: string;
  readonly district: string;
  readonly stateCode: string;
}

/** `ownerKey` is 'user:usr_…' or 'guest:gst_…', the same key that names the cart object. */
export const orders = sqliteTable(
  'orders',
  {
    id: text().primaryKey(),
    orderNo: text().notNull(),
    ownerKey: text().notNull(),
    /** The cart this order was made from; null once it no longer stands for that cart (money that came late). */
    cartVersion: integer(),
    email: text().notNull(),
    address: text({ mode: 'json' }).$type<DeliveryAddress>().notNull(),
    status: text().$type<OrderStatus>().notNull(),
    paymentMethod: text({ enum: ['stripe', 'cod'] }).notNull(),
    currency: text({ enum: ['INR'] })
      .notNull()
      .default('INR'),
    grandPaise: integer().notNull(),
    quoteInput: text({ mode: 'json' }).$type<QuoteInput>().notNull(),
    quote: text({ mode: 'json' }).$type<Quote>().notNull(),
    createdAt: integer().notNull(),
    /** When the cron has to look at the order again; null when nothing is due. */
    dueAt: integer(),
  },
  (t) => [
    uniqueIndex('orders_no').on(t.orderNo),
    // Two tabs, two keys, one cart: one order. A dead order frees its cart.
    uniqueIndex('orders_cart').on(t.ownerKey, t.cartVersion).where(sql`status NOT IN ('cancelled', 'expired')`),
    index('orders_owner').on(t.ownerKey, t.createdAt),
    index('orders_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
  ],
);

export const fulfilments = sqliteTable(
  'fulfilments',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    sellerId: text().notNull(),
    /** ISO date, IST. */
    promisedOn: text().notNull(),
    status: text({ enum: ['pending', 'packed', 'shipped', 'out_for_delivery', 'delivered', 'cancelled'] })
      .notNull()
      .default('pending'),
  },
  (t) => [uniqueIndex('fulfilments_order').on(t.orderId, t.sellerId), index('fulfilments_seller').on(t.sellerId)],
);

/** A snapshot of what was bought: nothing here changes when the catalogue does. */
export const orderLines = sqliteTable(
  'order_lines',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    fulfilmentId: text().notNull(),
    position: integer().notNull(),
    sku: text().notNull(),
    productId: text().notNull(),
    productSlug: text().notNull(),
    title: text().notNull(),
    variantLabel: text().notNull(),
    imageKey: text(),
    hsn: text().notNull(),
    quantity: integer().notNull(),
    mrpPaise: integer().notNull(),
    pricePaise: integer().notNull(),
    discountPaise: integer().notNull(),
    grossPaise: integer().notNull(),
    paidPaise: integer().notNull(),
    gstBps: integer().notNull(),
    taxablePaise: integer().notNull(),
    cgstPaise: integer().notNull(),
    sgstPaise: integer().notNull(),
    igstPaise: integer().notNull(),
  },
  (t) => [uniqueIndex('order_lines_order').on(t.orderId, t.position), index('order_lines_sku').on(t.sku)],
);

/** One row per transition, with actor and time: the order's timeline. */
export const orderEvents = sqliteTable(
  'order_events',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    toStatus: text().$type<OrderStatus>().notNull(),
    fromStatus: text().$type<OrderStatus>(),
    actor: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [index('order_events_order').on(t.orderId, t.at)],
);

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    /** 'checkout:<owner>' and the like: keys of different people never meet. */
    scope: text().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    /** The record that the first call made; set before its answer is known. */
    resourceId: text().notNull(),
    status: integer(),
    response: text({ mode: 'json' }).$type<unknown>(),
    createdAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scope, t.key] }),
    index('idempotency_keys_resource').on(t.resourceId),
    index('idempotency_keys_created').on(t.createdAt),
  ],
);

export const payments = sqliteTable(
  'payments',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    gateway: text({ enum: ['stripe', 'cod'] }).notNull(),
    /** The gateway's own id; null until it answered. */
    gatewayRef: text(),
    status: text().$type<PaymentStatus>().notNull(),
    amountPaise: integer().notNull(),
    currency: text().notNull(),
    /** Why a payment waits for a person: 'amount 99 of 100', 'stock gone'. */
    note: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    index('payments_order').on(t.orderId),
    uniqueIndex('payments_gateway_ref').on(t.gateway, t.gatewayRef),
    index('payments_status').on(t.status),
  ],
);

/** Every webhook lands here, raw, before anything else happens. */
export const webhookInbox = sqliteTable(
  'webhook_inbox',
  {
    id: text().primaryKey(),
    gateway: text().notNull(),
    eventId: text().notNull(),
    eventType: text().notNull(),
    rawBody: text().notNull(),
    receivedAt: integer().notNull(),
    processedAt: integer(),
    attempts: integer().notNull().default(0),
    /** 'applied', 'repeat', 'ignored', or why it is still waiting. */
    outcome: text(),
  },
  (t) => [
    uniqueIndex('webhook_inbox_event').on(t.gateway, t.eventId),
    index('webhook_inbox_open').on(t.receivedAt).where(sql`processed_at IS NULL`),
  ],
);

export const invoices = sqliteTable(
  'invoices',
  {
    id: text().primaryKey(),
    fulfilmentId: text().notNull(),
    orderId: text().notNull(),
    sellerId: text().notNull(),
    gstin: text().notNull(),
    /** '2627' for April 2026 to March 2027, in IST. */
    financialYear: text().notNull(),
    serial: integer().notNull(),
    invoiceNo: text().notNull(),
    issuedAt: integer().notNull(),
    /** Set once the PDF lies in DOCUMENTS. */
    documentKey: text(),
  },
  (t) => [
    uniqueIndex('invoices_fulfilment').on(t.fulfilmentId),
    uniqueIndex('invoices_series').on(t.gstin, t.financialYear, t.serial),
    index('invoices_order').on(t.orderId),
  ],
);

/** Announcements, written in the batch of the change that they announce; the queue gets them afterwards. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    event: text({ mode: 'json' }).$type<DomainEvent>().notNull(),
    createdAt: integer().notNull(),
    /** When the sweep sends it (again); null once it is handled, or given up. */
    dueAt: integer().default(0),
    sweeps: integer().notNull().default(0),
    /** When its consumer was done: a queue that loses a message loses nothing. */
    handledAt: integer(),
  },
  (t) => [index('outbox_due').on(t.dueAt).where(sql`due_at IS NOT NULL`)],
);

/** One row per message to a person. `dedupeKey` makes each one unique: 'order.invoiced:ord_…:email'. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: text().primaryKey(),
    dedupeKey: text().notNull(),
    channel: text({ enum: ['email', 'sms'] }).notNull(),
    recipient: text().notNull(),
    subject: text().notNull(),
    status: text({ enum: ['sending', 'sent', 'failed'] }).notNull(),
    createdAt: integer().notNull(),
    sentAt: integer(),
  },
  (t) => [uniqueIndex('notifications_dedupe').on(t.dedupeKey)],
);

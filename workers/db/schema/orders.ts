import { asc, sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DomainEvent } from '../../domain/event.ts';
import type { FulfilmentStatus } from '../../domain/fulfilment.ts';
import type { Machine } from '../../domain/machine.ts';
import type { OrderStatus } from '../../domain/order.ts';
import { PAYMENT_METHODS } from '../../domain/payment.ts';
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
    /** What the shopper chose last; an order that waits may be paid by any gateway. */
    paymentMethod: text({ enum: PAYMENT_METHODS }).notNull(),
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
    // How often parcels to a phone came back (domain/cod.ts).
    index('orders_phone').on(sql`address ->> 'phone'`),
    // What staff look for.
    index('orders_email').on(t.email),
    index('orders_status').on(t.status, t.id),
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
    status: text().$type<FulfilmentStatus>().notNull().default('pending'),
    /** 'delhivery', or whatever a seller wrote; set with the AWB number. */
    carrier: text(),
    awb: text(),
    trackingUrl: text(),
    /** Set once the label's PDF lies in DOCUMENTS. */
    labelKey: text(),
    shippedAt: integer(),
    deliveredAt: integer(),
    /** When the cron counts it as delivered; null when nothing is due. */
    dueAt: integer(),
    /** When the cron asks the carrier what became of it; null when there is nothing to ask. */
    trackAt: integer(),
  },
  (t) => [
    uniqueIndex('fulfilments_order').on(t.orderId, t.sellerId),
    index('fulfilments_seller').on(t.sellerId, t.id),
    index('fulfilments_seller_status').on(t.sellerId, t.status, t.id),
    uniqueIndex('fulfilments_awb').on(t.carrier, t.awb),
    index('fulfilments_awb_no').on(t.awb),
    index('fulfilments_status').on(t.status, t.id),
    index('fulfilments_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
    index('fulfilments_track').on(t.trackAt).where(sql`track_at IS NOT NULL`),
  ],
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
    /** The cancellation that took the line out of the order; null while it stands. */
    cancellationId: text(),
  },
  (t) => [uniqueIndex('order_lines_order').on(t.orderId, t.position), index('order_lines_sku').on(t.sku)],
);

/** One row per transition of an order, its payments, refunds and parcels, with actor and time. */
export const orderEvents = sqliteTable(
  'order_events',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    machine: text().$type<Machine<string, string>['name']>().notNull().default('order'),
    /** The payment, refund or parcel; null for the order itself. */
    subjectId: text(),
    event: text(),
    fromStatus: text(),
    toStatus: text().notNull(),
    actor: text().notNull(),
    note: text(),
    at: integer().notNull(),
  },
  (t) => [index('order_events_order').on(t.orderId, t.at)],
);

/** As they were written: ids of the same millisecond say nothing of that. */
export const EVENTS_IN_ORDER = [asc(orderEvents.at), asc(sql`order_events.rowid`)] as const;

/** Lines that were taken out of an order before they were shipped: at once, and for one reason. */
export const cancellations = sqliteTable(
  'cancellations',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    lineIds: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    /** What the buyer no longer pays: lines, and the charges of parcels of which nothing is left. */
    amountPaise: integer().notNull(),
    reason: text().notNull(),
    actor: text().notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [index('cancellations_order').on(t.orderId)],
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
    /** The lines that stood when the number was taken: what the invoice is of, and what credit notes take from. */
    lineIds: text({ mode: 'json' }).$type<readonly string[]>().notNull().default([]),
    /** Set once the PDF lies in DOCUMENTS. */
    documentKey: text(),
  },
  (t) => [
    uniqueIndex('invoices_fulfilment').on(t.fulfilmentId),
    uniqueIndex('invoices_series').on(t.gstin, t.financialYear, t.serial),
    index('invoices_order').on(t.orderId),
  ],
);

/** For an invoice, or a part of it, that was taken back: section 34 of the CGST Act. Numbered like invoices. */
export const creditNotes = sqliteTable(
  'credit_notes',
  {
    id: text().primaryKey(),
    invoiceId: text().notNull(),
    orderId: text().notNull(),
    /** The cancellation or parcel that it answers: one note for each invoice and cause. */
    cause: text().notNull(),
    gstin: text().notNull(),
    financialYear: text().notNull(),
    serial: integer().notNull(),
    creditNoteNo: text().notNull(),
    lineIds: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    includesCharges: integer({ mode: 'boolean' }).notNull(),
    issuedAt: integer().notNull(),
    documentKey: text(),
  },
  (t) => [
    uniqueIndex('credit_notes_cause').on(t.invoiceId, t.cause),
    uniqueIndex('credit_notes_series').on(t.gstin, t.financialYear, t.serial),
    index('credit_notes_order').on(t.orderId),
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

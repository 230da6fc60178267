import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { PAYMENT_METHODS, type PaymentStatus } from '../../domain/payment.ts';
import type { RefundReason, RefundStatus } from '../../domain/refund.ts';

/** One try of an order to be paid: one row for each gateway that was asked, and one for cash. */
export const payments = sqliteTable(
  'payments',
  {
    id: text().primaryKey(),
    orderId: text().notNull(),
    gateway: text({ enum: PAYMENT_METHODS }).notNull(),
    /** The gateway's own id of what was asked for: an intent, an order. Null until it answered. */
    gatewayRef: text(),
    /** The gateway's own id of the money, where it differs: Razorpay's pay_…. */
    captureRef: text(),
    /** 'upi', 'card', 'netbanking': as the gateway says. */
    method: text(),
    status: text().$type<PaymentStatus>().notNull(),
    /** What the buyer owes; cancelled lines lower what is due in cash. */
    amountPaise: integer().notNull(),
    currency: text().notNull(),
    /** What came, whatever was asked for. */
    capturedPaise: integer().notNull().default(0),
    /** What the gateway keeps for itself, tax included, and the tax in it. */
    feePaise: integer().notNull().default(0),
    feeTaxPaise: integer().notNull().default(0),
    /** Why a payment waits for a person: 'received 99 INR, expected 100 INR'. */
    note: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    index('payments_order').on(t.orderId),
    uniqueIndex('payments_gateway_ref').on(t.gateway, t.gatewayRef),
    index('payments_capture_ref').on(t.captureRef),
    index('payments_status').on(t.status, t.updatedAt),
    index('payments_status_id').on(t.status, t.id),
  ],
);

/** Money that goes back. What is asked for never exceeds what was captured: the guard is in the insert. */
export const refunds = sqliteTable(
  'refunds',
  {
    /** Also the idempotency key at the gateway. */
    id: text().primaryKey(),
    orderId: text().notNull(),
    paymentId: text().notNull(),
    amountPaise: integer().notNull(),
    /** What each line gets back; empty for an amount of no line. */
    lines: text({ mode: 'json' })
      .$type<readonly { readonly lineId: string; readonly amountPaise: number }[]>()
      .notNull(),
    reason: text().$type<RefundReason>().notNull(),
    /** What it answers: a cancellation, a parcel, a request of staff. Unique, so that a repeat refunds nothing. */
    cause: text().notNull(),
    status: text().$type<RefundStatus>().notNull(),
    gatewayRef: text(),
    /** The bank's number of a transfer that staff made by hand (cash orders). */
    utr: text(),
    attempts: integer().notNull().default(0),
    note: text(),
    actor: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('refunds_cause').on(t.paymentId, t.cause),
    index('refunds_payment').on(t.paymentId),
    index('refunds_order').on(t.orderId),
    index('refunds_gateway_ref').on(t.gatewayRef),
    index('refunds_status').on(t.status, t.id),
    index('refunds_open').on(t.updatedAt).where(sql`status IN ('due', 'pending')`),
  ],
);

/** What a webhook is about, by the names that senders give it: a payment, an order of theirs, a parcel's AWB. */
export const WEBHOOK_ABOUT = sql`CAST(CASE WHEN json_valid(raw_body) THEN COALESCE(
  raw_body ->> '$.data.object.payment_intent', raw_body ->> '$.data.object.id',
  raw_body ->> '$.payload.payment.entity.order_id', raw_body ->> '$.payload.order.entity.id',
  raw_body ->> '$.payload.refund.entity.payment_id', raw_body ->> '$.payload.dispute.entity.payment_id',
  raw_body ->> '$.payload.payment.entity.id', raw_body ->> '$.Shipment.AWB') END AS TEXT)`;

/** Every webhook of a gateway or a carrier lands here, raw, before anything else happens. */
export const webhookInbox = sqliteTable(
  'webhook_inbox',
  {
    id: text().primaryKey(),
    /** The sender: 'stripe', 'razorpay', 'carrier:delhivery'. */
    gateway: text().notNull(),
    eventId: text().notNull(),
    eventType: text().notNull(),
    rawBody: text().notNull(),
    /** 'valid'; bodies whose signature does not fit are refused and leave no trace here. */
    signature: text().notNull().default('valid'),
    receivedAt: integer().notNull(),
    processedAt: integer(),
    attempts: integer().notNull().default(0),
    /** 'applied', 'repeat', 'ignored', 'wrong_mode', or why it is still waiting. */
    outcome: text(),
  },
  (t) => [
    uniqueIndex('webhook_inbox_event').on(t.gateway, t.eventId),
    index('webhook_inbox_open').on(t.receivedAt).where(sql`processed_at IS NULL`),
    index('webhook_inbox_outcome').on(t.outcome, t.id),
    // For whoever wants to be forgotten.
    index('webhook_inbox_about').on(WEBHOOK_ABOUT),
  ],
);

/** The money ledger: double entry, append-only (domain/ledger.ts). A journal's rows sum to zero. */
export const ledgerEntries = sqliteTable(
  'ledger_entries',
  {
    /** 'capture:pay_…': written once. */
    journal: text().notNull(),
    account: text().notNull(),
    /** Positive: debit. Negative: credit. */
    amountPaise: integer().notNull(),
    orderId: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.journal, t.account] }),
    index('ledger_entries_account').on(t.account, t.amountPaise),
    index('ledger_entries_order').on(t.orderId),
  ],
);

import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { publish } from '../db/outbox.ts';
import { orders } from '../db/schema/orders.ts';
import { didHappen, orderStates, paymentStates, transitionWrites } from '../db/transition.ts';
import { violatesCheck } from '../db/unique-violation.ts';
import { isPlaced, type OrderStatus } from '../domain/order.ts';
import { failpoint } from '../failpoint.ts';
import { feeJournals, paidJournal, unspentJournal } from './capture-journals.ts';
import type { EventOutcome } from './event-outcome.ts';
import type { PaymentRow } from './find-payment.ts';
import type { GatewayEvent } from './gateway.ts';
import { holdAgain, releaseLateHold } from './late-hold.ts';
import { payOrder } from './pay-order.ts';
import { refundWrites } from './refund-writes.ts';

/** What a gateway says of money: an event, or its answer to a question. */
export type Received = Pick<
  GatewayEvent,
  'captureRef' | 'amountPaise' | 'currency' | 'method' | 'feePaise' | 'feeTaxPaise'
>;

/**
 * The money is there, all of it. In time, the order is paid. Too late, its stock and the uses of its promotions are
 * taken again; if that cannot be, or the order ended or was paid otherwise, the money goes back. The payment's state
 * decides which of several tries counts; null when another writer was faster.
 */
export async function capturePayment(
  ctx: Context,
  payment: PaymentRow,
  received: Received,
): Promise<EventOutcome | null> {
  const { orderId, orderStatus } = payment;
  if (orderStatus === 'payment_pending') return await markPaid(ctx, payment, 'payment_pending', received);
  if (orderStatus !== 'expired') return await giveBack(ctx, payment, received);
  if (await holdAgain(ctx, orderId)) {
    const outcome = await revive(ctx, payment, received);
    if (outcome !== 'used_up') return outcome;
  }
  const outcome = await giveBack(ctx, payment, received);
  // Only who won may let go: a faster writer may have paid the order with these very holds.
  if (outcome !== null) await releaseLateHold(ctx, orderId);
  return outcome;
}

/** Another amount or currency than asked for: never paid; it waits for a person. Null when another writer was faster. */
export async function setAside(ctx: Context, payment: PaymentRow, received: Received): Promise<EventOutcome | null> {
  const { id, amountPaise, currency } = payment;
  const note = `received ${received.amountPaise} ${received.currency}, expected ${amountPaise} ${currency}`;
  const { statements, happened } = transitionWrites(ctx, paymentStates, {
    id,
    event: 'mismatched',
    note,
    set: [...capturedColumns(ctx, received), sql`note = ${note}`],
  });
  // The books are in rupees; other money is not in them until it is rupees.
  const journals =
    received.currency === 'INR'
      ? [unspentJournal(payment, 'suspense', received.amountPaise), ...feeJournals(payment, received)]
      : [];
  const results = await ctx.db.batch([...statements, ...journals.map((each) => postJournal(ctx, each, happened))]);
  return didHappen(results) ? 'mismatched' : null;
}

/** The columns that tell of money that came. */
export function capturedColumns(ctx: Context, received: Received): SQL[] {
  const { captureRef, amountPaise, method, feePaise, feeTaxPaise } = received;
  return [
    sql`captured_paise = ${amountPaise}`,
    sql`capture_ref = COALESCE(${captureRef}, capture_ref)`,
    sql`method = COALESCE(${method}, method)`,
    sql`fee_paise = ${feePaise}`,
    sql`fee_tax_paise = ${feeTaxPaise}`,
    sql`updated_at = ${ctx.now}`,
  ];
}

async function markPaid(
  ctx: Context,
  payment: PaymentRow,
  from: 'payment_pending' | 'expired',
  received: Received,
): Promise<EventOutcome | null> {
  const journals = [paidJournal(payment, payment.quote), ...feeJournals(payment, received)];
  const taking = { event: 'captured', set: capturedColumns(ctx, received), journals } as const;
  return (await payOrder(ctx, payment, from, taking)) ? 'applied' : null;
}

/** The order is paid after all, unless others have taken the uses of its promotions. */
async function revive(ctx: Context, payment: PaymentRow, received: Received): Promise<EventOutcome | 'used_up' | null> {
  try {
    return await markPaid(ctx, payment, 'expired', received);
  } catch (error) {
    if (violatesCheck(error, 'promotion')) return 'used_up';
    throw error;
  }
}

/** Captured, and owed to the buyer in the same batch. An order that waited for this money in vain is cancelled. */
async function giveBack(ctx: Context, payment: PaymentRow, received: Received): Promise<EventOutcome | null> {
  const { id, orderId, orderStatus } = payment;
  const { amountPaise } = received;
  const capture = transitionWrites(ctx, paymentStates, {
    id,
    event: 'captured',
    note: `order ${orderStatus}`,
    set: capturedColumns(ctx, received),
    guard: stands(orderId, orderStatus),
  });
  const reason = isPlaced(orderStatus) ? 'paid_twice' : 'late_capture';
  const intent = { orderId, paymentId: id, amountPaise, reason, cause: `capture:${id}` } as const;
  const refund = refundWrites(ctx, intent, capture.happened);
  const ended = orderStatus === 'expired' ? [refusedWrites(ctx, orderId, capture.happened)] : [];
  const journals = [unspentJournal(payment, 'refunds', amountPaise), ...feeJournals(payment, received)];
  const results = await ctx.db.batch([
    ...capture.statements,
    ...refund.statements,
    ...ended.flatMap(({ statements }) => statements),
    ...journals.map((each) => postJournal(ctx, each, capture.happened)),
  ]);
  if (!didHappen(results)) return null;
  await failpoint(ctx, 'capture.applied');
  ctx.later(publish(ctx, [refund.announcement, ...ended.flatMap(({ announcements }) => announcements)]));
  return 'given_back';
}

function refusedWrites(ctx: Context, orderId: string, guard: SQL) {
  const announces = [{ type: 'order.cancelled', orderId }] as const;
  return transitionWrites(ctx, orderStates, { id: orderId, event: 'late_money_refused', guard, announces });
}

function stands(orderId: string, status: OrderStatus): SQL {
  return sql`EXISTS (SELECT 1 FROM ${orders} WHERE id = ${orderId} AND status = ${status})`;
}

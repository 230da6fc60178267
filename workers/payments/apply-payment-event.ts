import { and, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { orderEvents } from '../db/schema/orders.ts';
import { payments } from '../db/schema/payments.ts';
import { didHappen, paymentStates, transitionWrites } from '../db/transition.ts';
import { journal, moveEntries } from '../domain/ledger.ts';
import { transition } from '../domain/machine.ts';
import { type PaymentEvent, paymentMachine } from '../domain/payment.ts';
import { applyRefundEvent } from './apply-refund-event.ts';
import { feeJournals } from './capture-journals.ts';
import { capturePayment, setAside } from './capture-payment.ts';
import type { EventOutcome } from './event-outcome.ts';
import { findPaymentOf, type PaymentRow } from './find-payment.ts';
import type { GatewayEvent, GatewayName } from './gateway.ts';
import { settleWrites } from './move-refund.ts';

/** Somebody else moved the payment or its order between the read and the write: look again. */
const MAX_RACES = 5;

/**
 * What a gateway said, made true. Events come twice, late and in any order; each write is guarded by the payment's
 * state, so that the end is the same whatever the order, and every consequence happens once.
 */
export async function applyPaymentEvent(
  ctx: Context,
  gateway: GatewayName,
  event: GatewayEvent,
): Promise<EventOutcome> {
  requireSystem(ctx);
  for (let race = 0; race < MAX_RACES; race++) {
    const outcome = await applyOnce(ctx, gateway, event);
    if (outcome !== null) return outcome;
  }
  throw new Error(`event ${event.eventId} lost ${MAX_RACES} races`);
}

/** Null when another writer was faster. */
async function applyOnce(ctx: Context, gateway: GatewayName, event: GatewayEvent): Promise<EventOutcome | null> {
  switch (event.type) {
    case 'other':
      return 'ignored';
    case 'refund_succeeded':
    case 'refund_failed':
      return await applyRefundEvent(ctx, gateway, event.type === 'refund_succeeded' ? 'succeeded' : 'failed', event);
  }
  const payment = await findPaymentOf(ctx, gateway, event);
  if (payment === null) return 'unknown_payment';
  switch (event.type) {
    case 'captured':
      return await applyCapture(ctx, payment, event);
    case 'authorized':
    case 'failed':
      return await move(ctx, payment, event.type, event);
    case 'dispute_opened':
    case 'dispute_won':
    case 'dispute_lost':
      return await applyDispute(ctx, payment, event.type, event);
  }
}

async function applyCapture(ctx: Context, payment: PaymentRow, event: GatewayEvent): Promise<EventOutcome | null> {
  if (!transition(paymentMachine, payment.status, 'captured').ok) return await repeatCapture(ctx, payment, event);
  const isExact = event.amountPaise === payment.amountPaise && event.currency === payment.currency;
  return isExact ? await capturePayment(ctx, payment, event) : await setAside(ctx, payment, event);
}

/** The same money again changes nothing, but may be the first to say what the gateway keeps of it. */
async function repeatCapture(ctx: Context, payment: PaymentRow, event: GatewayEvent): Promise<EventOutcome> {
  const { captureRef, feePaise, feeTaxPaise, currency } = event;
  const isOther = captureRef !== null && payment.captureRef !== null && captureRef !== payment.captureRef;
  if (isOther) return 'second_capture';
  if (feePaise === 0 || payment.feePaise !== 0 || currency !== 'INR') return 'repeat';
  await ctx.db.batch([
    ctx.db
      .update(payments)
      .set({ feePaise, feeTaxPaise })
      .where(and(eq(payments.id, payment.id), eq(payments.feePaise, 0))),
    ...feeJournals(payment, event).map((each) => postJournal(ctx, each)),
  ]);
  return 'repeat';
}

/** A step that moves nothing but the payment. */
async function move(
  ctx: Context,
  { id, status }: PaymentRow,
  type: Extract<PaymentEvent, 'authorized' | 'failed'>,
  { captureRef, method }: GatewayEvent,
): Promise<EventOutcome | null> {
  if (!transition(paymentMachine, status, type).ok) return 'repeat';
  // The reference of a try that failed is not the one of the money that may still come.
  const reference = type === 'authorized' ? [sql`capture_ref = COALESCE(${captureRef}, capture_ref)`] : [];
  const set = [sql`method = COALESCE(${method}, method)`, sql`updated_at = ${ctx.now}`, ...reference];
  const results = await ctx.db.batch([...transitionWrites(ctx, paymentStates, { id, event: type, set }).statements]);
  return didHappen(results) ? 'applied' : null;
}

/** The buyer's bank takes the money back, for now or for good. */
async function applyDispute(
  ctx: Context,
  { id, orderId, gateway, status }: PaymentRow,
  type: Extract<PaymentEvent, 'dispute_opened' | 'dispute_won' | 'dispute_lost'>,
  { amountPaise }: GatewayEvent,
): Promise<EventOutcome | null> {
  if (!transition(paymentMachine, status, type).ok) return (await hasHappened(ctx, id, type)) ? 'repeat' : 'early';
  const { statements, happened } = transitionWrites(ctx, paymentStates, {
    id,
    event: type,
    set: [sql`updated_at = ${ctx.now}`],
  });
  const loss = journal(`dispute:${id}`, orderId, moveEntries(`gateway:${gateway}`, 'losses', amountPaise));
  const results = await ctx.db.batch([
    ...statements,
    ...(type === 'dispute_lost' ? [postJournal(ctx, loss, happened)] : []),
    // Refunds of before, and those that were under way, count again.
    ...(type === 'dispute_won' ? settleWrites(ctx, id, happened) : []),
  ]);
  return didHappen(results) ? 'applied' : null;
}

async function hasHappened(ctx: Context, paymentId: string, event: PaymentEvent): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: orderEvents.id })
    .from(orderEvents)
    .innerJoin(payments, eq(payments.orderId, orderEvents.orderId))
    .where(and(eq(payments.id, paymentId), eq(orderEvents.subjectId, paymentId), eq(orderEvents.event, event)))
    .limit(1);
  return rows.length > 0;
}

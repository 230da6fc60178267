import { sql } from 'drizzle-orm';
import { type HeldLine, holdStock, releaseStock } from '../checkout/hold-stock.ts';
import type { Context } from '../context.ts';
import { announce, publish } from '../db/outbox.ts';
import { orders } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';
import { releaseOrder } from '../orders/end-order.ts';
import { selectOrderedSkus } from '../orders/order-lines.ts';
import { transitionWrites } from '../orders/transition-order.ts';
import {
  closeInboxRow,
  type EventOutcome,
  hasChanged,
  mayStill,
  type PaymentRow,
  setPayment,
} from './payment-writes.ts';

/**
 * The money is there. In time, the order is paid. Too late, its stock is taken again; if that cannot be, or the buyer
 * has cancelled, the money goes back. The payment's state decides which of several tries counts; null when another
 * writer was faster.
 */
export async function capturePayment(
  ctx: Context,
  payment: PaymentRow,
  inboxId: string | null,
): Promise<EventOutcome | null> {
  switch (payment.orderStatus) {
    case 'payment_pending':
      return await markPaid(ctx, payment, 'payment_pending', inboxId);
    case 'expired':
      return await captureLate(ctx, payment, inboxId);
    default:
      return await oweRefund(ctx, payment, `order ${payment.orderStatus}`, inboxId);
  }
}

async function markPaid(
  ctx: Context,
  { id, orderId }: PaymentRow,
  from: 'payment_pending' | 'expired',
  inboxId: string | null,
): Promise<EventOutcome | null> {
  const guard = mayStill(id, 'captured');
  const announces = { type: 'order.placed', orderId } as const;
  const transition = transitionWrites(ctx, { orderId, from, event: 'payment_captured', announces, guard });
  // A dead order frees its cart, which may be another order by now: one that comes back stands for no cart.
  const leaveCart = ctx.db.run(sql`
    UPDATE ${orders} SET cart_version = NULL WHERE id = ${orderId} AND status = 'expired' AND ${guard}`);
  const results = await ctx.db.batch([
    leaveCart,
    ...transition.statements,
    closeInboxRow(ctx, inboxId, 'applied', transition.happened),
    setPayment(ctx, id, 'captured', null, transition.happened),
  ]);
  if (!hasChanged(results, -1)) return null;
  ctx.later(publish(ctx, transition.announcements));
  return 'applied';
}

/** A hold that was released is final, so stock taken again is held under an id of its own. */
const lateHoldOf = (orderId: string) => `${orderId}:late`;

async function captureLate(ctx: Context, payment: PaymentRow, inboxId: string | null): Promise<EventOutcome | null> {
  const { orderId } = payment;
  const lines = await selectOrderedSkus(ctx, orderId);
  // First give back for certain what the expiry may still be giving back, or the pieces would count twice.
  await releaseOrder(ctx, orderId);
  if (await holdAgain(ctx, orderId, lines)) return await markPaid(ctx, payment, 'expired', inboxId);
  const outcome = await oweRefund(ctx, payment, 'stock gone', inboxId);
  // Only who won may let go: a faster writer may have paid the order with these very holds.
  if (outcome !== null) await releaseStock(ctx, lateHoldOf(orderId), lines);
  return outcome;
}

async function holdAgain(ctx: Context, orderId: string, lines: readonly HeldLine[]): Promise<boolean> {
  try {
    await holdStock(ctx, lateHoldOf(orderId), lines, ctx.now);
    return true;
  } catch (error) {
    // A refusal is an answer; a stock object that does not answer is tried again with the event.
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function oweRefund(
  ctx: Context,
  { id }: PaymentRow,
  note: string,
  inboxId: string | null,
): Promise<EventOutcome | null> {
  const guard = mayStill(id, 'captured');
  const announcement = announce(ctx, { type: 'payment.refund_due', paymentId: id }, guard);
  const results = await ctx.db.batch([
    announcement.statement,
    closeInboxRow(ctx, inboxId, 'refund_due', guard),
    setPayment(ctx, id, 'refund_due', note, guard),
  ]);
  if (!hasChanged(results, -1)) return null;
  ctx.later(publish(ctx, [announcement]));
  return 'refund_due';
}

import { and, asc, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { cancellations, creditNotes, orderLines, orders } from '../db/schema/orders.ts';
import { payments, refunds } from '../db/schema/payments.ts';
import { sum } from '../domain/money.ts';
import { creditNoteUrl } from '../orders/invoice-link.ts';
import { absoluteUrl } from './app-url.ts';
import type { Channel } from './channel.ts';
import { deliverOnce } from './deliver-once.ts';
import { httpEmailChannel } from './http-email-channel.ts';
import {
  type CancelledMoney,
  type OrderCancellation,
  renderOrderCancellation,
  subjectOf,
} from './templates/order-cancellation.ts';

const LINK_SECONDS = 30 * 86_400;

/**
 * The mail that says what was cancelled, what comes back and how, with the credit notes. Follows them in the consumer
 * of `order.lines_cancelled`: once in effect. Throws when the provider fails, so that the queue asks again.
 */
export async function sendOrderCancellation(
  ctx: Context,
  cancellationId: string,
  channel: Channel = httpEmailChannel(ctx.env),
): Promise<void> {
  requireSystem(ctx);
  const found = await gather(ctx, cancellationId);
  if (found === null) return;
  const cancellation = await present(ctx, found);
  const subject = subjectOf(cancellation);
  const dedupeKey = `order.lines_cancelled:${cancellationId}:email`;
  const to = found.order.email;
  await deliverOnce(ctx, { dedupeKey, channel: 'email', recipient: to, subject }, async () => {
    const body = await renderOrderCancellation(cancellation);
    await channel.send({ to, subject, ...body, idempotencyKey: dedupeKey });
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof gather>>>;

async function gather(ctx: Context, cancellationId: string) {
  const cause = `cancellation:${cancellationId}`;
  const [[order], lines, refundRows, cash, notes] = await ctx.db.batch([
    ctx.db
      .select({
        id: orders.id,
        orderNo: orders.orderNo,
        email: orders.email,
        status: orders.status,
        amountPaise: cancellations.amountPaise,
      })
      .from(cancellations)
      .innerJoin(orders, eq(orders.id, cancellations.orderId))
      .where(eq(cancellations.id, cancellationId)),
    ctx.db
      .select({
        title: orderLines.title,
        variantLabel: orderLines.variantLabel,
        quantity: orderLines.quantity,
        paidPaise: orderLines.paidPaise,
      })
      .from(orderLines)
      .where(
        sql`${orderLines.orderId} = (SELECT order_id FROM ${cancellations} WHERE id = ${cancellationId})
          AND ${orderLines.cancellationId} = ${cancellationId}`,
      )
      .orderBy(asc(orderLines.position)),
    ctx.db
      .select({ amountPaise: refunds.amountPaise, gateway: payments.gateway })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(
        sql`${refunds.orderId} = (SELECT order_id FROM ${cancellations} WHERE id = ${cancellationId})
          AND ${refunds.cause} = ${cause}`,
      ),
    ctx.db
      .select({ amountPaise: payments.amountPaise, capturedPaise: payments.capturedPaise })
      .from(payments)
      .where(
        sql`${payments.orderId} = (SELECT order_id FROM ${cancellations} WHERE id = ${cancellationId})
          AND ${payments.status} IN ('cod_due', 'cod_void')`,
      ),
    ctx.db
      .select({ id: creditNotes.id, creditNoteNo: creditNotes.creditNoteNo, documentKey: creditNotes.documentKey })
      .from(creditNotes)
      .where(
        and(
          sql`${creditNotes.orderId} = (SELECT order_id FROM ${cancellations} WHERE id = ${cancellationId})`,
          eq(creditNotes.cause, cause),
        ),
      ),
  ]);
  return order === undefined ? null : { order, lines, refund: refundRows[0], cash: cash[0], notes };
}

async function present(ctx: Context, found: Found): Promise<OrderCancellation> {
  const { order, lines, notes } = found;
  return {
    orderNo: order.orderNo,
    orderUrl: absoluteUrl(ctx.env, `/orders/${order.orderNo}`),
    isAll: order.status === 'cancelled',
    lines,
    chargesPaise: Math.max(0, order.amountPaise - sum(lines.map((line) => line.paidPaise))),
    money: moneyOf(found),
    creditNotes: await Promise.all(
      notes
        .filter((note) => note.documentKey !== null)
        .map(async ({ id, creditNoteNo }) => ({
          creditNoteNo,
          url: absoluteUrl(ctx.env, await creditNoteUrl(ctx, id, LINK_SECONDS)),
        })),
    ),
  };
}

function moneyOf({ order, refund, cash }: Found): CancelledMoney {
  if (refund !== undefined) {
    return { kind: 'refund', amountPaise: refund.amountPaise, isCash: refund.gateway === 'cod' };
  }
  if (cash === undefined) return { kind: 'none' };
  return { kind: 'less_due', amountPaise: order.amountPaise, duePaise: cash.amountPaise - cash.capturedPaise };
}

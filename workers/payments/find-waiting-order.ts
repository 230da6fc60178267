import { eq } from 'drizzle-orm';
import { type Context, ownerOf } from '../context.ts';
import { orders } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';

export type OwnOrder = Awaited<ReturnType<typeof findOwnOrder>>;

/** An order of whoever asks, as paying it needs it; somebody else's is as if it were not there. */
export async function findOwnOrder(ctx: Context, orderNo: string) {
  const [order] = await ctx.db
    .select({
      id: orders.id,
      orderNo: orders.orderNo,
      ownerKey: orders.ownerKey,
      status: orders.status,
      dueAt: orders.dueAt,
      paymentMethod: orders.paymentMethod,
      address: orders.address,
      currency: orders.currency,
      grandPaise: orders.grandPaise,
      quoteInput: orders.quoteInput,
      quote: orders.quote,
    })
    .from(orders)
    .where(eq(orders.orderNo, orderNo));
  if (order === undefined || order.ownerKey !== ownerOf(ctx.actor)) {
    throw new AppError('not_found', `There is no order ${orderNo}.`);
  }
  return order;
}

/** The order while it still waits for its money. Throws `not_found`, `order_not_payable`. */
export async function findWaitingOrder(ctx: Context, orderNo: string): Promise<OwnOrder> {
  const order = await findOwnOrder(ctx, orderNo);
  if (!isWaiting(order, ctx.now)) throw notPayable();
  return order;
}

export function isWaiting({ status, dueAt }: Pick<OwnOrder, 'status' | 'dueAt'>, now: number): boolean {
  return status === 'payment_pending' && dueAt !== null && dueAt > now;
}

export function notPayable(): AppError {
  return new AppError('order_not_payable', 'This order is paid, waits for a review, or its time is over.');
}

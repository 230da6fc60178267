import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { publish } from '../db/outbox.ts';
import { payments } from '../db/schema/payments.ts';
import { didHappen, orderStates, paymentStates, transitionWrites } from '../db/transition.ts';
import type { Journal } from '../domain/ledger.ts';
import { sourcesOf } from '../domain/machine.ts';
import { type PaymentEvent, paymentMachine } from '../domain/payment.ts';
import { failpoint } from '../failpoint.ts';
import { takeUsesAgain } from '../promotions/uses.ts';
import type { PaymentRow } from './find-payment.ts';

/** Money that is to count for its order: just captured, or accepted by a person. */
export interface Taking {
  readonly event: Extract<PaymentEvent, 'captured' | 'accepted'>;
  /** Columns of the payment, as SQL. */
  readonly set: readonly SQL[];
  readonly journals: readonly Journal[];
  readonly note?: string;
  /** A further condition, in SQL. */
  readonly guard?: SQL;
  /** Further writes of the batch, for when it happened. */
  readonly also?: (happened: SQL) => readonly ReturnType<Context['db']['run']>[];
}

/**
 * Payment and order move together, or neither: the order is paid, the sale is in the books, and it is said once.
 * Returns false when another writer was faster with one of the two. An order that had expired takes the uses of its
 * promotions again: where none is left, the batch fails on a CHECK (`violatesCheck(error, 'promotion')`).
 */
export async function payOrder(
  ctx: Context,
  { id, orderId, gateway }: Pick<PaymentRow, 'id' | 'orderId' | 'gateway'>,
  from: 'payment_pending' | 'expired',
  { event, set, journals, note, guard = sql`TRUE`, also = () => [] }: Taking,
): Promise<boolean> {
  // A dead order frees its cart, which may be another order by now: one that comes back stands for no cart.
  const leaveCart = from === 'expired' ? [sql`cart_version = NULL`] : [];
  const order = transitionWrites(ctx, orderStates, {
    id: orderId,
    from,
    event: 'payment_captured',
    guard: sql`${mayStill(id, event)} AND ${guard}`,
    set: [sql`due_at = NULL`, sql`payment_method = ${gateway}`, ...leaveCart],
    announces: [{ type: 'order.placed', orderId }],
  });
  const payment = transitionWrites(ctx, paymentStates, {
    id,
    event,
    set,
    guard: order.happened,
    ...(note === undefined ? {} : { note }),
  });
  const results = await ctx.db.batch([
    ...order.statements,
    // Its expiry has given them back.
    ...(from === 'expired' ? takeUsesAgain(ctx, orderId, order.happened) : []),
    ...payment.statements,
    ...journals.map((each) => postJournal(ctx, each, payment.happened)),
    ...also(payment.happened),
  ]);
  if (!didHappen(results)) return false;
  await failpoint(ctx, 'capture.applied');
  ctx.later(publish(ctx, order.announcements));
  return true;
}

/** True in SQL while the payment may still take the event. */
function mayStill(paymentId: string, event: PaymentEvent): SQL {
  const sources = JSON.stringify(sourcesOf(paymentMachine, event));
  return sql`EXISTS (SELECT 1 FROM ${payments}
    WHERE id = ${paymentId} AND status IN (SELECT value FROM json_each(${sources})))`;
}

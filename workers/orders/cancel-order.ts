import { type Context, ownerOf, requirePermission } from '../context.ts';
import type { AuditEntry } from '../db/audit.ts';
import { isPlaced } from '../domain/order.ts';
import { failpoint } from '../failpoint.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { commitCancellation } from './commit-cancellation.ts';
import { type CancellationDecision, decideCancellation } from './decide-cancellation.ts';
import { cancelUnpaidOrder } from './end-order.ts';
import { findOrderRow, gatherPlaced, type OrderRow } from './gather-cancellation.ts';
import { giveBackCancelled } from './release-cancelled.ts';
import type { CancellationInput } from './schemas.ts';

/** Ships, refunds and other cancellations may come between the look and the batch; each of them ends. */
const MAX_RACES = 8;

/**
 * The buyer cancels an order, or some lines of it, before they are shipped: stock goes back at once, money as it came.
 * The same again changes nothing and answers the same. Throws `not_found`, `validation_failed` (a SKU that is not in
 * the order), `order_not_cancellable`.
 */
export async function cancelOrder(ctx: Context, orderNo: string, input: CancellationInput = {}): Promise<void> {
  await cancel(ctx, await requireOwnOrder(ctx, orderNo), input, null);
}

/** The same by staff, for anybody's order, with a row in the audit log. */
export async function cancelOrderAsStaff(ctx: Context, orderNo: string, input: CancellationInput = {}): Promise<void> {
  requirePermission(ctx, 'orders.cancel');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'orders.read');
  await cancel(ctx, await requireOrder(ctx, orderNo), input, {
    action: 'order.cancel',
    subject: orderNo,
    after: input,
  });
}

/** Somebody else's order is as if it were not there. */
export async function requireOwnOrder(ctx: Context, orderNo: string): Promise<OrderRow> {
  const order = await findOrderRow(ctx, orderNo);
  if (order === null || order.ownerKey !== ownerOf(ctx.actor)) throw missing(orderNo);
  return order;
}

async function requireOrder(ctx: Context, orderNo: string): Promise<OrderRow> {
  const order = await findOrderRow(ctx, orderNo);
  if (order === null) throw missing(orderNo);
  return order;
}

async function cancel(ctx: Context, first: OrderRow, input: CancellationInput, audit: AuditEntry | null) {
  let order: OrderRow | null = first;
  for (let race = 0; race < MAX_RACES && order !== null; race++) {
    const isDone = isPlaced(order.status)
      ? await cancelPlaced(ctx, order, input, audit)
      : await cancelWhole(ctx, order, input, audit);
    if (isDone) return;
    order = await findOrderRow(ctx, first.orderNo);
  }
  throw new AppError('order_not_cancellable', 'The order is changing right now. Try again in a moment.');
}

/** An order that is not placed has no parts yet. False when it moved on, to paid perhaps: look again. */
async function cancelWhole(
  ctx: Context,
  order: OrderRow,
  { skus }: CancellationInput,
  audit: AuditEntry | null,
): Promise<boolean> {
  if (skus !== undefined) requireAll(order, skus);
  if (order.status === 'cancelled') return true;
  if (order.status === 'payment_pending') return await cancelUnpaidOrder(ctx, order.id, audit);
  const detail =
    order.status === 'expired'
      ? 'This order was not paid in time and has ended already.'
      : 'This order is still being placed. Try again in a moment.';
  throw new AppError('order_not_cancellable', detail);
}

/** False when somebody else was faster. */
async function cancelPlaced(
  ctx: Context,
  order: OrderRow,
  { skus, reason = 'other' }: CancellationInput,
  audit: AuditEntry | null,
): Promise<boolean> {
  const facts = await gatherPlaced(ctx, order);
  const decision = decideCancellation(facts, skus);
  if (!decision.ok) throw refusalOf(decision);
  if (decision.plan.lines.length === 0) return true;
  const cancellationId = await commitCancellation(ctx, { order, facts, plan: decision.plan, reason, audit });
  if (cancellationId === null) return false;
  await failpoint(ctx, 'cancel.applied');
  await giveBackCancelled(ctx, order.id, cancellationId);
  return true;
}

function requireAll({ quote, status }: OrderRow, skus: readonly string[]): void {
  const unknown = skus.find((sku) => !quote.lines.some((line) => line.sku === sku));
  if (unknown !== undefined) throw unknownSku(unknown);
  if (status === 'cancelled' || quote.lines.every((line) => skus.includes(line.sku))) return;
  throw new AppError('order_not_cancellable', 'Until it is paid, an order can be cancelled only as a whole.');
}

/** The problem that a refused cancellation is answered with. */
export function refusalOf(decision: Exclude<CancellationDecision, { ok: true }>): AppError {
  if (decision.reason === 'unknown_sku') return unknownSku(decision.sku);
  const { sku, title } = decision.line;
  return new AppError('order_not_cancellable', `${title} is on its way already and can no longer be cancelled.`, {
    sku,
  });
}

function unknownSku(sku: string): AppError {
  return fieldError('skus', `This order has no ${sku}.`);
}

function missing(orderNo: string): AppError {
  return new AppError('not_found', `There is no order ${orderNo}.`);
}

import { eq, sql } from 'drizzle-orm';
import { actorLabel, type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { postJournal } from '../db/journal.ts';
import { publish } from '../db/outbox.ts';
import { fulfilments, idempotencyKeys, orderLines, orders } from '../db/schema/orders.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { journal, moveEntries, reversalEntries } from '../domain/ledger.ts';
import { sharesOf } from '../domain/order-shares.ts';
import { failpoint } from '../failpoint.ts';
import { answerSettled, hashBody, selectAttempt, settle } from '../http/idempotency.ts';
import { AppError, problemOf } from '../http/problem.ts';
import { type PaidBy, selectPaidBy } from '../orders/take-back.ts';
import type { RefundAnswer, RefundRequestInput } from './admin-schemas.ts';
import { decideRefund, type RefundableLine, type RefundDecision } from './decide-refund.ts';
import { refundWrites } from './refund-writes.ts';

/**
 * Staff give money back: lines of an order, which takes their sale back too, or an amount, which is ours to bear. All
 * refunds together never exceed what was captured, however many are asked for at once. The same key and body answer
 * the same.
 *
 * Throws `forbidden`, `not_found`, `validation_failed`, `payment_not_refundable`, `refund_exceeds_capture`,
 * `idempotency_key_reused`, `request_in_progress`.
 */
export async function requestRefund(
  ctx: Context,
  orderNo: string,
  input: RefundRequestInput,
  idempotencyKey: string,
): Promise<RefundAnswer> {
  requirePermission(ctx, 'orders.refund');
  const scope = `refund:${actorLabel(ctx.actor)}`;
  const attempt = { scope, key: idempotencyKey, bodyHash: await hashBody({ orderNo, ...input }) };
  const { order, payment, lines, first } = await gather(ctx, orderNo, attempt);
  if (first !== undefined) return await answerSettled<RefundAnswer>(ctx, attempt, first);
  const decision = decideRefund(input, payment, lines);
  try {
    return await commit(ctx, { order, decision, attempt, note: input.note });
  } catch (error) {
    if (!violatesUnique(error, 'idempotency_keys.key')) throw error;
    const [faster] = await selectAttempt(ctx, attempt);
    if (faster === undefined) throw error;
    return await answerSettled<RefundAnswer>(ctx, attempt, faster);
  }
}

type Attempt = Parameters<typeof selectAttempt>[1] & { readonly bodyHash: string };
type Order = Pick<typeof orders.$inferSelect, 'id' | 'orderNo' | 'quote'>;

async function gather(ctx: Context, orderNo: string, attempt: Attempt) {
  const [order] = await ctx.db
    .select({ id: orders.id, orderNo: orders.orderNo, quote: orders.quote })
    .from(orders)
    .where(eq(orders.orderNo, orderNo));
  if (order === undefined) throw new AppError('not_found', `There is no order ${orderNo}.`);
  const [payments, lines, [first]] = await ctx.db.batch([
    selectPaidBy(ctx, order.id),
    selectLines(ctx, order.id),
    selectAttempt(ctx, attempt),
  ]);
  return { order, payment: payments[0] as PaidBy | undefined, lines, first };
}

/** Lines with what they got back already, by any refund: one that failed is still owed. */
function selectLines(ctx: Context, orderId: string) {
  return ctx.db
    .select({
      id: orderLines.id,
      sku: orderLines.sku,
      position: orderLines.position,
      paidPaise: orderLines.paidPaise,
      cancellationId: orderLines.cancellationId,
      parcelStatus: fulfilments.status,
      refundedPaise: sql<number>`(SELECT COALESCE(SUM(part.value ->> 'amountPaise'), 0)
        FROM refunds r, json_each(r.lines) part
        WHERE r.order_id = ${orderId} AND part.value ->> 'lineId' = ${orderLines.id})`,
    })
    .from(orderLines)
    .innerJoin(fulfilments, eq(fulfilments.id, orderLines.fulfilmentId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.position);
}

interface Commit {
  readonly order: Order;
  readonly decision: RefundDecision;
  readonly attempt: Attempt;
  readonly note: string;
}

/** The key, the refund, the books and the answer for repeats in one batch; a refusal is an answer too. */
async function commit(ctx: Context, { order, decision, attempt, note }: Commit): Promise<RefundAnswer> {
  const { payment, amountPaise, lines } = decision;
  const refund = refundWrites(
    ctx,
    {
      orderId: order.id,
      paymentId: payment.id,
      amountPaise,
      lines: lines.map(({ id, backPaise }) => ({ lineId: id, amountPaise: backPaise })),
      reason: 'goodwill',
      cause: `${attempt.scope}:${attempt.key}`,
    },
    isUntouched(order.id, lines),
  );
  const { refundId, requested } = refund;
  const answer: RefundAnswer = { refundId, orderNo: order.orderNo, amountPaise, status: 'due' };
  const refusal = new AppError('refund_exceeds_capture', 'All refunds together would exceed what was paid.', {
    requestedPaise: amountPaise,
  });
  const results = await ctx.db.batch([
    ctx.db.insert(idempotencyKeys).values({ ...attempt, resourceId: refundId, createdAt: ctx.now }),
    ...refund.statements,
    postJournal(ctx, journalOf(refundId, order, decision), requested),
    ctx.db.run(sql`UPDATE refunds SET note = ${note} WHERE id = ${refundId}`),
    auditWrite(ctx, { action: 'refund.request', subject: order.orderNo, after: { refundId, amountPaise } }, requested),
    settle(ctx, refundId, 201, answer, requested),
    settle(ctx, refundId, refusal.status, problemOf(refusal, ctx.requestId), sql`NOT ${requested}`),
  ]);
  if (results[1]?.meta.changes !== 1) throw refusal;
  await failpoint(ctx, 'refund.requested');
  ctx.later(publish(ctx, [refund.announcement]));
  return answer;
}

/** True in SQL while no other refund gave a line what this one is about to. */
function isUntouched(orderId: string, lines: readonly (RefundableLine & { readonly backPaise: number })[]) {
  const seen = JSON.stringify(lines.map(({ id, refundedPaise }) => ({ id, refundedPaise })));
  return sql`NOT EXISTS (
    SELECT 1 FROM json_each(${seen}) line WHERE line.value ->> 'refundedPaise' <> (
      SELECT COALESCE(SUM(part.value ->> 'amountPaise'), 0) FROM refunds r, json_each(r.lines) part
      WHERE r.order_id = ${orderId} AND part.value ->> 'lineId' = line.value ->> 'id'))`;
}

/** Lines take their sale back; an amount of no line is our loss. */
function journalOf(refundId: string, { id: orderId, quote }: Order, { amountPaise, lines }: RefundDecision) {
  if (lines.length === 0) {
    return journal(`goodwill:${refundId}`, orderId, moveEntries('refunds', 'losses', amountPaise));
  }
  const shares = sharesOf(quote, { positions: lines.map(({ position }) => position), chargeSellerIds: [] });
  const worthPaise = lines.reduce((sum, { paidPaise }) => sum + paidPaise, 0);
  return journal(`line_refund:${refundId}`, orderId, [
    ...reversalEntries('refunds', shares),
    ...moveEntries('losses', 'refunds', worthPaise - amountPaise),
  ]);
}

import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { EVENTS_IN_ORDER, orderEvents, orders } from '../db/schema/orders.ts';
import { payments, refunds } from '../db/schema/payments.ts';
import type { OrderStatus } from '../domain/order.ts';
import { iso } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import { AppError } from '../http/problem.ts';
import type { PaymentList, PaymentQuery, Refund, RefundList, RefundQuery, StaffPayment } from './admin-schemas.ts';

/** Payments, newest first; those with the status `mismatched` are the review queue. */
export async function listPayments(ctx: Context, { status, cursor }: PaymentQuery): Promise<PaymentList> {
  requirePermission(ctx, 'payments.read');
  const rows = await selectPayments(ctx)
    .where(
      and(
        status === undefined ? undefined : eq(payments.status, status),
        cursor === undefined ? undefined : lt(payments.id, cursor),
      ),
    )
    .orderBy(desc(payments.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { payments: page.map((row) => summaryOf(withTimes(row))), nextCursor };
}

/** A payment with its log and refunds. Throws `not_found`. */
export async function findStaffPayment(ctx: Context, paymentId: string): Promise<StaffPayment> {
  requirePermission(ctx, 'payments.read');
  const [[payment], log, refundRows] = await ctx.db.batch([
    selectPayments(ctx).where(eq(payments.id, paymentId)),
    ctx.db
      .select({
        event: orderEvents.event,
        from: orderEvents.fromStatus,
        to: orderEvents.toStatus,
        actor: orderEvents.actor,
        note: orderEvents.note,
        at: orderEvents.at,
      })
      .from(orderEvents)
      .innerJoin(payments, eq(payments.orderId, orderEvents.orderId))
      .where(and(eq(payments.id, paymentId), eq(orderEvents.subjectId, paymentId)))
      .orderBy(...EVENTS_IN_ORDER),
    selectRefunds(ctx).where(eq(refunds.paymentId, paymentId)).orderBy(asc(refunds.id)),
  ]);
  if (payment === undefined) throw new AppError('not_found', `There is no payment ${paymentId}.`);
  return {
    ...withTimes(payment),
    log: log.map(({ at, ...entry }) => ({ ...entry, at: iso(at) })),
    refunds: refundRows.map(withTimes),
  };
}

/** Refunds, newest first. */
export async function listRefunds(ctx: Context, { status, cursor }: RefundQuery): Promise<RefundList> {
  requirePermission(ctx, 'payments.read');
  const rows = await selectRefunds(ctx)
    .where(
      and(
        status === undefined ? undefined : eq(refunds.status, status),
        cursor === undefined ? undefined : lt(refunds.id, cursor),
      ),
    )
    .orderBy(desc(refunds.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { refunds: page.map(withTimes), nextCursor };
}

/** One refund, as staff see it. Throws `not_found`. */
export async function findStaffRefund(ctx: Context, refundId: string): Promise<Refund> {
  requirePermission(ctx, 'payments.read');
  const [refund] = await selectRefunds(ctx).where(eq(refunds.id, refundId));
  if (refund === undefined) throw new AppError('not_found', `There is no refund ${refundId}.`);
  return withTimes(refund);
}

function selectPayments(ctx: Context) {
  return ctx.db
    .select({
      id: payments.id,
      orderNo: orders.orderNo,
      // Named apart: in a batch D1 joins columns of one name.
      orderStatus: sql<OrderStatus>`${orders.status}`.as('order_status'),
      gateway: payments.gateway,
      method: payments.method,
      status: payments.status,
      amountPaise: payments.amountPaise,
      capturedPaise: payments.capturedPaise,
      gatewayRef: payments.gatewayRef,
      captureRef: payments.captureRef,
      feePaise: payments.feePaise,
      feeTaxPaise: payments.feeTaxPaise,
      note: payments.note,
      createdAt: payments.createdAt,
      updatedAt: payments.updatedAt,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId));
}

function selectRefunds(ctx: Context) {
  return ctx.db
    .select({
      id: refunds.id,
      orderNo: orders.orderNo,
      paymentId: refunds.paymentId,
      gateway: payments.gateway,
      amountPaise: refunds.amountPaise,
      reason: refunds.reason,
      status: refunds.status,
      gatewayRef: refunds.gatewayRef,
      utr: refunds.utr,
      note: refunds.note,
      createdAt: refunds.createdAt,
      updatedAt: refunds.updatedAt,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, refunds.orderId));
}

type PaymentRow = Awaited<ReturnType<typeof selectPayments>>[number];

function summaryOf(payment: ReturnType<typeof withTimes<PaymentRow>>) {
  const { orderStatus: _, gatewayRef: _gatewayRef, captureRef: _captureRef, ...rest } = payment;
  const { feePaise: _fee, feeTaxPaise: _feeTax, ...summary } = rest;
  return summary;
}

function withTimes<Row extends { readonly createdAt: number; readonly updatedAt: number }>(row: Row) {
  return { ...row, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) };
}

import { eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { orders, payments, webhookInbox } from '../db/schema/orders.ts';
import { type PaymentEvent, type PaymentStatus, sourcesOf } from '../domain/payment.ts';
import type { GatewayEvent } from './gateway.ts';

export type PaymentRow = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

/** How an event ended; the last two are not ends: the event waits in the inbox. */
export type EventOutcome =
  | 'applied'
  | 'repeat'
  | 'ignored'
  | 'mismatched'
  | 'refund_due'
  | 'unknown_payment'
  | 'before_its_capture';

/** The payment that an event speaks of, with the state of its order. */
export async function findPayment(ctx: Context, gateway: string, { gatewayRef }: Pick<GatewayEvent, 'gatewayRef'>) {
  const [payment] = await ctx.db
    .select({
      id: payments.id,
      orderId: payments.orderId,
      status: payments.status,
      amountPaise: payments.amountPaise,
      currency: payments.currency,
      orderStatus: orders.status,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(sql`${payments.gateway} = ${gateway} AND ${payments.gatewayRef} = ${gatewayRef}`);
  return payment ?? null;
}

/** True in SQL while the payment may still take the event: the guard of every write about it. */
export function mayStill(paymentId: string, event: PaymentEvent) {
  const sources = JSON.stringify(sourcesOf(event));
  return sql`EXISTS (SELECT 1 FROM ${payments}
    WHERE id = ${paymentId} AND status IN (SELECT value FROM json_each(${sources})))`;
}

/** Moves the payment; a note stays until there is a newer one. */
export function setPayment(
  ctx: Context,
  paymentId: string,
  status: PaymentStatus,
  note: string | null,
  onlyIf = sql`TRUE`,
) {
  return ctx.db.run(sql`
    UPDATE ${payments} SET status = ${status}, note = COALESCE(${note}, note), updated_at = ${ctx.now}
    WHERE id = ${paymentId} AND ${onlyIf}`);
}

/** Ends an inbox row; the first end stays. Without a row (the reconciler has none) it changes nothing. */
export function closeInboxRow(ctx: Context, inboxId: string | null, outcome: EventOutcome, onlyIf = sql`TRUE`) {
  return ctx.db.run(sql`
    UPDATE ${webhookInbox} SET processed_at = ${ctx.now}, outcome = ${outcome}, attempts = attempts + 1
    WHERE id = ${inboxId} AND processed_at IS NULL AND ${onlyIf}`);
}

/** Whether the statement touched its row, by its place in the batch; -1 is the last one. */
export function hasChanged(results: readonly unknown[], place: number): boolean {
  return ((results.at(place) as D1Result | undefined)?.meta.changes ?? 0) > 0;
}

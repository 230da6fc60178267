import { asc, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { fulfilments, orderLines, orders } from '../db/schema/orders.ts';
import { refunds } from '../db/schema/payments.ts';
import type { Share } from '../domain/ledger.ts';
import { paidFor, sharesOf } from '../domain/order-shares.ts';
import { type PaidBy, selectPaidBy } from '../orders/take-back.ts';
import type { Parcel } from './require-parcel.ts';

export interface ParcelSale {
  readonly parcel: Parcel;
  readonly order: typeof orders.$inferSelect;
  /** What is in the parcel: lines that were not cancelled. */
  readonly lines: readonly ParcelLine[];
  /** What these lines and the charges of the parcel are worth. */
  readonly shares: readonly Share[];
  /** Null when nobody has paid, or will. */
  readonly payment: PaidBy | null;
}

type ParcelLine = typeof orderLines.$inferSelect;

/** A parcel with what it costs. Once it is shipped no line of it changes any more. */
export async function gatherParcelSale(
  ctx: Context,
  { id, orderId }: Pick<Parcel, 'id' | 'orderId'>,
): Promise<ParcelSale> {
  const [[parcel], [order], lines, [payment]] = await ctx.db.batch([
    ctx.db.select().from(fulfilments).where(eq(fulfilments.id, id)),
    ctx.db.select().from(orders).where(eq(orders.id, orderId)),
    ctx.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position)),
    selectPaidBy(ctx, orderId),
  ]);
  if (parcel === undefined || order === undefined) throw new Error(`parcel ${id} has no order`);
  const own = lines.filter((line) => line.fulfilmentId === id && line.cancellationId === null);
  return { parcel, order, lines: own, shares: sharesOfParcel(order, parcel, own), payment: payment ?? null };
}

/** What the courier collects at the door. */
export function cashDue({ payment, shares }: Pick<ParcelSale, 'payment' | 'shares'>): number {
  return payment?.gateway === 'cod' ? paidFor(shares) : 0;
}

/** What lines of a parcel and its charges are worth; nothing when no line is left. */
export function sharesOfParcel(
  { quote }: Pick<typeof orders.$inferSelect, 'quote'>,
  { sellerId }: Pick<Parcel, 'sellerId'>,
  lines: readonly Pick<ParcelLine, 'position'>[],
): readonly Share[] {
  if (lines.length === 0) return [];
  return sharesOf(quote, { positions: lines.map((line) => line.position), chargeSellerIds: [sellerId] });
}

/** Lines of an order that staff have given back already: the books know it, and nothing comes back a second time. */
export async function findRefundedLineIds(ctx: Context, orderId: string): Promise<ReadonlySet<string>> {
  const rows = await ctx.db.all<{ lineId: string }>(sql`
    SELECT DISTINCT part.value ->> 'lineId' AS lineId FROM ${refunds}, json_each(${refunds}.lines) AS part
    WHERE ${refunds}.order_id = ${orderId}`);
  return new Set(rows.map((row) => row.lineId));
}

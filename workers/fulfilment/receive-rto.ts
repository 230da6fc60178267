import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sharesOf } from '../domain/order-shares.ts';
import { takeBackWrites, unchanged } from '../orders/take-back.ts';
import { type Consequences, moveParcel, refusedMove } from './move-parcel.ts';
import { findRefundedLineIds, gatherParcelSale, type ParcelSale } from './parcel-sale.ts';
import { requireParcel } from './require-parcel.ts';

/** Somebody else refunded or collected between the read and the write: look again. */
const MAX_RACES = 5;

/**
 * A parcel that nobody took is back at its seller, and everything in it: what was paid for it is owed to the buyer,
 * what was to be paid at the door is due no longer, and its pieces go back on the shelf. Throws `illegal_transition`.
 */
export async function receiveRto(ctx: Context, fulfilmentId: string): Promise<void> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.return');
  for (let race = 0; race < MAX_RACES; race++) {
    const sale = await gatherParcelSale(ctx, parcel);
    if (sale.parcel.status !== 'rto') break;
    if (await takeParcelBack(ctx, sale)) return;
  }
  throw await refusedMove(ctx, fulfilmentId, 'come_back');
}

async function takeParcelBack(ctx: Context, sale: ParcelSale): Promise<boolean> {
  const { parcel, payment } = sale;
  const refunded = await findRefundedLineIds(ctx, parcel.orderId);
  return await moveParcel(ctx, parcel, {
    event: 'come_back',
    // Read after the payment: a refund that came in between has changed what was read of it.
    guard: payment === null ? sql`TRUE` : unchanged(payment),
    announces: [{ type: 'parcel.came_back', orderId: parcel.orderId, fulfilmentId: parcel.id }],
    consequences: (happened) => moneyBackWrites(ctx, sale, refunded, happened),
    after: { status: 'rto_received' },
    failpoint: 'come_back.applied',
  });
}

function moneyBackWrites(
  ctx: Context,
  { parcel, order, lines, payment }: ParcelSale,
  refunded: ReadonlySet<string>,
  happened: SQL,
): Consequences {
  if (payment === null) return { statements: [] };
  const owed = lines.filter((line) => !refunded.has(line.id));
  const shares = sharesOf(order.quote, {
    positions: owed.map((line) => line.position),
    chargeSellerIds: [parcel.sellerId],
  });
  return takeBackWrites(
    ctx,
    {
      orderId: order.id,
      payment,
      cause: `rto:${parcel.id}`,
      reason: 'rto',
      shares,
      lines: owed.map((line) => ({ lineId: line.id, amountPaise: line.paidPaise })),
    },
    happened,
  );
}

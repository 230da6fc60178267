import { eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { sellers } from '../db/schema/catalog.ts';
import { fulfilments, orders } from '../db/schema/orders.ts';
import { cashDue, gatherParcelSale } from '../fulfilment/parcel-sale.ts';
import { absoluteUrl } from './app-url.ts';
import type { Channel } from './channel.ts';
import { deliverOnce } from './deliver-once.ts';
import { httpEmailChannel } from './http-email-channel.ts';
import { type ParcelUpdate, renderParcelUpdate, subjectOf } from './templates/parcel-update.ts';

/**
 * The mail that says that a parcel has left, or has arrived; not to a person who has switched it off. The consumer of
 * `parcel.shipped` and `parcel.delivered`: once in effect for each. Throws when the provider fails, so that the queue
 * asks again.
 */
export async function sendParcelUpdate(
  ctx: Context,
  fulfilmentId: string,
  news: 'parcel.shipped' | 'parcel.delivered',
  channel: Channel = httpEmailChannel(ctx.env),
): Promise<void> {
  requireSystem(ctx);
  const found = await gather(ctx, fulfilmentId, news === 'parcel.shipped' ? 'shipped' : 'delivered');
  if (found === null) return;
  const { to, update } = found;
  const subject = subjectOf(update);
  const dedupeKey = `${news}:${fulfilmentId}:email`;
  await deliverOnce(ctx, { dedupeKey, channel: 'email', recipient: to, subject }, async () => {
    await channel.send({ to, subject, ...(await renderParcelUpdate(update)), idempotencyKey: dedupeKey });
  });
}

async function gather(ctx: Context, fulfilmentId: string, kind: ParcelUpdate['kind']) {
  const [found] = await ctx.db
    .select({ orderId: fulfilments.orderId, sellerName: sellers.name, preferences: users.preferences })
    .from(fulfilments)
    .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
    .innerJoin(orders, eq(orders.id, fulfilments.orderId))
    // 'user:usr_…'; a guest has no wishes.
    .leftJoin(users, sql`${users.id} = substr(${orders.ownerKey}, ${'user:'.length + 1})`)
    .where(eq(fulfilments.id, fulfilmentId));
  if (found === undefined || found.preferences?.parcelUpdates === false) return null;
  const sale = await gatherParcelSale(ctx, { id: fulfilmentId, orderId: found.orderId });
  const { parcel, order, lines } = sale;
  const update: ParcelUpdate = {
    kind,
    orderNo: order.orderNo,
    orderUrl: absoluteUrl(ctx.env, `/orders/${order.orderNo}`),
    sellerName: found.sellerName,
    promisedOn: parcel.promisedOn,
    carrier: parcel.carrier ?? '',
    awb: parcel.awb ?? '',
    trackingUrl: parcel.trackingUrl,
    cashPaise: cashDue(sale),
    lines: lines.map(({ title, variantLabel, quantity }) => ({ title, variantLabel, quantity })),
  };
  return { to: order.email, update };
}

import { and, asc, eq, isNull } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { sellers } from '../db/schema/catalog.ts';
import { cancellations, fulfilments, invoices, orderLines, orders } from '../db/schema/orders.ts';
import { STATES } from '../domain/gst.ts';
import { sum } from '../domain/money.ts';
import { isPlaced } from '../domain/order.ts';
import { totalsOfAnyAge } from '../domain/price.ts';
import { invoiceUrl } from '../orders/invoice-link.ts';
import { absoluteUrl } from './app-url.ts';
import type { Channel } from './channel.ts';
import { deliverOnce } from './deliver-once.ts';
import { httpEmailChannel } from './http-email-channel.ts';
import { type OrderConfirmation, renderOrderConfirmation, subjectOf } from './templates/order-confirmation.ts';

/** A mail is looked for weeks later, when something has to go back. */
const LINK_SECONDS = 30 * 86_400;

/**
 * The mail that says what was bought, when it comes, and where the invoices are. The consumer of `order.invoiced`:
 * once in effect, however often it is called. Throws when the provider fails, so that the queue asks again.
 */
export async function sendOrderConfirmation(
  ctx: Context,
  orderId: string,
  channel: Channel = httpEmailChannel(ctx.env),
): Promise<void> {
  requireSystem(ctx);
  const found = await gather(ctx, orderId);
  if (found === null) return;
  const subject = subjectOf(found.order.orderNo);
  const dedupeKey = `order.invoiced:${orderId}:email`;
  const to = found.order.email;
  await deliverOnce(ctx, { dedupeKey, channel: 'email', recipient: to, subject }, async () => {
    const body = await renderOrderConfirmation(await present(ctx, found));
    await channel.send({ to, subject, ...body, idempotencyKey: dedupeKey });
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof gather>>>;

/** Null when the order is not, or no longer, placed: nothing is confirmed then. */
async function gather(ctx: Context, orderId: string) {
  const [[order], parcels, lines, invoiceRows, cancelled] = await ctx.db.batch([
    ctx.db.select().from(orders).where(eq(orders.id, orderId)),
    ctx.db
      .select({ id: fulfilments.id, promisedOn: fulfilments.promisedOn, sellerName: sellers.name })
      .from(fulfilments)
      .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
      .where(eq(fulfilments.orderId, orderId))
      .orderBy(asc(fulfilments.promisedOn), asc(fulfilments.id)),
    ctx.db
      .select({
        fulfilmentId: orderLines.fulfilmentId,
        title: orderLines.title,
        variantLabel: orderLines.variantLabel,
        quantity: orderLines.quantity,
        pricePaise: orderLines.pricePaise,
      })
      .from(orderLines)
      .where(and(eq(orderLines.orderId, orderId), isNull(orderLines.cancellationId)))
      .orderBy(asc(orderLines.position)),
    ctx.db
      .select({ id: invoices.id, fulfilmentId: invoices.fulfilmentId, invoiceNo: invoices.invoiceNo })
      .from(invoices)
      .where(eq(invoices.orderId, orderId)),
    ctx.db
      .select({ amountPaise: cancellations.amountPaise })
      .from(cancellations)
      .where(eq(cancellations.orderId, orderId)),
  ]);
  if (order === undefined || !isPlaced(order.status)) return null;
  return { order, parcels, lines, invoiceRows, cancelledPaise: sum(cancelled.map((row) => row.amountPaise)) };
}

async function present(
  ctx: Context,
  { order, parcels, lines, invoiceRows, cancelledPaise }: Found,
): Promise<OrderConfirmation> {
  const links = new Map(
    await Promise.all(
      invoiceRows.map(async ({ id, fulfilmentId, invoiceNo }) => {
        const url = absoluteUrl(ctx.env, await invoiceUrl(ctx, id, LINK_SECONDS));
        return [fulfilmentId, { invoiceNo, url }] as const;
      }),
    ),
  );
  const { stateCode, ...address } = order.address;
  return {
    orderNo: order.orderNo,
    orderUrl: absoluteUrl(ctx.env, `/orders/${order.orderNo}`),
    paymentMethod: order.paymentMethod,
    address: { ...address, state: STATES[stateCode] ?? stateCode },
    totals: totalsOfAnyAge(order.quote),
    cancelledPaise,
    parcels: parcels
      .map(({ id, ...parcel }) => ({
        ...parcel,
        lines: lines.filter((line) => line.fulfilmentId === id),
        invoice: links.get(id) ?? null,
      }))
      // Cancelled before the mail went out: nothing of it will arrive.
      .filter((parcel) => parcel.lines.length > 0),
  };
}

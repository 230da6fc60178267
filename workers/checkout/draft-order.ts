import type { Context, OwnerKey } from '../context.ts';
import { actorLabel } from '../context.ts';
import { insertMany } from '../db/insert-many.ts';
import { fulfilments, orderEvents, orderLines, orders } from '../db/schema/orders.ts';
import { promiseFor } from '../delivery/parcels.ts';
import type { OrderableLine, OrderDecision } from './decide-order.ts';
import type { CheckoutInput } from './schemas.ts';

export interface OrderDraftInput {
  readonly owner: OwnerKey;
  readonly cartVersion: number;
  readonly input: CheckoutInput;
  readonly decision: OrderDecision;
}

export type OrderDraft = ReturnType<typeof draftOrder>;

/** The rows of a new order: a snapshot that no later change of the catalogue touches. */
export function draftOrder(ctx: Context, { owner, cartVersion, input, decision }: OrderDraftInput) {
  const orderId = ctx.newId('order');
  const { pincode, district, stateCode } = decision.destination;
  const order = {
    id: orderId,
    // People read it aloud: the random tail of the id, in an alphabet without I, L, O and U.
    orderNo: `HT${orderId.slice(-10)}`,
    ownerKey: owner,
    cartVersion,
    email: input.email.toLowerCase(),
    address: { ...input.address, pincode, district, stateCode },
    status: 'created' as const,
    paymentMethod: input.paymentMethod,
    currency: 'INR' as const,
    grandPaise: decision.quote.totals.grandPaise,
    quoteInput: decision.quoteInput,
    quote: decision.quote,
    createdAt: ctx.now,
    dueAt: ctx.now,
  };
  const parcels = parcelsOf(ctx, orderId, decision);
  const held = decision.lines.map(({ listing: { sku, title, stockShards }, quantity }) => {
    return { sku, title, quantity, stockShards };
  });
  const lines = linesOf(ctx, orderId, decision, parcels);
  return { order, fulfilments: [...parcels.values()], lines, held, adjustments: decision.quote.adjustments };
}

/** For one batch with the idempotency row. */
export function draftWrites(ctx: Context, draft: OrderDraft) {
  const { order } = draft;
  return [
    ctx.db.insert(orders).values(order),
    insertMany(ctx.db, fulfilments, draft.fulfilments),
    insertMany(ctx.db, orderLines, draft.lines),
    ctx.db.insert(orderEvents).values({
      id: ctx.newId('event'),
      orderId: order.id,
      toStatus: order.status,
      actor: actorLabel(ctx.actor),
      at: ctx.now,
    }),
  ];
}

/** One fulfilment per seller, promised for the day of its slowest line. */
function parcelsOf(ctx: Context, orderId: string, { lines, destination, delivery }: OrderDecision) {
  const parcels = new Map<string, { id: string; orderId: string; sellerId: string; promisedOn: string }>();
  for (const { listing } of lines) {
    const { promisedOn } = promiseFor(ctx, delivery, listing, destination);
    if (promisedOn === null) throw new Error('every line of a decided order gets there');
    const parcel = parcels.get(listing.sellerId);
    if (parcel === undefined) {
      const { sellerId } = listing;
      parcels.set(sellerId, { id: ctx.newId('fulfilment'), orderId, sellerId, promisedOn });
    } else if (promisedOn > parcel.promisedOn) parcel.promisedOn = promisedOn;
  }
  return parcels;
}

function linesOf(
  ctx: Context,
  orderId: string,
  { lines, quote }: OrderDecision,
  parcels: ReadonlyMap<string, { readonly id: string }>,
) {
  return lines.map(({ listing, quantity }: OrderableLine, position) => {
    const quoted = quote.lines[position];
    const parcel = parcels.get(listing.sellerId);
    if (quoted === undefined || parcel === undefined) throw new Error('a quote has every line of its input');
    return {
      id: ctx.newId('orderLine'),
      orderId,
      fulfilmentId: parcel.id,
      position,
      sku: listing.sku,
      productId: listing.productId,
      productSlug: listing.productSlug,
      title: listing.title,
      variantLabel: listing.variantLabel,
      imageKey: listing.imageKey,
      hsn: listing.hsn,
      quantity,
      mrpPaise: quoted.mrpPaise,
      pricePaise: quoted.pricePaise,
      discountPaise: quoted.promotionPaise + quoted.couponPaise,
      grossPaise: quoted.grossPaise,
      paidPaise: quoted.paidPaise,
      gstBps: quoted.gstBps,
      taxablePaise: quoted.taxablePaise,
      cgstPaise: quoted.cgstPaise,
      sgstPaise: quoted.sgstPaise,
      igstPaise: quoted.igstPaise,
    };
  });
}

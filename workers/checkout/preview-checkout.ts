import { selectSellables, sellablesOf } from '../cart/queries.ts';
import { quoteInputOf } from '../cart/quote-cart.ts';
import { presentCart, skusOf } from '../cart/read-cart.ts';
import { type Context, requireOwner } from '../context.ts';
import { promiseFor, requireDestination, selectDestination } from '../delivery/queries.ts';
import { STATES } from '../domain/gst.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import { quote } from '../domain/price.ts';
import { selectCodStanding, standingOf } from './cod-standing.ts';
import { cashRefusal } from './decide-order.ts';
import type { CheckoutPreview } from './schemas.ts';

export interface PreviewInput {
  readonly pincode?: string | undefined;
  readonly paymentMethod?: PaymentMethod | undefined;
}

/** What the checkout page shows before the order: totals for this address and payment, delivery dates, COD or why not. */
export async function previewCheckout(
  ctx: Context,
  { pincode, paymentMethod }: PreviewInput,
): Promise<CheckoutPreview> {
  const owner = requireOwner(ctx);
  const contents = await ctx.env.CART.getByName(owner).read();
  const skus = skusOf(contents);
  const [rows, standings, destinations] = await ctx.db.batch([
    selectSellables(ctx, skus),
    selectCodStanding(ctx, { owner, phone: null }),
    selectDestination(ctx, pincode ?? ''),
  ]);
  const listings = sellablesOf(rows);
  const lines = contents.entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    return listing?.isActive ? [{ listing, quantity: entry.quantity, seenPricePaise: entry.seenPricePaise }] : [];
  });
  const destination = pincode === undefined ? null : requireDestination(destinations, pincode);
  const { totals } = quote(
    quoteInputOf(lines, { deliveryStateCode: destination?.stateCode ?? null, isCod: paymentMethod === 'cod' }),
  );
  return {
    cart: presentCart(contents, listings),
    totals,
    codRefusal: destination === null ? null : cashRefusal(lines, destination, standingOf(standings), totals.grandPaise),
    destination:
      destination === null
        ? null
        : {
            pincode: destination.pincode,
            district: destination.district,
            state: STATES[destination.stateCode] ?? destination.stateCode,
            isServiceable: destination.isServiceable,
          },
    promises:
      destination === null || !destination.isServiceable
        ? []
        : lines.map(({ listing }) => ({ sku: listing.sku, promisedOn: promiseFor(ctx, listing, destination) })),
  };
}

import { presentCart, skusOf } from '../cart/present-cart.ts';
import { selectSellables, sellablesOf } from '../cart/queries.ts';
import { type Context, requireOwner } from '../context.ts';
import { promiseFor } from '../delivery/parcels.ts';
import { requireDestination, selectDestination } from '../delivery/queries.ts';
import { deliveryRulesOf, selectDeliveryRules } from '../delivery/rules.ts';
import { STATES } from '../domain/gst.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import { personOf } from '../promotions/person.ts';
import { promotionsOf, selectPromotions } from '../promotions/queries.ts';
import { selectCodStanding, standingOf } from './cod-standing.ts';
import { cashRefusal } from './decide-order.ts';
import type { CheckoutPreview } from './schemas.ts';

export interface PreviewInput {
  readonly pincode?: string | undefined;
  readonly paymentMethod?: PaymentMethod | undefined;
  /** Ten digits: whom limits per person are counted for, and how they stand with cash. */
  readonly phone?: string | undefined;
}

/** What the checkout page shows before the order: totals for this address and payment, delivery dates, COD or why not. */
export async function previewCheckout(
  ctx: Context,
  { paymentMethod, ...input }: PreviewInput,
): Promise<CheckoutPreview> {
  return present(ctx, await gather(ctx, input), paymentMethod ?? null);
}

/** The same for each of several ways to pay, from one look: offers may be for some of them only. */
export async function previewMethods(
  ctx: Context,
  input: Omit<PreviewInput, 'paymentMethod'>,
  methods: readonly PaymentMethod[],
): Promise<ReadonlyMap<PaymentMethod, CheckoutPreview>> {
  const facts = await gather(ctx, input);
  return new Map(methods.map((method) => [method, present(ctx, facts, method)]));
}

async function gather(ctx: Context, { pincode, ...input }: Omit<PreviewInput, 'paymentMethod'>) {
  const phone = input.phone ?? null;
  const owner = requireOwner(ctx);
  const contents = await ctx.env.CART.getByName(owner).read();
  const { couponCode } = contents;
  const skus = contents.entries.map(({ sku }) => sku);
  const [rows, promotionRows, standings, destinations, ruleRows] = await ctx.db.batch([
    selectSellables(ctx, skusOf(contents)),
    selectPromotions(ctx, { skus, couponCode, person: await personOf(ctx, phone) }),
    selectCodStanding(ctx, { owner, phone }),
    selectDestination(ctx, pincode ?? ''),
    selectDeliveryRules(ctx),
  ]);
  return {
    contents,
    listings: sellablesOf(rows),
    promotions: promotionsOf(promotionRows),
    standing: standingOf(standings),
    destination: pincode === undefined ? null : requireDestination(destinations, pincode),
    delivery: deliveryRulesOf(ruleRows),
  };
}

function present(
  ctx: Context,
  { contents, listings, promotions, standing, destination, delivery }: Awaited<ReturnType<typeof gather>>,
  paymentMethod: PaymentMethod | null,
): CheckoutPreview {
  const lines = contents.entries.flatMap((entry) => {
    const listing = listings.get(entry.sku);
    return listing?.isActive ? [{ listing, quantity: entry.quantity, seenPricePaise: entry.seenPricePaise }] : [];
  });
  const { couponCode } = contents;
  const situation = { destination, paymentMethod, couponCode, promotions, delivery };
  const cart = presentCart(contents, listings, situation);
  const { totals } = cart;
  return {
    cart,
    totals,
    codRefusal: destination === null ? null : cashRefusal(lines, destination, standing, totals.grandPaise),
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
      destination === null
        ? []
        : lines.flatMap(({ listing }) => {
            const { promisedOn } = promiseFor(ctx, delivery, listing, destination);
            return promisedOn === null ? [] : [{ sku: listing.sku, promisedOn }];
          }),
    unreached:
      destination === null
        ? []
        : lines.flatMap(({ listing }) => {
            const { refusal } = promiseFor(ctx, delivery, listing, destination);
            return refusal === null ? [] : [{ sku: listing.sku, refusal }];
          }),
  };
}

import { type Context, ownerOf } from '../context.ts';
import { promiseFor } from '../delivery/parcels.ts';
import { type Destination, requireDestination, selectDestination } from '../delivery/queries.ts';
import { deliveryRulesOf, selectDeliveryRules } from '../delivery/rules.ts';
import type { DeliveryRules } from '../domain/delivery.ts';
import type { CartContents } from '../objects/cart-contents.ts';
import { personOf } from '../promotions/person.ts';
import { promotionsOf, selectPromotions } from '../promotions/queries.ts';
import type { Reach } from './cart-parcels.ts';
import { presentCart, skusOf } from './present-cart.ts';
import { type Sellable, selectSellables, sellablesOf } from './queries.ts';
import type { Cart } from './schemas.ts';

const EMPTY: CartContents = { version: 0, entries: [], mergeCuts: [], couponCode: null, saved: [] };

export interface CartQuery {
  /** Where it would go. Throws `validation_failed` for one that does not exist. */
  readonly pincode?: string | undefined;
}

/** The cart at today's prices, with a notice on every line that is not what the shopper last saw. */
export async function readCart(ctx: Context, { pincode }: CartQuery = {}): Promise<Cart> {
  const owner = ownerOf(ctx.actor);
  const contents = owner === null ? EMPTY : await ctx.env.CART.getByName(owner).read();
  const { couponCode } = contents;
  const skus = contents.entries.map(({ sku }) => sku);
  const [rows, promotionRows, ruleRows, destinations] = await ctx.db.batch([
    selectSellables(ctx, skusOf(contents)),
    selectPromotions(ctx, { skus, couponCode, person: await personOf(ctx) }),
    selectDeliveryRules(ctx),
    selectDestination(ctx, pincode ?? ''),
  ]);
  const [listings, delivery] = [sellablesOf(rows), deliveryRulesOf(ruleRows)];
  const destination = pincode === undefined ? null : requireDestination(destinations, pincode, 'query.pincode');
  const situation = { destination, paymentMethod: null, couponCode, promotions: promotionsOf(promotionRows), delivery };
  return presentCart(contents, listings, situation, reachOf(ctx, delivery, listings, destination));
}

/** When each listing would be at the pincode; nothing while none is known. */
function reachOf(
  ctx: Context,
  delivery: DeliveryRules,
  listings: ReadonlyMap<string, Sellable>,
  destination: Destination | null,
): ReadonlyMap<string, Reach> {
  if (destination === null) return new Map();
  return new Map([...listings].map(([sku, listing]) => [sku, promiseFor(ctx, delivery, listing, destination)]));
}

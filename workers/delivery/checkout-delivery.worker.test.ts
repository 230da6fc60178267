import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { deliveryRules as input } from '../../test/builders/api-routes.ts';
import { givenPincode, givenProduct, givenSeller } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { previewCheckout } from '../checkout/preview-checkout.ts';
import { categories, sellers, variants } from '../db/schema/catalog.ts';
import { ZONES } from '../domain/delivery.ts';
import { findOrder, listOrders } from '../orders/queries.ts';
import { findDelivery } from './queries.ts';
import { setDeliveryRules } from './set-delivery-rules.ts';

const { db } = givenContext();
const PRICE = 30_000;
const FEES = { local: 3_000, regional: 4_000, national: 5_000, remote: 9_000 };

beforeAll(async () => {
  await givenPincode('560001');
  await givenPincode('110001', { district: 'Delhi', stateCode: '07', latitude: 28.63, longitude: 77.22 });
  await givenSeller('Near Seller', { pincode: '560001' });
  await givenSeller('Far Seller', { pincode: '110001', stateCode: '07' });
  await setDeliveryRules(givenStaff(), {
    ...{ ...input, codFeePaise: 1_500 },
    rates: ZONES.map((zone) => ({ zone, uptoGrams: 500, feePaise: FEES[zone], extraPer500gPaise: 1_000 })),
  });
});

describe('the checkout promises what the product page promised', () => {
  test('the fee of the card by weight and zone, the fee for cash, and the day', async () => {
    const { sku } = await givenProduct({ seller: 'Near Seller', pricePaise: PRICE });
    const promised = await findDelivery(givenContext(), '560001', sku);
    expect(promised.shippingPaise).toBe(FEES.local);
    const ctx = await givenShopper({ sku });
    const { totals, promises } = await previewCheckout(ctx, { pincode: '560001', paymentMethod: 'cod' });
    expect(totals).toMatchObject({ shippingPaise: FEES.local, codFeePaise: 1_500 });
    expect(promises).toEqual([{ sku, promisedOn: promised.promisedOn }]);
    const { orderNo } = await placeOrder(ctx, checkoutOf(PRICE + FEES.local + 1_500), givenKey());
    const { fulfilments } = await findOrder(ctx, orderNo);
    expect(fulfilments[0]?.promisedOn).toBe(promised.promisedOn);
  });

  test('a parcel weighs what is in it, and each seller sends one', async () => {
    const near = await givenProduct({ seller: 'Near Seller', pricePaise: 10_000 });
    const far = await givenProduct({ seller: 'Far Seller', pricePaise: 10_000 });
    await db.update(variants).set({ weightGrams: 400 }).where(eq(variants.productId, near.productId));
    const ctx = await givenShopper({ sku: near.sku, quantity: 3 }, { sku: far.sku });
    const { totals } = await previewCheckout(ctx, { pincode: '560001' });
    // 1,200 g: two steps beyond the first; and across the country.
    expect(totals.shippingPaise).toBe(FEES.local + 2_000 + FEES.national);
    // Without a place the fee to the rest of the country counts.
    expect((await previewCheckout(ctx, {})).totals.shippingPaise).toBe(FEES.national + 2_000 + FEES.national);
  });
});

describe('what does not get there is named', () => {
  const refused = async (ctx: Parameters<typeof placeOrder>[0]) =>
    await placeOrder(ctx, checkoutOf(1), givenKey()).then(
      () => null,
      (error: unknown) => error,
    );

  test('a seller who does not go so far', async () => {
    await givenSeller('Stay Home', { pincode: '110001', stateCode: '07' });
    await db.update(sellers).set({ farthestZone: 'regional' }).where(eq(sellers.slug, 'stay-home'));
    const there = await givenProduct({ seller: 'Near Seller' });
    const { sku } = await givenProduct({ seller: 'Stay Home', title: 'Delhi lamp' });
    const ctx = await givenShopper({ sku: there.sku }, { sku });
    expect(await refused(ctx)).toMatchObject({
      code: 'not_serviceable',
      message: 'Delhi lamp: Stay Home does not send it to 560001.',
      extra: { sku, reason: 'seller', errors: [{ field: 'address.pincode' }] },
    });
    const { promises, unreached } = await previewCheckout(ctx, { pincode: '560001' });
    expect(promises.map((each) => each.sku)).toEqual([there.sku]);
    expect(unreached).toEqual([{ sku, refusal: 'seller' }]);
    expect((await listOrders(ctx)).orders).toEqual([]);
  });

  test('goods that are not sent so far', async () => {
    const { sku } = await givenProduct({ seller: 'Far Seller', title: 'Sofa', category: 'sofas' });
    await db.update(categories).set({ farthestZone: 'regional' }).where(eq(categories.slug, 'sofas'));
    expect(await refused(await givenShopper({ sku }))).toMatchObject({ extra: { sku, reason: 'category' } });
  });
});

import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { fulfilments, orders } from '../db/schema/orders.ts';
import { COD_FEE_PAISE, SHIPPING } from '../domain/delivery.ts';
import { fulfilStock } from '../orders/fulfil-stock.ts';
import { packFulfilment } from './pack-fulfilment.ts';
import { receiveRto } from './receive-rto.ts';
import { restockParcel } from './restock-parcel.ts';
import { shipFulfilment } from './ship-fulfilment.ts';
import { turnBackFulfilment } from './turn-back-fulfilment.ts';

const ctx = givenContext();

const shelf = async (sku: string) => {
  const { onHand, reserved } = await env.STOCK.getByName(sku).read();
  return { onHand, reserved };
};

test('what came back is on the shelf again, once, and the rest of the order stays with its buyer', async () => {
  await givenPincode('560001');
  const pricePaise = 99_900;
  const { sku: mine } = await givenProduct({ seller: 'Restock One', pricePaise, mrpPaise: 149_900, stock: 5 });
  const { sku: other } = await givenProduct({ seller: 'Restock Two', pricePaise, mrpPaise: 149_900, stock: 5 });
  const shopper = await givenShopper({ sku: mine, quantity: 2 }, { sku: other, quantity: 1 });
  expect(pricePaise).toBeGreaterThan(SHIPPING.freeFromPaise);
  const { orderNo } = await placeOrder(shopper, checkoutOf(3 * pricePaise + COD_FEE_PAISE), givenKey());
  const [order] = await ctx.db.select({ id: orders.id }).from(orders).where(eq(orders.orderNo, orderNo));
  const orderId = order?.id ?? '';
  await fulfilStock(ctx, orderId);
  expect([await shelf(mine), await shelf(other)]).toEqual([
    { onHand: 3, reserved: 0 },
    { onHand: 4, reserved: 0 },
  ]);

  const parcels = await ctx.db.select().from(fulfilments).where(eq(fulfilments.orderId, orderId));
  const parcelId = parcels.find((parcel) => parcel.sellerId === 'sel_restock-one')?.id ?? '';
  const staff = givenStaff();
  await packFulfilment(staff, parcelId);
  await shipFulfilment(staff, parcelId, { carrier: 'own', awb: 'RESTOCK-1' });
  await turnBackFulfilment(staff, parcelId);
  await restockParcel(ctx, orderId, parcelId);
  expect(await shelf(mine)).toEqual({ onHand: 3, reserved: 0 });

  await receiveRto(staff, parcelId);
  await Promise.all([1, 2, 3].map(() => restockParcel(ctx, orderId, parcelId)));
  expect([await shelf(mine), await shelf(other)]).toEqual([
    { onHand: 5, reserved: 0 },
    { onHand: 4, reserved: 0 },
  ]);
  // The order was announced long ago; heard again now, its consumer finds nothing amiss, and takes nothing again.
  await fulfilStock(ctx, orderId);
  expect(await shelf(mine)).toEqual({ onHand: 5, reserved: 0 });
  await expect(restockParcel(staff, orderId, parcelId)).rejects.toMatchObject({ code: 'forbidden' });
});

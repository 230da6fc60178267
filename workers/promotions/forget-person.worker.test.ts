import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenPromotion, usesOf } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey } from '../../test/builders/shopper.ts';
import { deleteAccount } from '../accounts/profile/delete-account.ts';
import { eraseAccount } from '../accounts/profile/erase-account.ts';
import { applyCoupon } from '../cart/apply-coupon.ts';
import { addItem } from '../cart/change-cart.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { cancelOrder } from '../orders/cancel-order.ts';

beforeAll(() => givenPincode('560001'));

const rows = async (query: string, id: string) => (await env.DB.prepare(query).bind(id).all<{ key: string }>()).results;

test('whoever leaves is in no counter any more; the digest of the phone stays, so that a welcome is given once', async () => {
  const { sku } = await givenProduct({ pricePaise: 99_900 });
  const { id, code } = await givenPromotion({ perPersonLimit: 2 });
  const { ctx, actor } = await givenPerson();
  await addItem(ctx, { sku, quantity: 1 });
  await applyCoupon(ctx, code);
  const { orderNo } = await placeOrder(ctx, checkoutOf(91_910), givenKey());
  const people = () => rows('SELECT person_key AS key FROM promotion_people WHERE promotion_id = ? ORDER BY 1', id);
  const uses = () =>
    rows('SELECT value AS key FROM promotion_uses, json_each(person_keys) WHERE promotion_id = ? ORDER BY 1', id);
  const phone = { key: expect.stringMatching(/^phone:[0-9a-f]{64}$/) };
  const both = [phone, { key: `user:${actor.userId}` }];
  expect([await people(), await uses()]).toEqual([both, both]);

  await cancelOrder(ctx, orderNo);
  await deleteAccount(ctx);
  await eraseAccount(givenContext(), actor.userId);
  await eraseAccount(givenContext(), actor.userId);
  expect([await people(), await uses()]).toEqual([[phone], [phone]]);
  expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
});

import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { placeOrder } from '../checkout/place-order.ts';
import type { Context } from '../context.ts';
import { addItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';
import { reorder } from './reorder.ts';

beforeEach(async () => await givenPincode('560001'));

/** An order of three items, two of each, by somebody signed in; the cart is empty again. */
async function givenOrdered() {
  const products = [];
  for (const title of ['Lamp', 'Kurta', 'Tea']) products.push(await givenProduct({ title, pricePaise: 60_000 }));
  const { ctx, headers } = await givenPerson();
  for (const { sku } of products) await addItem(ctx, { sku, quantity: 2 });
  const { totals } = await readCart(ctx);
  const { orderNo } = await placeOrder(ctx, checkoutOf(totals.grandPaise + 2_000), givenKey());
  await expect.poll(async () => (await readCart(ctx)).lines).toEqual([]);
  const [a = '', b = '', c = ''] = products.map(({ sku }) => sku);
  return { orderNo, ctx, headers, a, b, c };
}

const quantitiesOf = async (ctx: Context) => (await readCart(ctx)).lines.map(({ sku, quantity }) => [sku, quantity]);

test('puts it all into the cart again; ten clicks at once are one', async () => {
  const { orderNo, ctx, headers, a, b, c } = await givenOrdered();
  const answer = await askApi(`/orders/${orderNo}/reorder`, { method: 'POST', headers });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
    200,
    { itemCount: 6, lines: [a, b, c].map((sku) => ({ sku, quantity: 2, got: 2, reason: null })) },
  ]);
  await Promise.all(Array.from({ length: 10 }, () => reorder(ctx, orderNo)));
  expect(await quantitiesOf(ctx)).toEqual([a, b, c].map((sku) => [sku, 2]));
});

test('says what cannot be had, and why', async () => {
  const { orderNo, ctx, a, b, c } = await givenOrdered();
  await env.DB.prepare(`UPDATE listings SET status = 'inactive' WHERE sku = ?`).bind(a).run();
  await env.DB.prepare('UPDATE stock_levels SET on_hand = reserved WHERE sku = ?').bind(b).run();
  await env.DB.prepare('UPDATE stock_levels SET on_hand = reserved + 1 WHERE sku = ?').bind(c).run();
  const { lines } = await reorder(ctx, orderNo);
  expect(lines).toMatchObject([
    { sku: a, title: 'Lamp', got: 0, reason: 'unavailable' },
    { sku: b, got: 0, reason: 'sold_out' },
    { sku: c, got: 1, reason: 'fewer' },
  ]);
  expect(await quantitiesOf(ctx)).toEqual([[c, 1]]);
});

test('what is in the cart already stays, and a full cart says so', async () => {
  const { orderNo, ctx, a, b, c } = await givenOrdered();
  await addItem(ctx, { sku: a, quantity: 5 });
  const cart = env.CART.getByName(`user:${(ctx.actor as { userId: string }).userId}`);
  for (let index = 0; index < 98; index++) {
    await cart.add({ sku: `X-${index}`, quantity: 1, seenPricePaise: 1 }, { maxQuantity: 10, maxLines: 100 });
  }
  const { lines } = await reorder(ctx, orderNo);
  expect(lines).toMatchObject([
    { sku: a, got: 2, reason: null },
    { sku: b, got: 2, reason: null },
    { sku: c, got: 0, reason: 'cart_full' },
  ]);
  expect((await quantitiesOf(ctx))[0]).toEqual([a, 5]);
});

test('another’s order, or one that never was, is not there', async () => {
  const { orderNo } = await givenOrdered();
  const stranger = await givenShopper();
  for (const no of [orderNo, 'HT0000000000']) {
    await expect(reorder(stranger, no)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await readCart(stranger)).version).toBe(0);
  expect((await askApi(`/orders/${orderNo}/reorder`, { method: 'POST' })).status).toBe(404);
  const { headers } = await givenPerson();
  expect((await askApi('/orders/nonsense/reorder', { method: 'POST', headers })).status).toBe(422);
});

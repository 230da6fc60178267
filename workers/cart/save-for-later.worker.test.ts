import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { startSession } from '../accounts/start-session.ts';
import type { Context } from '../context.ts';
import { addItem, removeItem, restoreItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';
import { moveSavedToCart, removeSaved, saveForLater } from './save-for-later.ts';

/** Three items, two of the first, and who has them in the cart. */
async function givenThree() {
  const products = [await givenProduct({ pricePaise: 10_000 }), await givenProduct(), await givenProduct()];
  const [a = '', b = '', c = ''] = products.map(({ sku }) => sku);
  return { a, b, c, ctx: await givenShopper({ sku: a, quantity: 2 }, { sku: b }, { sku: c }) };
}

/** What is where, in order. */
async function shelvesOf(ctx: Context) {
  const { lines, saved } = await readCart(ctx);
  const short = (all: typeof lines) => all.map(({ sku, quantity }) => `${sku}×${quantity}`);
  return { cart: short(lines), saved: short(saved) };
}

describe('saving for later', () => {
  test('keeps the quantity, counts for nothing, and comes back at today’s price', async () => {
    const { a, b, c, ctx } = await givenThree();
    const before = await readCart(ctx);
    expect(await saveForLater(ctx, a)).toMatchObject({ quantity: 2, itemCount: 2 });
    expect(await shelvesOf(ctx)).toEqual({ cart: [`${b}×1`, `${c}×1`], saved: [`${a}×2`] });
    const { totals } = await readCart(ctx);
    expect(before.totals.mrpPaise - totals.mrpPaise).toBe(2 * 99_900);

    await env.DB.prepare('UPDATE listings SET price_paise = 9000 WHERE sku = ?').bind(a).run();
    expect((await readCart(ctx)).saved[0]).toMatchObject({ notices: ['price_down'], seenPricePaise: 10_000 });
    expect(await moveSavedToCart(ctx, a)).toMatchObject({ quantity: 2, itemCount: 4 });
    expect(await shelvesOf(ctx)).toEqual({ cart: [`${b}×1`, `${c}×1`, `${a}×2`], saved: [] });
    expect((await readCart(ctx)).lines.at(-1)).toMatchObject({ seenPricePaise: 9_000, notices: [] });
  });

  test('brings back as many as there are; what is sold out stays where it is', async () => {
    const { a, ctx } = await givenThree();
    await saveForLater(ctx, a);
    const stock = (left: number) =>
      env.DB.prepare('UPDATE stock_levels SET on_hand = ? WHERE sku = ?').bind(left, a).run();
    await stock(0);
    await expect(moveSavedToCart(ctx, a)).rejects.toMatchObject({ code: 'out_of_stock', extra: { available: 0 } });
    expect((await shelvesOf(ctx)).saved).toEqual([`${a}×2`]);
    await stock(1);
    expect(await moveSavedToCart(ctx, a)).toMatchObject({ quantity: 1 });
  });

  test('repeated or at once, an item is in one place', async () => {
    const { a, b, c, ctx } = await givenThree();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => saveForLater(ctx, a)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await shelvesOf(ctx)).toEqual({ cart: [`${b}×1`, `${c}×1`], saved: [`${a}×2`] });
    await addItem(ctx, { sku: a, quantity: 1 });
    expect(await shelvesOf(ctx)).toEqual({ cart: [`${b}×1`, `${c}×1`, `${a}×1`], saved: [] });
    await expect(moveSavedToCart(ctx, a)).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeSaved(ctx, a)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('holds a hundred', async () => {
    const { a, ctx } = await givenThree();
    const cart = env.CART.getByName(`guest:${(ctx.actor as { guestId: string }).guestId}`);
    for (let index = 0; index < 100; index++) {
      await cart.add({ sku: `X-${index}`, quantity: 1, seenPricePaise: 1 }, { maxQuantity: 10, maxLines: 200 });
      await cart.save(`X-${index}`, 100);
    }
    await expect(saveForLater(ctx, a)).rejects.toMatchObject({
      code: 'list_full',
      extra: { errors: [{ field: 'sku' }] },
    });
    expect((await shelvesOf(ctx)).cart).toContain(`${a}×2`);
  });

  test('is nobody else’s, and nothing for who has no cart', async () => {
    const { a } = await givenThree();
    const stranger = await givenShopper();
    await expect(saveForLater(stranger, a)).rejects.toMatchObject({ code: 'not_found' });
    for (const [method, path] of [
      ['POST', `/cart/items/${a}/save`],
      ['POST', `/cart/saved/${a}/move`],
      ['DELETE', `/cart/saved/${a}`],
      ['POST', `/cart/items/${a}/restore`],
    ] as const) {
      expect((await askApi(path, { method })).status, path).toBe(401);
    }
  });
});

describe('taking a removal back', () => {
  test('restores the quantity and the place, once', async () => {
    const { a, b, c, ctx } = await givenThree();
    await removeItem(ctx, a);
    expect(await restoreItem(ctx, a)).toMatchObject({ quantity: 2, itemCount: 4 });
    expect((await shelvesOf(ctx)).cart).toEqual([`${a}×2`, `${b}×1`, `${c}×1`]);
    await expect(restoreItem(ctx, a)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('works for several, in whatever order, also where another line stands now', async () => {
    const { a, b, c, ctx } = await givenThree();
    const { sku: d } = await givenProduct();
    for (const sku of [c, b]) await removeItem(ctx, sku);
    await addItem(ctx, { sku: d, quantity: 1 });
    for (const sku of [b, c]) await restoreItem(ctx, sku);
    const { cart } = await shelvesOf(ctx);
    expect(cart.slice(0, 2)).toEqual([`${a}×2`, `${b}×1`]);
    expect(cart.toSorted()).toEqual([`${a}×2`, `${b}×1`, `${c}×1`, `${d}×1`].toSorted());
  });

  test('goes to where it was saved, and never doubles what was added again', async () => {
    const { a, b, c, ctx } = await givenThree();
    await saveForLater(ctx, a);
    await removeSaved(ctx, a);
    await restoreItem(ctx, a);
    expect((await shelvesOf(ctx)).saved).toEqual([`${a}×2`]);
    await removeItem(ctx, b);
    await addItem(ctx, { sku: b, quantity: 3 });
    await expect(restoreItem(ctx, b)).rejects.toMatchObject({ code: 'not_found' });
    expect((await shelvesOf(ctx)).cart).toEqual([`${c}×1`, `${b}×3`]);
  });

  test('ten times at once is once', async () => {
    const { a, ctx } = await givenThree();
    await removeItem(ctx, a);
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => restoreItem(ctx, a)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await shelvesOf(ctx)).cart).toHaveLength(3);
  });

  test('over the API', async () => {
    const { ctx, headers } = await givenPerson();
    const { sku } = await givenProduct();
    await addItem(ctx, { sku, quantity: 2 });
    await removeItem(ctx, sku);
    const answer = await askApi(`/cart/items/${sku}/restore`, { method: 'POST', headers });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { quantity: 2, itemCount: 2 }]);
  });
});

test('what a guest put aside comes along at the sign-in, once, and is not in two places', async () => {
  const { a, b, c, ctx: guest } = await givenThree();
  for (const sku of [a, b, c]) await saveForLater(guest, sku);
  const { ctx: user, actor } = await givenPerson();
  await addItem(user, { sku: a, quantity: 1 });
  await addItem(user, { sku: b, quantity: 3 });
  await saveForLater(user, b);
  await Promise.all(Array.from({ length: 10 }, () => startSession(guest, actor.userId, 'password', false)));
  expect(await shelvesOf(user)).toEqual({ cart: [`${a}×1`], saved: [`${b}×3`, `${c}×1`] });
  expect(await shelvesOf(guest)).toEqual({ cart: [], saved: [] });
});

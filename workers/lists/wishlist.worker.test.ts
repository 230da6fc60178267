import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { deleteAccount } from '../accounts/profile/delete-account.ts';
import { downloadPersonalData } from '../accounts/profile/download-personal-data.ts';
import { eraseAccount } from '../accounts/profile/erase-account.ts';
import { startSession } from '../accounts/start-session.ts';
import { addItem } from '../cart/change-cart.ts';
import { readCart } from '../cart/read-cart.ts';
import { type Context, requireOwner } from '../context.ts';
import { insertMany } from '../db/insert-many.ts';
import { wishlistItems } from '../db/schema/lists.ts';
import { addWish } from './add-wish.ts';
import { moveWishToCart } from './move-wish-to-cart.ts';
import { readWishlist, readWishSkus } from './read-wishlist.ts';
import { removeWish } from './remove-wish.ts';

const skusOf = async (ctx: Context) => (await readWishSkus(ctx)).skus.toSorted();
const tenTimes = async (work: () => Promise<unknown>) => await Promise.allSettled(Array.from({ length: 10 }, work));

/** Rows as they are after a long life, written past the verb. */
async function givenWishes(ctx: Context, count: number, from = 0): Promise<void> {
  const ownerKey = requireOwner(ctx);
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ ownerKey, sku: `OLD-${from + index}`, seenPricePaise: 1, wasInStock: true, addedAt: from + index },
  }));
  await insertMany(ctx.db, wishlistItems, rows);
}

describe('a wish', () => {
  test('is kept once, with the price and the stock of its day', async () => {
    const { sku, slug } = await givenProduct({ title: 'Brass lamp', pricePaise: 50_000 });
    const ctx = await givenShopper();
    await tenTimes(() => addWish(ctx, sku));
    await env.DB.prepare('UPDATE listings SET price_paise = 40000 WHERE sku = ?').bind(sku).run();
    await addWish(ctx, sku);
    expect((await readWishlist(ctx)).items).toMatchObject([
      { sku, title: 'Brass lamp', productSlug: slug, seenPricePaise: 50_000, pricePaise: 40_000, isInStock: true },
    ]);
  });

  test.each([
    ['price_down', 'UPDATE listings SET price_paise = 45000 WHERE sku = ?', 5, ['price_down']],
    ['price_up', 'UPDATE listings SET price_paise = 55000 WHERE sku = ?', 5, ['price_up']],
    ['sold_out', 'UPDATE stock_levels SET on_hand = 0 WHERE sku = ?', 5, ['sold_out']],
    ['unavailable', `UPDATE listings SET status = 'inactive' WHERE sku = ?`, 5, ['unavailable']],
    ['back_in_stock', 'UPDATE stock_levels SET on_hand = 3 WHERE sku = ?', 0, ['back_in_stock']],
    ['nothing', 'UPDATE stock_levels SET on_hand = 4 WHERE sku = ?', 5, []],
  ])('says %s', async (_what, change, stock, notices) => {
    const { sku } = await givenProduct({ pricePaise: 50_000, stock });
    const ctx = await givenShopper();
    await addWish(ctx, sku);
    await env.DB.prepare(change).bind(sku).run();
    expect((await readWishlist(ctx)).items).toMatchObject([{ sku, notices }]);
  });

  test('for what is not there or not on sale names the field', async () => {
    const inactive = await givenProduct({ status: 'inactive' });
    const draft = await givenProduct({ productStatus: 'draft' });
    const ctx = await givenShopper();
    for (const sku of ['NO-SUCH', inactive.sku, draft.sku]) {
      await expect(addWish(ctx, sku)).rejects.toMatchObject({ extra: { errors: [{ field: 'sku' }] } });
    }
    expect(await skusOf(ctx)).toEqual([]);
  });

  test('goes when it is taken off, however often', async () => {
    const { sku } = await givenProduct();
    const [ctx, stranger] = [await givenShopper(), await givenShopper()];
    for (const each of [ctx, stranger]) await addWish(each, sku);
    await tenTimes(() => removeWish(ctx, sku));
    expect([await skusOf(ctx), await skusOf(stranger)]).toEqual([[], [sku]]);
  });

  test('is one of at most 200, also when ten come at once', async () => {
    const skus = await Promise.all(Array.from({ length: 10 }, async () => (await givenProduct()).sku));
    const ctx = await givenShopper();
    await givenWishes(ctx, 195);
    const answers = await Promise.allSettled(skus.map((sku) => addWish(ctx, sku)));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refused).toHaveLength(5);
    for (const each of refused)
      expect(each).toMatchObject({ code: 'list_full', extra: { errors: [{ field: 'sku' }] } });
    expect(await skusOf(ctx)).toHaveLength(200);
    const kept = (await skusOf(ctx)).find((sku) => skus.includes(sku)) ?? '';
    await expect(addWish(ctx, kept)).resolves.toBeDefined();
  });
});

describe('moving to the cart', () => {
  test('is one piece, also for ten clicks', async () => {
    const { sku } = await givenProduct();
    const ctx = await givenShopper();
    await addWish(ctx, sku);
    await tenTimes(() => moveWishToCart(ctx, sku));
    expect((await readCart(ctx)).lines).toMatchObject([{ sku, quantity: 1 }]);
    expect(await skusOf(ctx)).toEqual([]);
    await expect(moveWishToCart(ctx, sku)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('adds nothing to what is there, and leaves what is sold out', async () => {
    const [{ sku }, gone] = [await givenProduct(), await givenProduct({ stock: 0 })];
    const ctx = await givenShopper({ sku, quantity: 3 });
    for (const each of [sku, gone.sku]) await addWish(ctx, each);
    expect(await moveWishToCart(ctx, sku)).toMatchObject({ quantity: 3, itemCount: 3 });
    await expect(moveWishToCart(ctx, gone.sku)).rejects.toMatchObject({ code: 'out_of_stock' });
    expect(await skusOf(ctx)).toEqual([gone.sku]);
  });

  test('waits when the cart is full', async () => {
    const { sku } = await givenProduct();
    const ctx = await givenShopper();
    await addWish(ctx, sku);
    const cart = env.CART.getByName(requireOwner(ctx));
    for (let index = 0; index < 100; index++) {
      await cart.add({ sku: `X-${index}`, quantity: 1, seenPricePaise: 1 }, { maxQuantity: 10, maxLines: 100 });
    }
    await expect(moveWishToCart(ctx, sku)).rejects.toMatchObject({ code: 'too_many_lines' });
    expect(await skusOf(ctx)).toEqual([sku]);
  });
});

describe('at the sign-in', () => {
  test('a guest’s list joins the user’s, once; what both have stays as the user had it', async () => {
    const [{ sku: both }, { sku: only }] = [await givenProduct({ pricePaise: 50_000 }), await givenProduct()];
    const { ctx: user, actor } = await givenPerson();
    await addWish(user, both);
    await env.DB.prepare('UPDATE listings SET price_paise = 40000 WHERE sku = ?').bind(both).run();
    const guest = await givenShopper();
    for (const sku of [both, only]) await addWish(guest, sku);
    await tenTimes(() => startSession(guest, actor.userId, 'password', false));
    expect(await skusOf(user)).toEqual([both, only].toSorted());
    expect((await readWishlist(user)).items.find(({ sku }) => sku === both)?.seenPricePaise).toBe(50_000);
    expect(await skusOf(guest)).toEqual([]);
  });

  test('the newest come along as far as there is room', async () => {
    const { ctx: user, actor } = await givenPerson();
    await givenWishes(user, 198);
    const guest = await givenShopper();
    await givenWishes(guest, 5, 197);
    await startSession(guest, actor.userId, 'password', false);
    const skus = await skusOf(user);
    expect(skus).toHaveLength(200);
    expect(skus).toEqual(expect.arrayContaining(['OLD-200', 'OLD-201']));
  });
});

describe('over the API', () => {
  test('a visitor becomes a guest by their first wish', async () => {
    const { sku } = await givenProduct();
    const answer = await askApi(`/lists/wishlist/${sku}`, { method: 'PUT' });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { skus: [sku] }]);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const list = await askApi('/lists/wishlist', { headers: { cookie } });
    expect(JSON.parse(list.text)).toMatchObject({ items: [{ sku, notices: [] }] });
    const moved = await askApi(`/lists/wishlist/${sku}/move-to-cart`, { method: 'POST', headers: { cookie } });
    expect([moved.status, JSON.parse(moved.text)]).toMatchObject([200, { quantity: 1, itemCount: 1 }]);
    const off = await askApi(`/lists/wishlist/${sku}`, { method: 'DELETE', headers: { cookie } });
    expect([off.status, JSON.parse(off.text)]).toEqual([200, { skus: [] }]);
  });

  test('nobody has an empty list, and nothing to take off', async () => {
    const answers = [await askApi('/lists/wishlist'), await askApi('/lists/wishlist/skus')];
    expect(answers.map(({ text }) => JSON.parse(text))).toEqual([{ items: [] }, { skus: [] }]);
    expect((await askApi('/lists/wishlist/X', { method: 'DELETE' })).status).toBe(401);
    expect((await askApi('/lists/wishlist/X/move-to-cart', { method: 'POST' })).status).toBe(401);
    expect((await askApi(`/lists/wishlist/${'x'.repeat(65)}`, { method: 'PUT' })).status).toBe(422);
    expect((await askApi('/lists/wishlist/NO-SUCH', { method: 'PUT' })).status).toBe(422);
  });
});

describe('of a person', () => {
  test('is in their download, with what they put aside and their coupon', async () => {
    const [{ sku }, { sku: later }] = [await givenProduct(), await givenProduct()];
    const { ctx } = await givenPerson();
    await addWish(ctx, sku);
    await addItem(ctx, { sku: later, quantity: 2 });
    const cart = env.CART.getByName(requireOwner(ctx));
    await cart.save(later, 100);
    await cart.setCoupon('DIWALI');
    expect(await downloadPersonalData(ctx)).toMatchObject({
      ...{ wishlist: [{ sku }], savedForLater: [{ sku: later, quantity: 2 }], coupon: 'DIWALI', cart: [] },
    });
  });

  test('goes when they leave, and what is written while they do goes with the next look', async () => {
    const { sku } = await givenProduct();
    const [{ ctx, actor }, other] = [await givenPerson(), await givenPerson()];
    for (const each of [ctx, other.ctx]) await addWish(each, sku);
    await deleteAccount(ctx);
    expect([await skusOf(ctx), await skusOf(other.ctx)]).toEqual([[], [sku]]);
    await addWish(ctx, sku);
    await eraseAccount(givenContext({ actor: { kind: 'system', name: 'test' } }), actor.userId);
    expect([await skusOf(ctx), await skusOf(other.ctx)]).toEqual([[], [sku]]);
  });
});

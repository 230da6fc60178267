import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import type { Context } from '../context.ts';
import { addItem, changeItem, removeItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';

let sku = '';
beforeEach(async () => {
  ({ sku } = await givenProduct({ title: 'Blue kurta', pricePaise: 49_900, mrpPaise: 99_900, stock: 10 }));
});

const quantities = async (ctx: Context) =>
  Object.fromEntries((await readCart(ctx)).lines.map((line) => [line.sku, line.quantity]));

describe('adding', () => {
  test('sums up, at today’s price', async () => {
    const ctx = await givenShopper({ sku }, { sku, quantity: 2 });
    const cart = await readCart(ctx);
    expect(cart).toMatchObject({
      itemCount: 3,
      canCheckout: true,
      totals: { mrpPaise: 299_700, discountPaise: 150_000, shippingPaise: 0, grandPaise: 149_700 },
    });
    expect(cart.lines[0]).toMatchObject({ title: 'Blue kurta', quantity: 3, pricePaise: 49_900, notices: [] });
  });

  test('ten tabs at once add ten (invariant 27)', async () => {
    const ctx = await givenShopper();
    await Promise.all(Array.from({ length: 10 }, () => addItem(ctx, { sku, quantity: 1 })));
    expect(await quantities(ctx)).toEqual({ [sku]: 10 });
  });

  test('an unknown or inactive item names the field and changes nothing', async () => {
    const inactive = await givenProduct({ status: 'inactive' });
    const draft = await givenProduct({ productStatus: 'draft' });
    const ctx = await givenShopper();
    for (const each of ['NO-SUCH', inactive.sku, draft.sku]) {
      await expect(addItem(ctx, { sku: each, quantity: 1 })).rejects.toMatchObject({
        code: 'validation_failed',
        extra: { errors: [{ field: 'sku' }] },
      });
    }
    expect(await readCart(ctx)).toMatchObject({ version: 0, lines: [] });
  });

  test('more than there is, or than one may buy, is refused', async () => {
    const { sku: scarce } = await givenProduct({ stock: 2 });
    const ctx = await givenShopper({ sku, quantity: 6 });
    await expect(addItem(ctx, { sku: scarce, quantity: 3 })).rejects.toMatchObject({
      code: 'out_of_stock',
      extra: { sku: scarce, available: 2 },
    });
    await expect(addItem(ctx, { sku, quantity: 5 })).rejects.toMatchObject({
      extra: { errors: [{ field: 'quantity' }] },
    });
    expect(await quantities(ctx)).toEqual({ [sku]: 6 });
  });

  test('a cart holds 100 different items', async () => {
    const ctx = await givenShopper({ sku });
    const cart = env.CART.getByName(`guest:${(ctx.actor as { guestId: string }).guestId}`);
    const limits = { maxQuantity: 10, maxLines: 100 };
    for (let index = 0; index < 99; index++)
      await cart.add({ sku: `X-${index}`, quantity: 1, seenPricePaise: 1 }, limits);
    const { sku: next } = await givenProduct();
    await expect(addItem(ctx, { sku: next, quantity: 1 })).rejects.toMatchObject({ code: 'too_many_lines' });
    await expect(addItem(ctx, { sku, quantity: 1 })).resolves.toMatchObject({ quantity: 2 });
  });
});

test('changing and removing; a line that is not there is not found', async () => {
  const ctx = await givenShopper({ sku });
  expect(await changeItem(ctx, sku, 4)).toMatchObject({ quantity: 4, itemCount: 4 });
  expect(await removeItem(ctx, sku)).toMatchObject({ itemCount: 0 });
  await expect(removeItem(ctx, sku)).rejects.toMatchObject({ code: 'not_found' });
  await expect(changeItem(ctx, sku, 1)).rejects.toMatchObject({ code: 'not_found' });
});

test('what has changed since is said on the line', async () => {
  const ctx = await givenShopper({ sku, quantity: 3 });
  const notices = async () => (await readCart(ctx)).lines[0]?.notices;
  await env.DB.prepare('UPDATE listings SET price_paise = 59900 WHERE sku = ?').bind(sku).run();
  expect(await notices()).toEqual(['price_up']);
  await env.DB.prepare('UPDATE stock_levels SET on_hand = 2 WHERE sku = ?').bind(sku).run();
  expect(await notices()).toEqual(['price_up', 'short_stock']);
  await env.DB.prepare(`UPDATE listings SET status = 'inactive' WHERE sku = ?`).bind(sku).run();
  const cart = await readCart(ctx);
  expect(cart.lines[0]?.notices).toEqual(['unavailable']);
  expect(cart).toMatchObject({ canCheckout: false, totals: { grandPaise: 0 } });
});

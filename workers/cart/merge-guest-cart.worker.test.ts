import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { startSession } from '../accounts/start-session.ts';
import { placeOrder } from '../checkout/place-order.ts';
import type { Context } from '../context.ts';
import { addItem, changeItem, dismissMergeCuts, removeItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';

/** A cart that held 2 of A and 1 of B, and a guest with 3 of A, of which there are 4: signed in so many times at once. */
async function givenMerge({ logins = 1, stock = 4 } = {}) {
  const [{ sku: a }, { sku: b }] = [await givenProduct({ stock }), await givenProduct()];
  const { ctx: user, actor, headers } = await givenPerson();
  await addItem(user, { sku: a, quantity: 2 });
  await addItem(user, { sku: b, quantity: 1 });
  const guest = await givenShopper({ sku: a, quantity: 3 });
  await Promise.all(Array.from({ length: logins }, () => startSession(guest, actor.userId, 'password', false)));
  return { a, b, user, guest, headers, userId: actor.userId };
}

const seen = async (ctx: Context) =>
  Object.fromEntries((await readCart(ctx)).lines.map(({ sku, quantity, mergeCut }) => [sku, { quantity, mergeCut }]));

describe('A×2, B×1 and a guest’s A×3, of which there are 4 (invariant 26)', () => {
  test.each([1, 10])('is A×4, B×1 with a notice, after %d logins at once', async (logins) => {
    const { a, b, user, guest, headers, userId } = await givenMerge({ logins });
    const merged = { [a]: { quantity: 4, mergeCut: { wanted: 5, got: 4 } }, [b]: { quantity: 1, mergeCut: null } };
    expect(await seen(user)).toEqual(merged);
    expect((await readCart(user)).lines.map((line) => line.notices)).toEqual([['merge_cut'], []]);
    expect((await readCart(guest)).lines).toEqual([]);

    await startSession(guest, userId, 'password', false);
    expect(await seen(user)).toEqual(merged);
    const answer = JSON.parse((await askApi('/cart', { headers })).text) as { lines: unknown[]; canCheckout: boolean };
    expect(answer.lines[0]).toMatchObject({ notices: ['merge_cut'], mergeCut: { wanted: 5, got: 4 } });
    expect(answer.canCheckout).toBe(true);
  });

  test('nothing is said when nothing was cut', async () => {
    const { a, user } = await givenMerge({ stock: 10 });
    expect(await seen(user)).toMatchObject({ [a]: { quantity: 5, mergeCut: null } });
  });
});

describe('the notice goes', () => {
  test.each([
    ['changes the line', (ctx: Context, sku: string) => changeItem(ctx, sku, 2)],
    ['removes it', (ctx: Context, sku: string) => removeItem(ctx, sku)],
    ['dismisses it', (ctx: Context) => dismissMergeCuts(ctx)],
  ])('when the shopper %s', async (_what, act) => {
    const { a, user } = await givenMerge();
    await act(user, a);
    expect((await seen(user))[a]?.mergeCut ?? null).toBeNull();
    expect((await readCart(user)).leftOut).toEqual([]);
  });

  test('but not when another line changes', async () => {
    const { a, b, user } = await givenMerge();
    await changeItem(user, b, 2);
    expect((await seen(user))[a]?.mergeCut).toEqual({ wanted: 5, got: 4 });
  });

  test('when the line is ordered', async () => {
    await givenPincode('560001');
    const { a, user } = await givenMerge();
    const { totals } = await readCart(user);
    await placeOrder(user, checkoutOf(totals.grandPaise + 2_000), givenKey());
    await expect.poll(async () => (await readCart(user)).lines).toEqual([]);
    await env.DB.prepare('UPDATE stock_levels SET on_hand = 9, reserved = 0 WHERE sku = ?').bind(a).run();
    await addItem(user, { sku: a, quantity: 1 });
    expect(await seen(user)).toEqual({ [a]: { quantity: 1, mergeCut: null } });
  });
});

test('what could not be brought along at all is said by the cart, until it is dismissed or added', async () => {
  const gone = await givenProduct({ title: 'Brass lamp', stock: 3 });
  const guest = await givenShopper({ sku: gone.sku, quantity: 2 });
  const { ctx, actor, headers } = await givenPerson();
  await env.DB.prepare(`UPDATE listings SET status = 'inactive' WHERE sku = ?`).bind(gone.sku).run();
  await startSession(guest, actor.userId, 'password', false);
  const { leftOut, lines } = await readCart(ctx);
  expect(leftOut).toMatchObject([{ sku: gone.sku, title: 'Brass lamp', productSlug: gone.slug, wanted: 2 }]);
  expect(lines).toEqual([]);

  const dismissed = await askApi('/cart/notices', { method: 'DELETE', headers });
  expect(dismissed.status).toBe(204);
  expect((await readCart(ctx)).leftOut).toEqual([]);
});

test('nobody has no notices to dismiss', async () => {
  expect((await askApi('/cart/notices', { method: 'DELETE' })).status).toBe(401);
});

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenCategory, givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenPromotion as givenAny } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { startSession } from '../accounts/start-session.ts';
import { placeOrder } from '../checkout/place-order.ts';
import type { Context } from '../context.ts';
import { applyCoupon, removeCoupon } from './apply-coupon.ts';
import { addItem, changeItem, removeItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';

let sku = '';
beforeEach(async () => {
  ({ sku } = await givenProduct({ title: 'Brass lamp', pricePaise: 60_000, mrpPaise: 80_000 }));
});

/** ₹100 off by a code of its own; `row` is what time has made of it since. */
async function givenPromotion(given: Parameters<typeof givenAny>[0] = {}, row: Readonly<Record<string, number>> = {}) {
  const promotion = await givenAny({ rule: { type: 'flat', amountPaise: 10_000 }, ...given });
  for (const [column, value] of Object.entries(row)) {
    await env.DB.prepare(`UPDATE promotions SET ${column} = ? WHERE id = ?`).bind(value, promotion.id).run();
  }
  return promotion;
}

const couponOf = async (ctx: Context) => {
  const { couponCode, totals } = await readCart(ctx);
  return { couponCode, couponPaise: totals.couponPaise };
};
const NONE = { couponCode: null, couponPaise: 0 };

describe('a coupon', () => {
  test('takes its amount off, says so, and can be taken away again, twice', async () => {
    const { code } = await givenPromotion({ name: '₹100 for you' });
    const ctx = await givenShopper({ sku });
    await applyCoupon(ctx, code);
    const cart = await readCart(ctx);
    expect(cart).toMatchObject({
      couponCode: code,
      totals: { couponPaise: 10_000, grandPaise: 50_000, savedPaise: 30_000 },
      adjustments: [{ kind: 'coupon', code, label: '₹100 for you', amountPaise: 10_000, pieces: 1 }],
      declined: [],
    });
    expect(JSON.stringify(cart.adjustments)).not.toContain('bearer');
    for (const _ of [1, 2]) await removeCoupon(ctx);
    expect(await couponOf(ctx)).toEqual(NONE);
  });

  test('applied ten times in parallel is one discount (invariant 24)', async () => {
    const { code } = await givenPromotion();
    const ctx = await givenShopper({ sku, quantity: 2 });
    const { version } = await readCart(ctx);
    await Promise.all(Array.from({ length: 10 }, () => applyCoupon(ctx, code)));
    const cart = await readCart(ctx);
    expect(cart.adjustments).toHaveLength(1);
    expect(cart.totals).toMatchObject({ couponPaise: 10_000, grandPaise: 110_000 });
    expect(cart.version, 'one change').toBe(version + 1);
    await applyCoupon(ctx, code);
    expect((await readCart(ctx)).totals.couponPaise).toBe(10_000);
  });

  test('takes the place of another', async () => {
    const [first, second] = [
      await givenPromotion(),
      await givenPromotion({ rule: { type: 'flat', amountPaise: 2_000 } }),
    ];
    const ctx = await givenShopper({ sku });
    for (const { code } of [first, second]) await applyCoupon(ctx, code);
    expect(await couponOf(ctx)).toEqual({ couponCode: second.code, couponPaise: 2_000 });
  });
});

describe('a coupon that does not work names the field and why, and changes nothing', () => {
  const hour = 3_600_000;
  test.each([
    ['unknown', null, {}, /no such coupon/],
    ['expired', {}, { valid_until_at: Date.now() - hour }, /over/],
    ['not yet', {}, { valid_from_at: Date.now() + hour }, /yet/],
    ['used up', { usageLimit: 5 }, { used_count: 5 }, /used up/],
    ['min cart', { eligibility: { minCartPaise: 84_000 } }, {}, /₹240/],
    ['other goods', { eligibility: { categoryPaths: ['/another/'] } }, {}, /nothing in the cart/],
    ['signed in', { eligibility: { people: 'signed_in' } }, {}, /Sign in/],
  ])('%s', async (_what, given, row, words) => {
    await givenCategory('another');
    const code = given === null ? 'NO-SUCH' : (await givenPromotion(given, row as Record<string, number>)).code;
    const kept = await givenPromotion();
    const ctx = await givenShopper({ sku });
    await applyCoupon(ctx, kept.code);
    const refusal = await applyCoupon(ctx, code).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ extra: { coupon: code, errors: [{ field: 'code' }] } });
    expect((refusal as Error).message).toMatch(words);
    expect((await readCart(ctx)).couponCode).toBe(kept.code);
  });

  test('nothing in the cart', async () => {
    const { code } = await givenPromotion();
    await expect(applyCoupon(await givenShopper(), code)).rejects.toMatchObject({
      ...{ code: 'cart_empty', extra: { errors: [{ field: 'code' }] } },
    });
  });
});

test('a coupon that no longer works stays, takes nothing off, and says what is missing', async () => {
  const { code, name } = await givenPromotion({ eligibility: { minCartPaise: 100_000 } });
  const ctx = await givenShopper({ sku, quantity: 2 });
  await applyCoupon(ctx, code);
  await changeItem(ctx, sku, 1);
  const { declined, ...cart } = await readCart(ctx);
  expect(cart).toMatchObject({ couponCode: code, totals: { couponPaise: 0 }, adjustments: [] });
  const why = { code, label: name, labelHi: null, reason: 'min_cart', missingPaise: 40_000 };
  expect(declined).toContainEqual(why);
});

test('an offer that is near is named', async () => {
  await givenPromotion({
    kind: 'cart',
    code: null,
    name: 'Lamp week',
    eligibility: { skus: [sku], minCartPaise: 70_000 },
  });
  const { declined } = await readCart(await givenShopper({ sku }));
  expect(declined.find(({ label }) => label === 'Lamp week')).toMatchObject({
    reason: 'min_cart',
    missingPaise: 10_000,
  });
});

describe('at the sign-in', () => {
  const signIn = async (guest: Context, userId: string) =>
    await Promise.all(Array.from({ length: 10 }, () => startSession(guest, userId, 'password', false)));

  test('the user’s own coupon wins', async () => {
    const [own, guests] = [
      await givenPromotion(),
      await givenPromotion({ rule: { type: 'flat', amountPaise: 9_900 } }),
    ];
    const { ctx: user, actor } = await givenPerson();
    await addItem(user, { sku, quantity: 1 });
    await applyCoupon(user, own.code);
    const guest = await givenShopper({ sku });
    await applyCoupon(guest, guests.code);
    await signIn(guest, actor.userId);
    expect(await couponOf(user)).toEqual({ couponCode: own.code, couponPaise: 10_000 });
    expect(await couponOf(guest)).toEqual(NONE);
  });

  test('else the guest’s comes along, also without anything else', async () => {
    const { code } = await givenPromotion();
    const { ctx: user, actor } = await givenPerson();
    await addItem(user, { sku, quantity: 1 });
    const guest = await givenShopper({ sku });
    await applyCoupon(guest, code);
    await removeItem(guest, sku);
    await signIn(guest, actor.userId);
    expect(await couponOf(user)).toEqual({ couponCode: code, couponPaise: 10_000 });
  });
});

test('goes with the order that used it', async () => {
  await givenPincode('560001');
  const { code } = await givenPromotion();
  const ctx = await givenShopper({ sku });
  await applyCoupon(ctx, code);
  const { totals } = await readCart(ctx);
  const placed = await placeOrder(ctx, checkoutOf(totals.grandPaise + 2_000), givenKey());
  expect(placed.totals).toMatchObject({ couponPaise: 10_000 });
  await expect.poll(async () => await couponOf(ctx)).toEqual(NONE);
});

describe('over the API', () => {
  test('however it is typed', async () => {
    const { code } = await givenPromotion({ code: 'DIWALI-50' });
    const { ctx, headers: bearer } = await givenPerson();
    await addItem(ctx, { sku, quantity: 1 });
    const headers = { ...bearer, 'content-type': 'application/json' };
    const body = JSON.stringify({ code: ' diwali-50 ' });
    const answer = await askApi('/cart/apply-coupon', { method: 'POST', headers, body });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      200,
      { couponCode: code, totals: { couponPaise: 10_000, promotionPaise: 0 } },
    ]);
    const off = await askApi('/cart/coupon', { method: 'DELETE', headers: bearer });
    expect([off.status, JSON.parse(off.text)]).toMatchObject([200, { couponCode: null }]);
  });

  test.each(['', '   ', 'A'.repeat(41), "' OR 1=1", '🎁', 7, null])(
    '%j is refused, with the field named',
    async (code) => {
      const { headers: bearer } = await givenPerson();
      const headers = { ...bearer, 'content-type': 'application/json' };
      const answer = await askApi('/cart/apply-coupon', { method: 'POST', headers, body: JSON.stringify({ code }) });
      const { errors } = JSON.parse(answer.text) as { errors: { field: string }[] };
      expect([answer.status, [...new Set(errors.map(({ field }) => field))]]).toEqual([422, ['code']]);
    },
  );

  test('not for who has no cart', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ code: 'X' });
    expect((await askApi('/cart/apply-coupon', { method: 'POST', headers, body })).status).toBe(401);
    expect((await askApi('/cart/coupon', { method: 'DELETE' })).status).toBe(401);
  });
});

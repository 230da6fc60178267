import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { givenPincode, givenProduct, givenSeller } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import type { Context } from '../context.ts';
import { COD_FEE_PAISE } from '../domain/delivery.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import { expireOrder } from '../orders/end-order.ts';
import { findOrder } from '../orders/queries.ts';
import { startPayment } from '../payments/start-payment.ts';
import { standingQuery } from './cod-standing.ts';
import { listPaymentMethods } from './list-payment-methods.ts';
import { placeOrder } from './place-order.ts';
import { previewCheckout } from './preview-checkout.ts';
import { switchToCash } from './switch-to-cash.ts';

const PRICE = 99_900;
const GRAND = PRICE + COD_FEE_PAISE;

beforeAll(() => givenPincode('560001'));

/** As many parcels of whoever has the phone or owns the order came back. */
async function givenRefusedParcels(
  count: number,
  { phone = '9876543210', owner = 'guest:gst_other', daysAgo = 1 } = {},
) {
  const createdAt = Date.now() - daysAgo * 86_400_000;
  const ctx = givenContext();
  for (let index = 0; index < count; index++) {
    const orderId = ctx.newId('order');
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO orders (id, order_no, owner_key, email, address, status, payment_method, grand_paise, quote_input, quote, created_at)
         VALUES (?, ?, ?, 'a@haat.test', json_object('phone', ?), 'confirmed', 'cod', 0, '{}', '{}', ?)`,
      ).bind(orderId, `HT${orderId.slice(-10)}`, owner, phone, createdAt),
      env.DB.prepare(
        `INSERT INTO fulfilments (id, order_id, seller_id, promised_on, status) VALUES (?, ?, 'sel_1', '2026-11-28', 'rto')`,
      ).bind(ctx.newId('fulfilment'), orderId),
    ]);
  }
}

const ownerOf = (ctx: Context) => `guest:${(ctx.actor as { guestId: string }).guestId}`;
/** A phone that no other test has. */
const givenPhone = () => `9${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`;

async function cashEvents(orderId: string) {
  const { results } = await env.DB.prepare(
    `SELECT event FROM order_events WHERE order_id = ? AND event = 'cod_accepted'`,
  )
    .bind(orderId)
    .all();
  return results.length;
}

test('the methods of an order that waits: what each gateway offers, and cash with its fee', async () => {
  const order = await givenUnpaidOrder();
  expect(await listPaymentMethods(order.shopper, order.orderNo)).toEqual({
    grandPaise: PRICE,
    online: [
      { gateway: 'stripe', method: 'card' },
      { gateway: 'razorpay', method: 'upi_intent' },
      { gateway: 'razorpay', method: 'upi_qr' },
      { gateway: 'razorpay', method: 'card' },
      { gateway: 'razorpay', method: 'netbanking' },
    ],
    cash: { refusal: null, feePaise: COD_FEE_PAISE, grandPaise: GRAND },
  });
  const alone = { ...order.shopper, env: { ...env, STRIPE_SECRET_KEY: '' } };
  const { online } = await listPaymentMethods(alone, order.orderNo);
  expect(new Set(online.map(({ gateway }) => gateway))).toEqual(new Set(['razorpay']));
  await expect(listPaymentMethods(await givenShopper(), order.orderNo)).rejects.toMatchObject({ code: 'not_found' });
});

test('an order that waits is paid in cash instead, ten times at once: once', async () => {
  const order = await givenUnpaidOrder({ stock: 5, quantity: 1 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => switchToCash(order.shopper, order.orderNo, GRAND)),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 'confirmed', payUrl: null, totals: { codFeePaise: COD_FEE_PAISE } });
  expect(await cashEvents(order.orderId)).toBe(1);
  expect(await findOrder(order.shopper, order.orderNo)).toMatchObject({
    ...{ status: 'confirmed', paymentMethod: 'cod', totals: { grandPaise: GRAND } },
  });
  expect(await balancesOf(order.orderId)).toEqual({ cod_receivable: GRAND, sellers: -GRAND });
  await expectBalancedBooks();
  const level = () => env.STOCK.getByName(order.sku).read();
  await vi.waitFor(async () => expect(await level()).toEqual({ onHand: 4, reserved: 0 }), 20_000);
  const again = startPayment(order.shopper, order.orderNo, {}, order.fake.gateway);
  await expect(again).rejects.toMatchObject({ code: 'order_not_payable' });
}, 60_000);

test('another total than the shopper saw is told with both, and changes nothing', async () => {
  const order = await givenUnpaidOrder();
  await expect(switchToCash(order.shopper, order.orderNo, PRICE)).rejects.toMatchObject({
    code: 'price_changed',
    extra: { expectedGrandPaise: PRICE, grandPaise: GRAND },
  });
  expect(await order.status()).toBe('payment_pending');
});

test('an order that is over, or somebody else’s, is not switched', async () => {
  const over = await givenUnpaidOrder();
  const late = { ...over.shopper, now: over.shopper.now + HOLD_SECONDS * 1000 };
  await expect(switchToCash(late, over.orderNo, GRAND)).rejects.toMatchObject({ code: 'order_not_payable' });
  await expireOrder(givenContext(), over.orderId);
  await expect(switchToCash(over.shopper, over.orderNo, GRAND)).rejects.toMatchObject({ code: 'order_not_payable' });
  await expect(switchToCash(await givenShopper(), over.orderNo, GRAND)).rejects.toMatchObject({ code: 'not_found' });
});

test('cash and capture at the same time: paid, or in cash and the capture goes back once', async () => {
  for (let round = 0; round < 40; round++) {
    const order = await givenUnpaidOrder({ stock: 1 });
    const capture = () => deliver(eventBody(order));
    const cash = () =>
      switchToCash(order.shopper, order.orderNo, GRAND).then(
        () => true,
        () => false,
      );
    const [isCash] = await Promise.all([cash(), capture(), capture()]);
    const refunds = await order.refunds();
    expect([await order.status(), (await order.payment())?.status]).toEqual([
      isCash ? 'confirmed' : 'paid',
      'captured',
    ]);
    expect(refunds.map(({ reason, amountPaise }) => [reason, amountPaise])).toEqual(
      isCash ? [['paid_twice', PRICE]] : [],
    );
  }
  await expectBalancedBooks();
}, 90_000);

describe('cash is refused', () => {
  const phone = givenPhone();
  const refusedAs = (reason: string) => ({ code: 'cod_not_allowed', extra: { reason } });
  const input = (ofPhone: string) => {
    const checkout = checkoutOf(GRAND);
    return { ...checkout, address: { ...checkout.address, phone: ofPhone } };
  };

  test('by a seller who does not take it, at every step', async () => {
    await givenSeller('Online Only');
    await env.DB.prepare(`UPDATE sellers SET is_cod_allowed = 0 WHERE name = 'Online Only'`).run();
    const { sku } = await givenProduct({ seller: 'Online Only', pricePaise: PRICE, stock: 5 });
    const shopper = await givenShopper({ sku });
    const preview = await previewCheckout(shopper, { pincode: '560001', paymentMethod: 'cod' });
    expect(preview.codRefusal).toBe('seller');
    await expect(placeOrder(shopper, input(phone), givenKey())).rejects.toMatchObject(refusedAs('seller'));
    const { orderNo } = await placeOrder(shopper, checkoutOf(PRICE, { paymentMethod: 'stripe' }), givenKey());
    expect((await listPaymentMethods(shopper, orderNo)).cash.refusal).toBe('seller');
    await expect(switchToCash(shopper, orderNo, GRAND)).rejects.toMatchObject(refusedAs('seller'));
    expect(await env.STOCK.getByName(sku).read()).toEqual({ onHand: 5, reserved: 1 });
  });

  test('for parcels that came back, by phone or by account, within the days of the rules', async () => {
    const { sku } = await givenProduct({ pricePaise: PRICE, stock: 50 });
    const place = async (shopper: Context, ofPhone: string) => await placeOrder(shopper, input(ofPhone), givenKey());

    const twice = givenPhone();
    await givenRefusedParcels(2, { phone: twice });
    await givenRefusedParcels(5, { phone: twice, daysAgo: 181 });
    await place(await givenShopper({ sku }), twice);
    await givenRefusedParcels(1, { phone: twice });
    await expect(place(await givenShopper({ sku }), twice)).rejects.toMatchObject(refusedAs('history'));

    const account = await givenShopper({ sku });
    await givenRefusedParcels(3, { phone: givenPhone(), owner: ownerOf(account) });
    await expect(place(account, givenPhone())).rejects.toMatchObject(refusedAs('history'));
    const preview = await previewCheckout(account, { pincode: '560001', paymentMethod: 'cod' });
    expect(preview.codRefusal).toBe('history');
  });

  test('by the newest rules that are in force', async () => {
    const { sku } = await givenProduct({ pricePaise: PRICE, stock: 50 });
    const day = 86_400_000;
    const rule = (from: number, limit: number) =>
      env.DB.prepare('INSERT INTO cod_rules VALUES (?, ?, 3, 180)')
        .bind(Date.now() + from, limit)
        .run();
    await rule(-2 * day, 1);
    await rule(-1 * day, GRAND);
    await rule(1 * day, 1);
    expect((await placeOrder(await givenShopper({ sku }), input(phone), givenKey())).status).toBe('confirmed');
    const tomorrow = { ...(await givenShopper({ sku })), now: Date.now() + 2 * day };
    await expect(placeOrder(tomorrow, input(phone), givenKey())).rejects.toMatchObject(refusedAs('value'));
    await env.DB.prepare('DELETE FROM cod_rules').run();
  });
});

test('how a shopper stands is found by index, not by walking through orders', async () => {
  const query = standingQuery(Date.now(), { owner: 'guest:gst_1', phone: '9876543210' });
  const plan = await givenContext().db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`);
  const details = plan.map(({ detail }) => detail).join('; ');
  expect(details).toContain('SEARCH orders USING INDEX orders_owner');
  expect(details).toContain('SEARCH orders USING INDEX orders_phone');
  expect(details).toContain('SEARCH f USING INDEX fulfilments_order');
  expect(details).not.toMatch(/SCAN (orders|f)\b/);
});

test('a gateway that the shop does not have is refused by name', async () => {
  const { sku } = await givenProduct({ pricePaise: PRICE });
  const shopper = { ...(await givenShopper({ sku })), env: { ...env, RAZORPAY_KEY_ID: '' } };
  const order = placeOrder(shopper, checkoutOf(PRICE, { paymentMethod: 'razorpay' }), givenKey());
  await expect(order).rejects.toMatchObject({
    code: 'validation_failed',
    extra: { errors: [{ field: 'paymentMethod' }] },
  });
});

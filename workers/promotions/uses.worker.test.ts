import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody, givenGateway } from '../../test/builders/gateway.ts';
import { interrupted } from '../../test/builders/interrupted.ts';
import { expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenPromotion, usesOf } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { applyCoupon } from '../cart/apply-coupon.ts';
import { cartOf } from '../cart/cart-of.ts';
import { addItem } from '../cart/change-cart.ts';
import { readCart } from '../cart/read-cart.ts';
import { placeOrder } from '../checkout/place-order.ts';
import type { Context } from '../context.ts';
import { handleScheduled } from '../cron.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import { AppError } from '../http/problem.ts';
import { cancelOrder } from '../orders/cancel-order.ts';
import { expireOrder, interruptOrder } from '../orders/end-order.ts';
import { findOrder } from '../orders/queries.ts';
import { startPayment } from '../payments/start-payment.ts';

const PRICE = 99_900;
const LESS = 89_910;
const AT_ONCE = 120_000;

beforeAll(() => givenPincode('560001'));

let sku = '';
beforeEach(async () => {
  ({ sku } = await givenProduct({ pricePaise: PRICE, mrpPaise: 149_900, stock: 1000 }));
});

let phones = 6_000_000_000;
const givenPhone = () => String(++phones);

/** An online checkout by somebody with a phone of their own. */
function onlineOf(expectedGrandPaise: number, phone = givenPhone()) {
  const { address, ...rest } = checkoutOf(expectedGrandPaise, { paymentMethod: 'stripe' });
  return { ...rest, address: { ...address, phone } };
}

/** A guest with one line in the cart, and a code that nobody has looked at yet. */
async function givenBuyer(code: string | null, quantity = 1): Promise<Context> {
  const buyer = await givenShopper();
  const cart = cartOf(buyer);
  await cart.add({ sku, quantity, seenPricePaise: PRICE }, { maxQuantity: 10, maxLines: 10 });
  if (code !== null) await cart.setCoupon(code);
  return buyer;
}

async function problemOf(work: Promise<unknown>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function outcome(ctx: Context, input: ReturnType<typeof onlineOf>): Promise<string> {
  return (await problemOf(placeOrder(ctx, input, givenKey())))?.code ?? 'ok';
}

function tally(outcomes: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(outcomes)].map((name) => [name, outcomes.filter((each) => each === name).length]),
  );
}

const orderIdOf = async (orderNo: string) =>
  (await env.DB.prepare('SELECT id FROM orders WHERE order_no = ?').bind(orderNo).first<string>('id')) ?? '';

async function givenOrder(code: string, phone = givenPhone()) {
  const buyer = await givenBuyer(code);
  const { orderNo } = await placeOrder(buyer, onlineOf(LESS, phone), givenKey());
  return { buyer, orderNo, orderId: await orderIdOf(orderNo) };
}

/** The same order with its payment asked for. */
async function givenStartedOrder(code: string) {
  const order = await givenOrder(code);
  const { gatewayRef } = await startPayment(order.buyer, order.orderNo, {}, givenGateway('stripe').gateway);
  return { ...order, event: eventBody({ gatewayRef, amountPaise: LESS }) };
}

describe('a limit for all', () => {
  test(
    '100 uses, 300 buyers: exactly 100, and 200 clean refusals that name the code (invariant 23)',
    async () => {
      const { id, code } = await givenPromotion({ usageLimit: 100 });
      const buyers = await Promise.all(Array.from({ length: 300 }, () => givenBuyer(code)));
      const inputs = buyers.map(() => onlineOf(LESS));
      const outcomes = await Promise.all(buyers.map((buyer, index) => outcome(buyer, inputs[index] ?? onlineOf(LESS))));
      expect(tally(outcomes)).toEqual({ ok: 100, coupon_used_up: 200 });
      expect(await usesOf(id)).toEqual({ count: 100, orders: 100, quantity: 100 });
      expect(await env.STOCK.getByName(sku).read()).toEqual({ onHand: 1000, reserved: 100 });
      const loser = buyers[outcomes.indexOf('coupon_used_up')] as Context;
      // The cart shows the price without it, and why; that price can be ordered.
      expect(await readCart(loser)).toMatchObject({
        totals: { couponPaise: 0, grandPaise: PRICE },
        declined: [{ code, reason: 'used_up' }],
      });
      expect(await problemOf(placeOrder(loser, onlineOf(LESS), givenKey()))).toMatchObject({
        code: 'coupon_used_up',
        extra: {
          coupon: code,
          expectedGrandPaise: LESS,
          grandPaise: PRICE,
          adjustments: [{ code, amountPaise: 9990 }],
        },
      });
      expect(await outcome(loser, onlineOf(PRICE))).toBe('ok');
    },
    AT_ONCE,
  );

  test('the last use that is taken between the look and the batch is gone; one that comes back is there', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1 });
    const takeIt = () => givenOrder(code);
    const late = interrupted(await givenBuyer(code), 2, takeIt);
    expect(await outcome(late, onlineOf(LESS))).toBe('coupon_used_up');
    expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
    const other = await givenPromotion({ usageLimit: 1 });
    const takeAndReturnIt = async () => {
      const { orderId } = await givenOrder(other.code);
      await expireOrder(givenContext(), orderId);
    };
    const lucky = interrupted(await givenBuyer(other.code), 2, takeAndReturnIt);
    expect(await outcome(lucky, onlineOf(LESS))).toBe('ok');
  });

  test('the last use is decided by the batch: whoever looked before it was taken gets nothing', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1 });
    const buyers = await Promise.all(Array.from({ length: 20 }, () => givenBuyer(code)));
    const outcomes = await Promise.all(buyers.map((buyer) => outcome(buyer, onlineOf(LESS))));
    expect(tally(outcomes)).toEqual({ ok: 1, coupon_used_up: 19 });
    expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
  });

  test.each([
    ['before the look', 1],
    ['between the look and the batch', 2],
  ])('one that is paused %s is not used', async (_, place) => {
    const { id, code } = await givenPromotion();
    const pause = () => env.DB.prepare(`UPDATE promotions SET status = 'paused' WHERE id = ?`).bind(id).run();
    const buyer = interrupted(await givenBuyer(code), place, pause);
    expect(await problemOf(placeOrder(buyer, onlineOf(LESS), givenKey()))).toMatchObject({
      code: 'price_changed',
      extra: { expectedGrandPaise: LESS, grandPaise: PRICE, adjustments: [{ promotionId: id, reason: 'expired' }] },
    });
    expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
  });
});

test('the same coupon ten times at once on one cart: one discount (invariant 24)', async () => {
  const { id, code } = await givenPromotion();
  const buyer = await givenBuyer(null);
  await Promise.all(Array.from({ length: 10 }, () => applyCoupon(buyer, code)));
  expect(await readCart(buyer)).toMatchObject({ couponCode: code, totals: { couponPaise: 9990, grandPaise: LESS } });
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(buyer, onlineOf(LESS))));
  expect(tally(outcomes)).toEqual({ ok: 1, cart_already_ordered: 9 });
  expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
});

describe('a use comes back once', () => {
  test('when the order expires, twice at once (invariant 23)', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1, perPersonLimit: 1 });
    const phone = givenPhone();
    const { orderId } = await givenOrder(code, phone);
    expect(await usesOf(id)).toMatchObject({ count: 1 });
    const ended = await Promise.all([expireOrder(givenContext(), orderId), expireOrder(givenContext(), orderId)]);
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
    await expireOrder(givenContext(), orderId);
    expect(await usesOf(id)).toMatchObject({ count: 0 });
    // Theirs again.
    await givenOrder(code, phone);
  });

  test('when its buyer cancels it, unpaid or paid', async () => {
    const { id, code } = await givenPromotion();
    const unpaid = await givenOrder(code);
    const paid = await givenStartedOrder(code);
    await deliver(paid.event);
    expect(await usesOf(id)).toMatchObject({ count: 2 });
    await Promise.all([cancelOrder(unpaid.buyer, unpaid.orderNo), cancelOrder(unpaid.buyer, unpaid.orderNo)]);
    expect(await usesOf(id)).toMatchObject({ count: 1 });
    await Promise.all([cancelOrder(paid.buyer, paid.orderNo), cancelOrder(paid.buyer, paid.orderNo)]);
    expect(await usesOf(id)).toMatchObject({ count: 0, orders: 0 });
  });

  test('not when a part of it is cancelled; then with the last line', async () => {
    const { id, code } = await givenPromotion();
    const other = await givenProduct({ pricePaise: PRICE, stock: 5 });
    const buyer = await givenBuyer(code);
    await addItem(buyer, { sku: other.sku, quantity: 1 });
    const cash = checkoutOf(2 * LESS + 2000);
    const { orderNo } = await placeOrder(buyer, cash, givenKey());
    await cancelOrder(buyer, orderNo, { skus: [sku] });
    expect(await usesOf(id)).toMatchObject({ count: 1 });
    // What was paid for the line, not its price.
    expect(await findOrder(buyer, orderNo)).toMatchObject({ cancelledPaise: LESS });
    await cancelOrder(buyer, orderNo, { skus: [other.sku] });
    expect(await usesOf(id)).toMatchObject({ count: 0 });
    await expectBalancedBooks();
  });

  test('when the stock is gone', async () => {
    const { id, code } = await givenPromotion();
    const { sku: last } = await givenProduct({ pricePaise: PRICE, stock: 1 });
    const two = await Promise.all([givenShopper({ sku: last }), givenShopper({ sku: last })]);
    for (const buyer of two) await applyCoupon(buyer, code);
    const outcomes = await Promise.all(two.map((buyer) => outcome(buyer, onlineOf(LESS))));
    expect(tally(outcomes)).toEqual({ ok: 1, out_of_stock: 1 });
    expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
  });

  test('when the checkout dies in the middle: the sweep finds it, once', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1 });
    const buyer = await givenBuyer(code);
    const dying = {
      ...buyer,
      later: () => undefined,
      env: {
        ...env,
        STOCK: { getByName: () => ({ hold: () => new Promise<never>(() => undefined) }) } as unknown as Env['STOCK'],
      },
    };
    void placeOrder(dying, onlineOf(LESS), givenKey()).catch(() => undefined);
    await vi.waitFor(async () => expect(await usesOf(id)).toMatchObject({ count: 1 }));
    const cron = () => handleScheduled(env, () => undefined, Date.now() + 60_000);
    await Promise.all([cron(), cron()]);
    expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
  });

  test('whichever of two ends comes first', async () => {
    const { id, code } = await givenPromotion();
    const orders = await Promise.all(Array.from({ length: 20 }, () => givenOrder(code)));
    await Promise.all(
      orders.flatMap(({ buyer, orderNo, orderId }) => [
        problemOf(cancelOrder(buyer, orderNo)),
        expireOrder(givenContext(), orderId),
        interruptOrder(givenContext(), orderId),
      ]),
    );
    expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
  });
});

describe('money that comes after the order expired', () => {
  test('takes the use again', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1, perPersonLimit: 1 });
    const { orderId, buyer, orderNo, event } = await givenStartedOrder(code);
    await expireOrder(givenContext({ now: Date.now() + HOLD_SECONDS * 1000 }), orderId);
    await Promise.all([deliver(event), deliver(event)]);
    expect(await findOrder(buyer, orderNo)).toMatchObject({ status: 'paid' });
    expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
  });

  test('goes back in full when others have used the coupon up', async () => {
    const { id, code } = await givenPromotion({ usageLimit: 1 });
    const { orderId, buyer, orderNo, event } = await givenStartedOrder(code);
    await expireOrder(givenContext(), orderId);
    await givenOrder(code);
    await deliver(event);
    expect(await findOrder(buyer, orderNo)).toMatchObject({
      status: 'cancelled',
      refunds: [{ amountPaise: LESS, reason: 'late_capture' }],
    });
    expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
    expect(await env.STOCK.getByName(sku).read()).toMatchObject({ reserved: 1 });
    await expectBalancedBooks();
  });

  test('and the last use races with a new order: one of them has it', async () => {
    const race = async () => {
      const { id, code } = await givenPromotion({ usageLimit: 1 });
      const { orderId, buyer, orderNo, event } = await givenStartedOrder(code);
      await expireOrder(givenContext(), orderId);
      const rival = await givenBuyer(code);
      const [, rivals] = await Promise.all([deliver(event), outcome(rival, onlineOf(LESS))]);
      const { status } = await findOrder(buyer, orderNo);
      expect([status, rivals].toSorted()).toEqual(status === 'paid' ? ['coupon_used_up', 'paid'] : ['cancelled', 'ok']);
      expect(await usesOf(id)).toEqual({ count: 1, orders: 1, quantity: 1 });
    };
    await Promise.all(Array.from({ length: 10 }, race));
  });
});

describe('a limit for each person', () => {
  test('a guest is known by the phone of the delivery, and no number is stored', async () => {
    const { id, code } = await givenPromotion({ perPersonLimit: 1 });
    const phone = givenPhone();
    await givenOrder(code, phone);
    const again = await givenBuyer(code);
    expect(await problemOf(placeOrder(again, onlineOf(LESS, phone), givenKey()))).toMatchObject({
      code: 'coupon_used_up',
      extra: { coupon: code, grandPaise: PRICE, adjustments: [{ reason: 'used_by_you' }] },
    });
    expect(await outcome(again, onlineOf(LESS))).toBe('ok');
    const { results } = await env.DB.prepare('SELECT * FROM promotion_people WHERE promotion_id = ?').bind(id).all();
    expect(results).toHaveLength(2);
    expect(JSON.stringify(results)).not.toContain(phone);
    expect(results.every(({ person_key: key }) => /^phone:[0-9a-f]{64}$/.test(String(key)))).toBe(true);
  });

  test('an account is known with every phone', async () => {
    const { code } = await givenPromotion({ perPersonLimit: 1 });
    const buyer = givenContext({ actor: givenUserActor() });
    await addItem(buyer, { sku, quantity: 1 });
    await applyCoupon(buyer, code);
    const { orderNo } = await placeOrder(buyer, onlineOf(LESS), givenKey());
    expect(await readCart(buyer)).toMatchObject({ declined: [{ code, reason: 'used_by_you' }] });
    expect(await problemOf(applyCoupon(buyer, code))).toMatchObject({ code: 'coupon_used_up' });
    await cancelOrder(buyer, orderNo);
    expect(await readCart(buyer)).toMatchObject({ totals: { couponPaise: 9990 } });
  });

  test('twenty orders of one person at once: as many as the limit', async () => {
    const { id, code } = await givenPromotion({ perPersonLimit: 2 });
    const phone = givenPhone();
    const carts = await Promise.all(Array.from({ length: 20 }, () => givenBuyer(code)));
    const outcomes = await Promise.all(carts.map((cart) => outcome(cart, onlineOf(LESS, phone))));
    expect(tally(outcomes)).toEqual({ ok: 2, coupon_used_up: 18 });
    expect(await usesOf(id)).toEqual({ count: 2, orders: 2, quantity: 2 });
  });

  test('a first order is the first by account or phone that stands', async () => {
    const { code } = await givenPromotion({ eligibility: { people: 'first_order' }, perPersonLimit: 1 });
    const phone = givenPhone();
    const first = await givenBuyer(null);
    const cash = { ...onlineOf(PRICE + 2000, phone), paymentMethod: 'cod' as const };
    const { orderNo } = await placeOrder(first, cash, givenKey());
    const second = await givenBuyer(code);
    expect(await problemOf(placeOrder(second, onlineOf(LESS, phone), givenKey()))).toMatchObject({
      code: 'price_changed',
      extra: { grandPaise: PRICE, adjustments: [{ code, reason: 'first_order_only' }] },
    });
    await cancelOrder(first, orderNo);
    expect(await outcome(second, onlineOf(LESS, phone))).toBe('ok');
  });
});

describe('a flash sale', () => {
  const FLASH = 59_900;
  const givenSale = (given = {}) =>
    givenPromotion({ kind: 'flash_sale', sku, rule: { type: 'price', pricePaise: FLASH }, ...given });

  test(
    'never sells more pieces than its cap to buyers of one to three',
    async () => {
      const { id } = await givenSale({ usageLimit: 37 });
      const buyers = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const quantity = 1 + (index % 3);
          return { quantity, ctx: await givenBuyer(null, quantity) };
        }),
      );
      const outcomes = await Promise.all(
        buyers.map(async ({ quantity, ctx }) => ({ quantity, code: await outcome(ctx, onlineOf(quantity * FLASH)) })),
      );
      const sold = outcomes.filter(({ code }) => code === 'ok').reduce((sum, { quantity }) => sum + quantity, 0);
      expect(sold).toBeLessThanOrEqual(37);
      expect(await usesOf(id)).toMatchObject({ count: sold, quantity: sold });
      const refused = outcomes.filter(({ code }) => code !== 'ok');
      expect(tally(refused.map(({ code }) => code))).toEqual({ flash_sold_out: refused.length });
      expect(refused.every(({ quantity }) => quantity > 37 - sold)).toBe(true);
    },
    AT_ONCE,
  );

  test('gives the pieces that are left, and says so', async () => {
    const { id } = await givenSale({ usageLimit: 2 });
    const buyer = await givenBuyer(null, 3);
    const total = 2 * FLASH + PRICE;
    expect(await readCart(buyer)).toMatchObject({
      totals: { grandPaise: total, promotionPaise: 80_000 },
      adjustments: [{ kind: 'flash_sale', pieces: 2, amountPaise: 80_000 }],
    });
    expect(await problemOf(placeOrder(buyer, onlineOf(3 * FLASH), givenKey()))).toMatchObject({
      code: 'flash_sold_out',
      extra: { grandPaise: total, adjustments: [{ promotionId: id, amountPaise: 40_000 }] },
    });
    const { orderNo } = await placeOrder(buyer, onlineOf(total), givenKey());
    expect(await usesOf(id)).toEqual({ count: 2, orders: 1, quantity: 2 });
    const { discount_paise: discount } = (await env.DB.prepare(
      'SELECT discount_paise FROM order_lines JOIN orders ON orders.id = order_id WHERE order_no = ?',
    )
      .bind(orderNo)
      .first()) as { discount_paise: number };
    expect(discount).toBe(80_000);
    await cancelOrder(buyer, orderNo);
    expect(await usesOf(id)).toEqual({ count: 0, orders: 0, quantity: 0 });
  });

  test('counts pieces for each person', async () => {
    await givenSale({ usageLimit: 100, perPersonLimit: 2 });
    const phone = givenPhone();
    const [one, two] = [await givenBuyer(null, 1), await givenBuyer(null, 2)];
    expect(await outcome(one, onlineOf(FLASH, phone))).toBe('ok');
    expect(await outcome(two, onlineOf(2 * FLASH, phone))).toBe('flash_sold_out');
    expect(await outcome(two, onlineOf(FLASH + PRICE, phone))).toBe('ok');
  });
});

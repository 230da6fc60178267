import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenPincode, givenProduct, givenSeller } from '../../test/builders/catalog.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { actAs, type Context } from '../context.ts';
import { handleScheduled } from '../cron.ts';
import { AppError } from '../http/problem.ts';
import { claimGuestOrders } from '../orders/claim-guest-orders.ts';
import { findOrder, listOrders } from '../orders/queries.ts';
import { placeOrder } from './place-order.ts';
import type { CheckoutInput } from './schemas.ts';

const PRICE = 99_900;
const COD_FEE = 2_000;
const GRAND = PRICE + COD_FEE;
/** The queue gathers messages for a second, and a busy machine takes its time. */
const WITHIN = { timeout: 40_000 };
const CLOSE = { now: Date.parse('2026-11-23T06:00:00Z') };

beforeAll(async () => {
  await givenPincode('560001');
  await givenPincode('744101', { stateCode: '35', isCodAllowed: false });
  await givenPincode('999998', { isServiceable: false });
});

let sku = '';
beforeEach(async () => {
  ({ sku } = await givenProduct({ pricePaise: PRICE, mrpPaise: 149_900, stock: 5 }));
});

const read = (ofSku = sku) => env.STOCK.getByName(ofSku).read();

/** The outcome of a checkout as one word: 'ok' or the code of its problem. */
async function outcome(ctx: Context, input: CheckoutInput, key = givenKey()): Promise<string> {
  try {
    await placeOrder(ctx, input, key);
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

function tally(outcomes: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(outcomes)].map((name) => [name, outcomes.filter((each) => each === name).length]),
  );
}

async function countOrders(ctx: Context): Promise<number> {
  return (await listOrders(ctx)).orders.filter((order) => order.status !== 'cancelled').length;
}

describe('an order on delivery', () => {
  test('is confirmed, takes its stock off the shelf and leaves the cart empty', async () => {
    const ctx = await givenShopper({ sku, quantity: 2 });
    const placed = await placeOrder(ctx, checkoutOf(2 * PRICE + COD_FEE), givenKey());
    expect(placed).toMatchObject({ status: 'confirmed', payUrl: null, totals: { grandPaise: 2 * PRICE + COD_FEE } });
    await vi.waitFor(async () => expect(await read()).toEqual({ onHand: 3, reserved: 0 }), WITHIN);
    const order = await findOrder(ctx, placed.orderNo);
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'cod_due', canPay: false });
    expect(order.timeline.map((event) => event.status)).toEqual(['created', 'confirmed']);
    expect(await env.CART.getByName(`guest:${(ctx.actor as { guestId: string }).guestId}`).read()).toMatchObject({
      entries: [],
    });
  });

  test('of several sellers has a parcel each', async () => {
    await givenSeller('Chennai Silks', { stateCode: '33', pincode: '600001' });
    const other = await givenProduct({ seller: 'Chennai Silks', pricePaise: 30_000 });
    const ctx = await givenShopper({ sku }, { sku: other.sku });
    const { orderNo, totals } = await placeOrder(ctx, checkoutOf(PRICE + 30_000 + 4_000 + COD_FEE), givenKey());
    expect(totals.shippingPaise).toBe(4_000);
    const { fulfilments } = await findOrder(ctx, orderNo);
    expect(fulfilments.map((parcel) => parcel.lines.length)).toEqual([1, 1]);
  });
});

test('an order paid online waits for its payment and keeps the cart', async () => {
  const ctx = await givenShopper({ sku });
  const placed = await placeOrder(ctx, checkoutOf(PRICE, { paymentMethod: 'stripe' }), givenKey());
  expect(placed).toMatchObject({ status: 'payment_pending', payUrl: `/orders/${placed.orderNo}/pay` });
  expect(await read()).toEqual({ onHand: 5, reserved: 1 });
  expect(await findOrder(ctx, placed.orderNo)).toMatchObject({ canPay: true, canCancel: true });
});

describe('refused, with nothing written', () => {
  test.each([
    ['an empty cart', {}, 'cart_empty', false],
    ['a pincode that does not exist', { pincode: '999999' }, 'validation_failed', true],
    ['a pincode we do not reach', { pincode: '999998' }, 'not_serviceable', true],
    ['cash where it is not taken', { pincode: '744101' }, 'cod_not_allowed', true],
  ])('%s', async (_name, { pincode }: { pincode?: string }, code, hasCart) => {
    const ctx = hasCart ? await givenShopper({ sku }) : await givenShopper();
    const input = checkoutOf(GRAND);
    const address = { ...input.address, ...(pincode === undefined ? {} : { pincode }) };
    expect(await outcome(ctx, { ...input, address })).toBe(code);
    expect(await read()).toEqual({ onHand: 5, reserved: 0 });
    expect(await countOrders(ctx)).toBe(0);
  });

  test('another shopper’s order is as if it were not there', async () => {
    const ctx = await givenShopper({ sku });
    const { orderNo } = await placeOrder(ctx, checkoutOf(GRAND), givenKey());
    await expect(findOrder(await givenShopper(), orderNo)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a guest who signs in keeps the orders', async () => {
  const guest = await givenShopper({ sku });
  const { orderNo } = await placeOrder(guest, checkoutOf(GRAND), givenKey());
  const user = actAs(guest, givenUserActor());
  const { guestId } = guest.actor as { guestId: string };
  await Promise.all([claimGuestOrders(user, guestId), claimGuestOrders(user, guestId)]);
  expect(await findOrder(user, orderNo)).toMatchObject({ orderNo });
  await expect(findOrder(guest, orderNo)).rejects.toMatchObject({ code: 'not_found' });
});

test('a price that moved is told with both prices (invariant 19)', async () => {
  const ctx = await givenShopper({ sku });
  await env.DB.prepare('UPDATE listings SET price_paise = 109900 WHERE sku = ?').bind(sku).run();
  await expect(placeOrder(ctx, checkoutOf(GRAND), givenKey())).rejects.toMatchObject({
    code: 'price_changed',
    extra: {
      expectedGrandPaise: GRAND,
      grandPaise: GRAND + 10_000,
      lines: [{ sku, seenPricePaise: PRICE, pricePaise: 109_900 }],
    },
  });
});

describe('races', () => {
  test('stock 1, 200 buyers: one order, 199 clean refusals (invariant 1)', async () => {
    const { sku: last } = await givenProduct({ pricePaise: PRICE, stock: 1 });
    const buyers = await Promise.all(Array.from({ length: 200 }, () => givenShopper({ sku: last })));
    const outcomes = await Promise.all(buyers.map((buyer) => outcome(buyer, checkoutOf(GRAND))));
    expect(tally(outcomes)).toEqual({ ok: 1, out_of_stock: 199 });
    await vi.waitFor(async () => expect(await read(last)).toEqual({ onHand: 0, reserved: 0 }), WITHIN);
  }, 120_000);

  test('carts [A,B] and [B,A]: nobody waits for ever and nothing is half held (invariant 3)', async () => {
    const input = checkoutOf(2 * PRICE, { paymentMethod: 'stripe' });
    const race = async () => {
      const a = await givenProduct({ pricePaise: PRICE, stock: 1 });
      const b = await givenProduct({ pricePaise: PRICE, stock: 1 });
      const left = await givenShopper({ sku: a.sku }, { sku: b.sku });
      const right = await givenShopper({ sku: b.sku }, { sku: a.sku });
      const outcomes = await Promise.all([outcome(left, input), outcome(right, input)]);
      const won = outcomes.filter((each) => each === 'ok').length;
      expect(won).toBeLessThanOrEqual(1);
      expect(await read(a.sku)).toEqual({ onHand: 1, reserved: won });
      expect(await read(b.sku)).toEqual({ onHand: 1, reserved: won });
    };
    await Promise.all(Array.from({ length: 100 }, race));
  }, 120_000);

  test('five and five of a SKU with five are ten, and refused (invariant 4)', async () => {
    const ctx = await givenShopper({ sku, quantity: 5 }, { sku, quantity: 5 });
    expect(await outcome(ctx, checkoutOf(10 * PRICE + COD_FEE))).toBe('out_of_stock');
    expect(await read()).toEqual({ onHand: 5, reserved: 0 });
  });

  test('one key, 20 times at once: one order and one answer; another body is refused (invariant 17)', async () => {
    const ctx = await givenShopper({ sku });
    const key = givenKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => placeOrder(ctx, checkoutOf(GRAND), key)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await countOrders(ctx)).toBe(1);
    expect(await placeOrder(ctx, checkoutOf(GRAND), key)).toEqual(answers[0]);
    expect(await outcome(ctx, checkoutOf(GRAND, { email: 'other@haat.test' }), key)).toBe('idempotency_key_reused');
  });

  test('two tabs, two keys, one cart: one order (invariant 17)', async () => {
    const ctx = await givenShopper({ sku });
    const input = checkoutOf(PRICE, { paymentMethod: 'stripe' });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcome(ctx, input)));
    expect(tally(outcomes)).toEqual({ ok: 1, cart_already_ordered: 7 });
    expect(await countOrders(ctx)).toBe(1);
  });
});

describe('time', () => {
  test('an unpaid order expires after 15 minutes, once, and gives back its stock', async () => {
    const ctx = await givenShopper({ sku });
    const { orderNo } = await placeOrder(ctx, checkoutOf(PRICE, { paymentMethod: 'stripe' }), givenKey());
    const cron = (minutes: number) => handleScheduled(env, () => undefined, Date.now() + minutes * 60_000);
    await cron(14);
    expect(await findOrder(ctx, orderNo)).toMatchObject({ status: 'payment_pending' });
    await Promise.all([cron(16), cron(16), cron(17)]);
    const { status, timeline } = await findOrder(ctx, orderNo);
    expect(status).toBe('expired');
    expect(timeline.map((event) => event.status)).toEqual(['created', 'payment_pending', 'expired']);
    expect(await read()).toEqual({ onHand: 5, reserved: 0 });
    // The cart is free again.
    expect(await outcome(ctx, checkoutOf(GRAND))).toBe('ok');
  });

  test.each(['intent', 'hold'])('a checkout that died after its %s is taken back (invariant 18)', async (step) => {
    const dying = { ...(await givenShopper({ sku })), later: () => undefined };
    const stock = env.STOCK.getByName(sku);
    const broken: Context = {
      ...dying,
      env: {
        ...env,
        // What the shopper's request would do next never happens: the process is gone.
        STOCK: {
          getByName: () => ({
            hold: async (request: Parameters<typeof stock.hold>[0]) => {
              if (step === 'hold') await stock.hold(request);
              return await new Promise<never>(() => undefined);
            },
          }),
        } as unknown as Env['STOCK'],
      },
    };
    const key = givenKey();
    void placeOrder(broken, checkoutOf(GRAND), key).catch(() => undefined);
    await vi.waitFor(async () => expect(await read()).toEqual({ onHand: 5, reserved: step === 'hold' ? 1 : 0 }));
    await vi.waitFor(async () => expect(await countOrders(dying)).toBe(1));

    await handleScheduled(env, () => undefined, Date.now() + 60_000);
    expect(await read()).toEqual({ onHand: 5, reserved: 0 });
    expect(await countOrders(dying)).toBe(0);
    expect(await outcome(dying, checkoutOf(GRAND), key)).toBe('ok');
  });
});

test('the promise is stored with the order', async () => {
  const guest = await givenShopper({ sku });
  const ctx = { ...guest, ...CLOSE };
  const { orderNo } = await placeOrder(ctx, checkoutOf(GRAND), givenKey());
  expect((await findOrder(ctx, orderNo)).fulfilments[0]?.promisedOn).toBe('2026-11-25');
});

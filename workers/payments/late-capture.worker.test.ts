import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { checkoutOf, givenKey } from '../../test/builders/shopper.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { cancelOrder } from '../orders/cancel-order.ts';
import { expireOrder } from '../orders/end-order.ts';
import { reconcileRefunds } from './reconcile-refunds.ts';
import { sendRefund } from './send-refund.ts';

const stockOf = (sku: string) => env.STOCK.getByName(sku);

test('money after the time is over takes the stock again, if there is any (invariant 11)', async () => {
  const order = await givenUnpaidOrder({ stock: 2, quantity: 2 });
  await expireOrder(givenContext(), order.orderId);
  expect(await stockOf(order.sku).read()).toEqual({ onHand: 2, reserved: 0 });
  await Promise.all([deliver(eventBody(order)), deliver(eventBody(order)), deliver(eventBody(order))]);
  expect(await order.status()).toBe('paid');
  expect(await order.payment()).toMatchObject({ status: 'captured' });
  expect(await order.refunds()).toEqual([]);
  await expectBalancedBooks();
  await vi.waitFor(async () => expect(await stockOf(order.sku).read()).toEqual({ onHand: 0, reserved: 0 }), 5000);
}, 30_000);

test('money that comes while an expiry has not given its pieces back yet counts them once', async () => {
  const order = await givenUnpaidOrder({ stock: 2, quantity: 1 });
  // The expiry has died between its commit and its release.
  await env.DB.prepare(`UPDATE orders SET status = 'expired', due_at = NULL WHERE id = ?`).bind(order.orderId).run();
  await deliver(eventBody(order));
  expect(await order.status()).toBe('paid');
  await vi.waitFor(async () => expect(await stockOf(order.sku).read()).toEqual({ onHand: 1, reserved: 0 }), 5000);
}, 30_000);

test('if the stock is gone, the order is cancelled and the money goes back, once (invariant 11)', async () => {
  const order = await givenUnpaidOrder({ stock: 1 });
  await expireOrder(givenContext(), order.orderId);
  await stockOf(order.sku).hold({ orderId: 'ord_faster', quantity: 1, expiresAt: Date.now() + 3_600_000 });
  await Promise.all(Array.from({ length: 5 }, () => deliver(eventBody(order))));
  expect(await order.status()).toBe('cancelled');
  const { amountPaise, gatewayRef } = order;
  expect(await order.payment()).toMatchObject({ status: 'captured', capturedPaise: amountPaise });
  const [refund, ...others] = await order.refunds();
  expect(others).toEqual([]);
  expect(refund).toMatchObject({ amountPaise, reason: 'late_capture' });
  expect(await balancesOf(order.orderId)).toEqual({ 'gateway:stripe': amountPaise, refunds: -amountPaise });
  expect(await stockOf(order.sku).read()).toEqual({ onHand: 1, reserved: 1 });

  const { gateway, refunds } = order.fake;
  const id = refund?.id ?? '';
  await Promise.all([1, 2, 3].map(() => sendRefund(givenContext(), id, gateway)));
  expect([...refunds.values()]).toEqual([{ id, gatewayRef, captureRef: null, amountPaise }]);
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  expect(await balancesOf(order.orderId)).toEqual({});
  await expectBalancedBooks();
});

test('a refund whose reply was lost is asked for again, also by the sweep, and made once (invariant 16)', async () => {
  const order = await givenUnpaidOrder();
  await cancelOrder(order.shopper, order.orderNo);
  await deliver(eventBody(order));
  const [refund] = await order.refunds();
  const { gateway, refunds, trouble } = order.fake;
  trouble.refundReplies = 'lose';
  await expect(sendRefund(givenContext(), refund?.id ?? '', gateway)).rejects.toMatchObject({
    code: 'gateway_unavailable',
  });
  expect((await order.refunds())[0]).toMatchObject({ status: 'due' });
  trouble.refundReplies = 'ok';
  const later = () => givenContext({ now: Date.now() + 11 * 60_000 });
  await Promise.all([reconcileRefunds(later(), () => gateway), reconcileRefunds(later(), () => gateway)]);
  expect((await order.refunds())[0]).toMatchObject({ status: 'succeeded', gatewayRef: `re_${refund?.id}` });
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  expect(refunds.size).toBe(1);
  await expectBalancedBooks();
});

test('a person cannot ask for it', async () => {
  const order = await givenUnpaidOrder();
  await expect(sendRefund(order.shopper, 'rfd_1', order.fake.gateway)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an order that comes back stands beside the one that its cart has become', async () => {
  const first = await givenUnpaidOrder({ stock: 5 });
  await expireOrder(givenContext(), first.orderId);
  const second = await placeOrder(
    first.shopper,
    checkoutOf(first.amountPaise, { paymentMethod: 'stripe' }),
    givenKey(),
  );
  await deliver(eventBody(first));
  expect(await first.status()).toBe('paid');
  expect(second.status).toBe('payment_pending');
});

/** What may become of an order and its payment; anything else is money lost, or pieces given away. */
async function endOf(order: Awaited<ReturnType<typeof givenUnpaidOrder>>) {
  const refunds = await order.refunds();
  const owed = refunds.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  return { order: await order.status(), payment: (await order.payment())?.status, owed };
}

test('payment and expiry at the same time ×200: paid with its pieces, always (invariant 12)', async () => {
  const skus: string[] = [];
  const race = async (round: number) => {
    const order = await givenUnpaidOrder({ stock: 1 });
    const [isExpired] = await Promise.all([expireOrder(givenContext(), order.orderId), deliver(eventBody(order))]);
    expect(await endOf(order), `round ${round}, expired: ${isExpired}`).toEqual({
      ...{ order: 'paid', payment: 'captured', owed: 0 },
    });
    skus.push(order.sku);
  };
  for (let round = 0; round < 200; round += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, index) => race(round + index)));
  }
  const levels = () => Promise.all(skus.map((sku) => stockOf(sku).read()));
  await vi.waitFor(async () => expect(await levels()).toEqual(skus.map(() => ({ onHand: 0, reserved: 0 }))), 40_000);
  await expectBalancedBooks();
}, 180_000);

test('payment, expiry and another buyer at the same time: paid, or cancelled and refunded, never lost', async () => {
  for (let round = 0; round < 40; round++) {
    const order = await givenUnpaidOrder({ stock: 1 });
    const rival = { orderId: `ord_rival_${round}`, quantity: 1, expiresAt: Date.now() + 3_600_000 };
    const snatch = async () => {
      await expireOrder(givenContext(), order.orderId);
      return await stockOf(order.sku).hold(rival);
    };
    const [snatched] = await Promise.all([snatch(), deliver(eventBody(order)), deliver(eventBody(order))]);
    const end = await endOf(order);
    const { amountPaise } = order;
    const paid = { order: 'paid', payment: 'captured', owed: 0 };
    const refused = { order: 'cancelled', payment: 'captured', owed: amountPaise };
    expect(end, `round ${round}`).toEqual(snatched.ok ? refused : paid);
    const isFull = snatched.ok ? { onHand: 1, reserved: 1 } : { onHand: 0, reserved: 0 };
    await vi.waitFor(async () => expect(await stockOf(order.sku).read()).toEqual(isFull), 20_000);
  }
  await expectBalancedBooks();
}, 180_000);

test('payment and cancellation at the same time: paid, or cancelled and owed, never both', async () => {
  for (let round = 0; round < 15; round++) {
    const order = await givenUnpaidOrder({ stock: 1 });
    const cancelled = cancelOrder(order.shopper, order.orderNo).then(
      () => true,
      () => false,
    );
    await Promise.all([cancelled, deliver(eventBody(order))]);
    const { amountPaise } = order;
    // A cancellation that comes just after the payment cancels a paid order: its money is owed as well.
    const end = await endOf(order);
    expect([
      { order: 'paid', payment: 'captured', owed: 0 },
      { order: 'cancelled', payment: 'captured', owed: amountPaise },
    ]).toContainEqual(end);
    expect(end.order === 'cancelled').toBe(await cancelled);
  }
  await expectBalancedBooks();
}, 60_000);

import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { checkoutOf, givenKey } from '../../test/builders/shopper.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { cancelOrder, expireOrder } from '../orders/end-order.ts';
import { refundPayment, sweepRefunds } from './refund-payment.ts';

const stockOf = (sku: string) => env.STOCK.getByName(sku);

async function owedRefunds(paymentId: string): Promise<number | null> {
  return await env.DB.prepare(
    `SELECT COUNT(*) AS n FROM outbox WHERE event ->> 'type' = 'payment.refund_due' AND event ->> 'paymentId' = ?`,
  )
    .bind(paymentId)
    .first<number>('n');
}

test('money after the time is over takes the stock again, if there is any (invariant 11)', async () => {
  const order = await givenUnpaidOrder({ stock: 2, quantity: 2 });
  await expireOrder(givenContext(), order.orderId);
  expect(await stockOf(order.sku).read()).toEqual({ onHand: 2, reserved: 0 });
  await Promise.all([deliver(eventBody(order)), deliver(eventBody(order)), deliver(eventBody(order))]);
  expect(await order.status()).toBe('paid');
  expect(await order.payment()).toMatchObject({ status: 'captured' });
  expect(await owedRefunds(order.paymentId)).toBe(0);
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

test('if the stock is gone, the money goes back, once (invariant 11)', async () => {
  const order = await givenUnpaidOrder({ stock: 1 });
  await expireOrder(givenContext(), order.orderId);
  await stockOf(order.sku).hold({ orderId: 'ord_faster', quantity: 1, expiresAt: Date.now() + 3_600_000 });
  await Promise.all(Array.from({ length: 5 }, () => deliver(eventBody(order))));
  expect(await order.status()).toBe('expired');
  expect(await order.payment()).toMatchObject({ status: 'refund_due', note: 'stock gone' });
  expect(await owedRefunds(order.paymentId)).toBe(1);
  expect(await stockOf(order.sku).read()).toEqual({ onHand: 1, reserved: 1 });

  const { gateway, refunds } = order.fake;
  await Promise.all([1, 2, 3].map(() => refundPayment(givenContext(), order.paymentId, gateway)));
  const { gatewayRef, amountPaise } = order;
  expect([...refunds.values()]).toEqual([{ gatewayRef, amountPaise, idempotencyKey: `refund:${order.paymentId}` }]);
  expect(await order.payment()).toMatchObject({ status: 'refunded', note: 'stock gone' });
});

test('a refund whose reply was lost is asked for again with the same key, also by the sweep (invariant 16)', async () => {
  const order = await givenUnpaidOrder();
  await cancelOrder(order.shopper, order.orderNo);
  await deliver(eventBody(order));
  expect(await order.payment()).toMatchObject({ status: 'refund_due', note: 'order cancelled' });
  const { gateway, refunds } = order.fake;
  const deaf: typeof gateway = {
    ...gateway,
    refund: async (refund) => {
      await gateway.refund(refund);
      throw new Error('the reply was lost');
    },
  };
  await expect(refundPayment(givenContext(), order.paymentId, deaf)).rejects.toThrow('lost');
  expect(await order.payment()).toMatchObject({ status: 'refund_due' });
  await sweepRefunds(givenContext({ now: Date.now() + 11 * 60_000 }), gateway);
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  expect(refunds.size).toBe(1);
});

test('a person cannot ask for it', async () => {
  const order = await givenUnpaidOrder();
  const refund = refundPayment(order.shopper, order.paymentId, order.fake.gateway);
  await expect(refund).rejects.toMatchObject({ code: 'forbidden' });
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

test('payment and expiry at the same time: paid with its pieces, always (invariant 12)', async () => {
  const skus: string[] = [];
  for (let round = 0; round < 15; round++) {
    const order = await givenUnpaidOrder({ stock: 1 });
    const [isExpired] = await Promise.all([expireOrder(givenContext(), order.orderId), deliver(eventBody(order))]);
    const end = [await order.status(), (await order.payment())?.status];
    expect(end, `round ${round}, expired: ${isExpired}`).toEqual(['paid', 'captured']);
    skus.push(order.sku);
  }
  const levels = () => Promise.all(skus.map((sku) => stockOf(sku).read()));
  await vi.waitFor(async () => expect(await levels()).toEqual(skus.map(() => ({ onHand: 0, reserved: 0 }))), 10_000);
}, 60_000);

test('payment and cancellation at the same time: paid, or cancelled and owed, never both', async () => {
  for (let round = 0; round < 15; round++) {
    const order = await givenUnpaidOrder({ stock: 1 });
    const cancelled = cancelOrder(order.shopper, order.orderNo).then(
      () => true,
      () => false,
    );
    const [isCancelled] = await Promise.all([cancelled, deliver(eventBody(order))]);
    const end = [await order.status(), (await order.payment())?.status];
    expect(end).toEqual(isCancelled ? ['cancelled', 'refund_due'] : ['paid', 'captured']);
  }
}, 60_000);

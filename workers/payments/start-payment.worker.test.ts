import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody, givenGateway } from '../../test/builders/gateway.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import { cancelOrder } from '../orders/cancel-order.ts';
import { startPayment } from './start-payment.ts';

test('the owner gets a place to pay', async () => {
  const { shopper, orderNo, paymentId, amountPaise, payment, fake } = await givenUnpaidOrder({ isStarted: false });
  const started = await startPayment(shopper, orderNo, {}, fake.gateway);
  expect(started).toEqual({
    gatewayRef: `pi_${paymentId}`,
    payUrl: `/sandbox/pay/pi_${paymentId}`,
    clientSecret: `pi_${paymentId}_secret`,
    publishableKey: 'pk_test_haat',
    gateway: 'stripe',
    amountPaise,
  });
  expect(await payment()).toMatchObject({
    status: 'pending',
    amountPaise,
    currency: 'INR',
    gatewayRef: `pi_${paymentId}`,
  });
});

test('anybody else sees no order, and writes nothing', async () => {
  const { orderNo, payment, fake } = await givenUnpaidOrder({ isStarted: false });
  for (const stranger of [await givenShopper(), givenContext()]) {
    await expect(startPayment(stranger, orderNo, {}, fake.gateway)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await payment()).toBeUndefined();
  expect(fake.asked).toEqual([]);
});

test('ten at once: one payment, one intent, one answer', async () => {
  const { shopper, orderNo, orderId, fake } = await givenUnpaidOrder({ isStarted: false });
  const started = await Promise.all(Array.from({ length: 10 }, () => startPayment(shopper, orderNo, {}, fake.gateway)));
  expect(new Set(started.map((each) => each.gatewayRef)).size).toBe(1);
  expect(new Set(fake.asked).size).toBe(1);
  const rows = await env.DB.prepare('SELECT id FROM payments WHERE order_id = ?').bind(orderId).all();
  expect(rows.results).toHaveLength(1);
});

test('after a declined card the same payment is tried again', async () => {
  const { shopper, orderNo, gatewayRef, amountPaise, payment, fake } = await givenUnpaidOrder();
  await deliver(eventBody({ type: 'payment_intent.payment_failed', gatewayRef, amountPaise }));
  expect(await payment()).toMatchObject({ status: 'failed' });
  expect((await startPayment(shopper, orderNo, {}, fake.gateway)).gatewayRef).toBe(gatewayRef);
});

test('an order that is paid, cancelled or over its time is not payable', async () => {
  const refused = { code: 'order_not_payable' };
  const paid = await givenUnpaidOrder();
  await deliver(eventBody(paid));
  await expect(startPayment(paid.shopper, paid.orderNo, {}, paid.fake.gateway)).rejects.toMatchObject(refused);

  const cancelled = await givenUnpaidOrder({ isStarted: false });
  await cancelOrder(cancelled.shopper, cancelled.orderNo);
  await expect(startPayment(cancelled.shopper, cancelled.orderNo, {}, givenGateway().gateway)).rejects.toMatchObject(
    refused,
  );

  const over = await givenUnpaidOrder({ isStarted: false });
  const later = { ...over.shopper, now: over.shopper.now + HOLD_SECONDS * 1000 };
  await expect(startPayment(later, over.orderNo, {}, over.fake.gateway)).rejects.toMatchObject(refused);
  expect(over.fake.asked).toEqual([]);
});

test('a gateway that does not answer leaves a payment that can be started again', async () => {
  const { shopper, orderNo, payment, fake } = await givenUnpaidOrder({ isStarted: false });
  const broken = { ...fake.gateway, start: () => Promise.reject(new Error('no answer')) };
  await expect(startPayment(shopper, orderNo, {}, broken)).rejects.toThrow('no answer');
  expect(await payment()).toMatchObject({ status: 'pending', gatewayRef: null });
  await startPayment(shopper, orderNo, {}, fake.gateway);
  expect((await payment())?.gatewayRef).toMatch(/^pi_/);
});

test('another gateway or method may be tried while the order waits: one payment each', async () => {
  const { shopper, orderNo, orderId, amountPaise } = await givenUnpaidOrder();
  const razorpay = givenGateway('razorpay').gateway;
  const methods: (string | undefined)[] = [];
  const watched: typeof razorpay = {
    ...razorpay,
    start: async (payment) => {
      methods.push(payment.method);
      return await razorpay.start(payment);
    },
  };
  await startPayment(shopper, orderNo, { method: 'upi_intent' }, watched);
  const started = await startPayment(shopper, orderNo, { method: 'netbanking' }, watched);
  expect(started).toMatchObject({ gateway: 'razorpay', amountPaise });
  expect(methods).toEqual(['upi_intent', 'netbanking']);
  const rows = await env.DB.prepare('SELECT gateway, status FROM payments WHERE order_id = ? ORDER BY id')
    .bind(orderId)
    .all();
  expect(rows.results).toEqual([
    { gateway: 'razorpay', status: 'pending' },
    { gateway: 'stripe', status: 'pending' },
  ]);
  const order = await env.DB.prepare('SELECT payment_method FROM orders WHERE id = ?').bind(orderId).first();
  expect(order).toEqual({ payment_method: 'razorpay' });
});

test('a gateway that is not set up, or a method that it has not, is refused by name', async () => {
  const { shopper, orderNo, fake } = await givenUnpaidOrder({ isStarted: false });
  const alone = { ...shopper, env: { ...env, RAZORPAY_KEY_ID: '' } };
  await expect(startPayment(alone, orderNo, { gateway: 'razorpay' })).rejects.toMatchObject({
    code: 'validation_failed',
    extra: { errors: [{ field: 'gateway' }] },
  });
  await expect(startPayment(shopper, orderNo, { method: 'upi_qr' }, fake.gateway)).rejects.toMatchObject({
    extra: { errors: [{ field: 'method' }] },
  });
  expect(fake.asked).toEqual([]);
});

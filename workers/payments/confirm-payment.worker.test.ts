import { env } from 'cloudflare:workers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { captureRefOf, deliverRazorpay, razorpayBody, razorpayCallbackSignature } from '../../test/builders/gateway.ts';
import { expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import app from '../app.ts';
import { confirmPayment } from './confirm-payment.ts';

type Order = Awaited<ReturnType<typeof givenUnpaidOrder>>;

const anonymous = () => givenContext({ actor: { kind: 'anonymous' } });

/** Razorpay has the money; the browser is on its way back. */
async function givenPaidOrder(): Promise<Order & { callback: Parameters<typeof confirmPayment>[1] }> {
  const order = await givenUnpaidOrder({ gateway: 'razorpay' });
  const { gatewayRef: orderRef, amountPaise } = order;
  const paymentRef = captureRefOf(orderRef);
  order.fake.known.set(orderRef, { status: 'captured', amountPaise, captureRef: paymentRef, method: 'upi' });
  const signature = await razorpayCallbackSignature(orderRef, paymentRef);
  return { ...order, callback: { orderRef, paymentRef, signature } };
}

async function countPaid(orderId: string): Promise<number | null> {
  return await env.DB.prepare(
    `SELECT COUNT(*) AS n FROM order_events WHERE order_id = ? AND machine = 'order' AND to_status = 'paid'`,
  )
    .bind(orderId)
    .first<number>('n');
}

test('a browser that comes back makes its order paid, before any webhook', async () => {
  const order = await givenPaidOrder();
  const confirmed = await confirmPayment(anonymous(), order.callback, order.fake.gateway);
  expect(confirmed).toEqual({ orderNo: order.orderNo, status: 'paid' });
  expect(await order.payment()).toMatchObject({ status: 'captured', captureRef: order.callback.paymentRef });
  expect(await confirmPayment(anonymous(), order.callback, order.fake.gateway)).toEqual(confirmed);
  expect(await countPaid(order.orderId)).toBe(1);
  await expectBalancedBooks();
});

test('another signature, payment or order: 400, and nothing is asked or written', async () => {
  const order = await givenPaidOrder();
  const asked: string[] = [];
  const fetch = async ({ gatewayRef }: { gatewayRef: string }) => {
    asked.push(gatewayRef);
    throw new Error('not to be asked');
  };
  const gateway = { ...order.fake.gateway, fetch };
  const changes = [{ signature: '0'.repeat(64) }, { signature: '' }, { paymentRef: 'pay_x' }, { orderRef: 'order_x' }];
  for (const change of changes) {
    const forged = confirmPayment(anonymous(), { ...order.callback, ...change }, gateway);
    await expect(forged).rejects.toMatchObject({ code: 'invalid_signature', status: 400 });
  }
  expect(asked).toEqual([]);
  expect(await order.payment()).toMatchObject({ status: 'pending' });
});

test('what the browser says is not believed: money that Razorpay does not have pays nothing', async () => {
  const order = await givenPaidOrder();
  order.fake.known.clear();
  const confirmed = await confirmPayment(anonymous(), order.callback, order.fake.gateway);
  expect(confirmed.status).toBe('payment_pending');
});

test('callback and webhook race ×100: one paid order each (invariant 10)', async () => {
  const race = async () => {
    const order = await givenPaidOrder();
    const { gatewayRef, amountPaise, callback, fake } = order;
    await Promise.all([
      confirmPayment(anonymous(), callback, fake.gateway),
      deliverRazorpay(razorpayBody({ gatewayRef, amountPaise })),
      deliverRazorpay(razorpayBody({ gatewayRef, amountPaise, type: 'order.paid' })),
    ]);
    expect(await order.status()).toBe('paid');
    expect(await countPaid(order.orderId)).toBe(1);
    expect(await order.refunds()).toEqual([]);
  };
  for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 10 }, race));
  await expectBalancedBooks();
}, 180_000);

const post = async (body: BodyInit, type: string, changes: Partial<Env> = {}) => {
  const url = 'https://shop.test/api/v1/payments/razorpay/callback';
  // From Razorpay's page, with the shopper's cookies: another site.
  const headers = { 'content-type': type, 'sec-fetch-site': 'cross-site', origin: 'https://api.razorpay.com' };
  const request = new Request(url, { method: 'POST', body, headers }) as Parameters<typeof app.fetch>[0];
  const executionCtx = { waitUntil: () => undefined, passThroughOnException: () => undefined };
  return await app.fetch(request, { ...env, ...changes }, executionCtx as unknown as ExecutionContext);
};

const FORM = 'application/x-www-form-urlencoded';

test('a form is sent on to the page of its order, JSON is answered', async () => {
  const order = await givenPaidOrder();
  const { orderRef, paymentRef, signature } = order.callback;
  const members = { razorpay_order_id: orderRef, razorpay_payment_id: paymentRef, razorpay_signature: signature };
  const { amountPaise: amount } = order;
  const payment = { id: paymentRef, order_id: orderRef, amount, currency: 'INR', status: 'captured', method: 'upi' };
  vi.stubGlobal('fetch', async () => Response.json({ items: [payment] }));
  onTestFinished(() => void vi.unstubAllGlobals());
  const standIn = { RAZORPAY_API_BASE: 'http://razorpay.test' };
  const form = await post(new URLSearchParams(members).toString(), FORM, standIn);
  expect([form.status, form.headers.get('location')]).toEqual([303, `/orders/${order.orderNo}?paid=1`]);
  expect(await order.status()).toBe('paid');
  const answer = await post(JSON.stringify(members), 'application/json', standIn);
  expect([answer.status, await answer.json()]).toEqual([200, { orderNo: order.orderNo, status: 'paid' }]);
});

test('over HTTP: forged is 400, incomplete 422, another type 415', async () => {
  const { callback } = await givenPaidOrder();
  const forged = {
    razorpay_order_id: callback.orderRef,
    razorpay_payment_id: callback.paymentRef,
    razorpay_signature: 'f'.repeat(64),
  };
  const refused = await post(new URLSearchParams(forged).toString(), FORM);
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'invalid_signature' }]);
  const empty = await post('{}', 'application/json');
  expect(empty.status).toBe(422);
  expect(await empty.json()).toMatchObject({ errors: [{ field: 'razorpay_order_id' }, {}, {}] });
  expect((await post('hello', 'text/plain')).status).toBe(415);
});

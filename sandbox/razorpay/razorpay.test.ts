import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GatewayEvent } from '../../workers/payments/gateway.ts';
import { razorpayGateway, verifyCallback } from '../../workers/payments/razorpay-gateway.ts';
import { openSandbox, type Sandbox } from '../sandbox.ts';

const KEYS = {
  RAZORPAY_KEY_ID: 'rzp_test_haat',
  RAZORPAY_KEY_SECRET: 'rzp_secret_of_a_test',
  RAZORPAY_WEBHOOK_SECRET: 'rzp_webhook_of_a_test',
};

let shop: Server;
let sandbox: Sandbox;
let stateDir: string;
let received: GatewayEvent[];

/** A shop that takes webhooks by the real adapter. */
beforeEach(async () => {
  received = [];
  shop = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const webhook = await gateway().parseWebhook(body, new Headers(request.headers as Record<string, string>), 0);
    if (webhook.ok) received.push(webhook.event);
    response.writeHead(webhook.ok ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  stateDir = mkdtempSync(path.join(tmpdir(), 'haat-sandbox-'));
  sandbox = await open();
});

afterEach(async () => {
  await sandbox.close();
  shop.closeAllConnections();
  shop.close();
});

function open() {
  const razorpay = {
    accountId: 'acc_of_a_test',
    webhookUrl: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`,
    keyId: KEYS.RAZORPAY_KEY_ID,
    keySecret: KEYS.RAZORPAY_KEY_SECRET,
    webhookSecret: KEYS.RAZORPAY_WEBHOOK_SECRET,
  };
  return openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '', razorpay });
}

function given(): Env {
  const base = `${sandbox.url}/razorpay`;
  return { APP_ENV: 'test', ...KEYS, RAZORPAY_API_BASE: base, RAZORPAY_ACCOUNT_ID: 'acc_of_a_test' } as Env;
}

function gateway() {
  return razorpayGateway(given());
}

const payment = { id: 'pay_1', orderNo: 'HT0123456789', amountPaise: 129_900, currency: 'INR' } as const;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly id: string };
}

async function ask(place: string, post?: object, headers: Record<string, string> = {}): Promise<Answer> {
  const authorization = `Basic ${btoa(`${KEYS.RAZORPAY_KEY_ID}:${KEYS.RAZORPAY_KEY_SECRET}`)}`;
  const answer = await fetch(`${sandbox.url}/razorpay/v1/${place}`, {
    method: post === undefined ? 'GET' : 'POST',
    headers: { authorization, ...headers },
    body: post === undefined ? null : JSON.stringify(post),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

async function control(place: string, value: object): Promise<Record<string, string>> {
  const answer = await fetch(`${sandbox.url}/control/${place}`, { method: 'POST', body: JSON.stringify(value) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, string>;
}

async function choose(place: string, method: string, choice: string): Promise<Response> {
  const body = new URLSearchParams({ method, choice });
  return await fetch(`${sandbox.url}${place}`, { method: 'POST', body, redirect: 'manual' });
}

const read = async (place: string) => await (await fetch(`${sandbox.url}${place}`)).text();

const typesReceived = () => received.map((event) => event.gatewayType);

async function givenPaid(changes: { amount?: number } = {}): Promise<{ orderId: string; paymentId: string }> {
  const { gatewayRef: orderId } = await gateway().start(payment);
  const callback = await control(`razorpay/orders/${orderId}`, { outcome: 'success', method: 'card', ...changes });
  return { orderId, paymentId: callback.razorpay_payment_id ?? '' };
}

test('the key is needed, and errors have the shape of Razorpay', async () => {
  const refused = await fetch(`${sandbox.url}/razorpay/v1/orders`, { headers: { authorization: 'Basic eDp5' } });
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ error: { code: 'BAD_REQUEST_ERROR' } });
  const missing = { status: 400, body: { error: { description: 'The id provided does not exist' } } };
  expect(await ask('orders/order_none')).toMatchObject(missing);
  expect(await ask('payments/pay_none/refunds')).toMatchObject(missing);
  const small = await ask('orders', { amount: 99, currency: 'INR' });
  expect(small).toMatchObject({ status: 400, body: { error: { field: 'amount' } } });
});

test('a receipt does not keep orders from being made twice; lists are newest first', async () => {
  const wanted = { amount: 100, currency: 'INR', receipt: 'pay_twice' };
  const first = await ask('orders', wanted);
  const second = await ask('orders', wanted);
  await ask('orders', { ...wanted, receipt: 'pay_other' });
  const { body } = await ask('orders?receipt=pay_twice');
  expect(body).toMatchObject({
    entity: 'collection',
    count: 2,
    items: [{ id: second.body.id }, { id: first.body.id }],
  });
  expect((await ask('orders?count=1&skip=1')).body).toMatchObject({ count: 1, items: [{ id: second.body.id }] });
});

test('the page offers each way to pay; one that is chosen in the shop comes first', async () => {
  const { gatewayRef } = await gateway().start(payment);
  const place = `/razorpay/pay/${gatewayRef}?return_url=%2Forders%2FHT0123456789`;
  const all = await read(place);
  for (const way of ['UPI app', 'UPI QR code', 'card', 'netbanking']) {
    expect(all).toContain(`Pay ₹1,299 by ${way}</button>`);
    expect(all).toContain(`Decline ${way}</button>`);
  }
  expect(all).toContain('upi://pay?pa=haat%40sandbox&#38;pn=Haat&#38;am=1299.00');
  const chosen = await read(`${place}&method=netbanking`);
  expect(chosen.indexOf('by netbanking')).toBeLessThan(chosen.indexOf('Pay another way'));
  expect(chosen.indexOf('by card')).toBeGreaterThan(chosen.indexOf('Pay another way'));
});

test('declined, then paid on the page, the browser brings the signed proof to the shop', async () => {
  const { gatewayRef } = await gateway().start(payment);
  const place = `/razorpay/pay/${gatewayRef}?return_url=%2Forders%2FHT0123456789&method=card`;
  const declined = await choose(place, 'card', 'decline');
  expect(declined.status).toBe(303);
  const again = declined.headers.get('location') ?? '';
  expect(again).toBe(`./${gatewayRef}?return_url=%2Forders%2FHT0123456789&method=card`);
  expect(await read(place)).toContain('the bank declined it. Try again.');

  await choose(place, 'upi_intent', 'pay');
  const paid = await read(place);
  expect(paid).toContain('<form method="post" action="/api/v1/payments/razorpay/callback">');
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(paid)?.[1] ?? '';
  expect(field('razorpay_order_id')).toBe(gatewayRef);
  const proof = [field('razorpay_payment_id'), field('razorpay_signature')] as const;
  expect(await verifyCallback(given(), gatewayRef, ...proof)).toBe(true);
  await vi.waitFor(() =>
    expect(typesReceived().sort()).toEqual(['order.paid', 'payment.authorized', 'payment.captured', 'payment.failed']),
  );
  const captures = received.filter(({ type }) => type === 'captured');
  // 2 % of ₹1,299 and 18 % of that.
  const told = {
    gatewayRef,
    captureRef: proof[0],
    amountPaise: 129_900,
    method: 'upi',
    feePaise: 3066,
    feeTaxPaise: 468,
  };
  expect(captures).toMatchObject([told, told]);
  expect(new Set(captures.map(({ eventId }) => eventId)).size).toBe(2);
});

test('a return address on this machine takes the callback with it; one elsewhere is not followed', async () => {
  const { orderId } = await givenPaid();
  const place = `/razorpay/pay/${orderId}?return_url=`;
  expect(await read(`${place}http%3A%2F%2F127.0.0.1%3A9%2Forders%2FHT1`)).toContain(
    'action="http://127.0.0.1:9/api/v1/payments/razorpay/callback"',
  );
  const elsewhere = await read(`${place}https%3A%2F%2Fevil.example%2F`);
  expect(elsewhere).toContain('action="/api/v1/payments/razorpay/callback"');
});

test('a form that is sent twice pays once, and what is paid is not declined any more', async () => {
  const { gatewayRef } = await gateway().start(payment);
  const place = `/razorpay/pay/${gatewayRef}`;
  await Promise.all([choose(place, 'card', 'pay'), choose(place, 'upi_qr', 'pay')]);
  await choose(place, 'card', 'decline');
  expect((await ask(`orders/${gatewayRef}/payments`)).body).toMatchObject({
    count: 1,
    items: [{ status: 'captured' }],
  });
  expect((await choose(place, 'cash', 'pay')).status).toBe(422);
  expect((await choose(place, 'card', 'steal')).status).toBe(422);
});

test('refunds are idempotent by their key, never exceed the payment, and are told of', async () => {
  const { orderId, paymentId } = await givenPaid();
  const refund = (amount: number, key: string) =>
    ask(`payments/${paymentId}/refund`, { amount, notes: { refundId: key } }, { 'x-refund-idempotency': key });
  const first = await refund(29_900, 'rfd_000001');
  expect(await refund(29_900, 'rfd_000001')).toEqual(first);
  expect((await refund(29_901, 'rfd_000001')).status).toBe(400);
  expect((await refund(100, 'short')).status).toBe(400);
  expect((await refund(100_001, 'rfd_000002')).status).toBe(400);
  expect((await refund(100_000, 'rfd_000003')).body).toMatchObject({ status: 'processed', payment_id: paymentId });
  expect((await refund(100, 'rfd_000004')).status).toBe(400);
  expect((await ask(`payments/${paymentId}`)).body).toMatchObject({ status: 'refunded', refund_status: 'full' });
  expect((await ask(`refunds/${first.body.id}`)).body).toEqual(first.body);
  expect((await ask(`payments/${paymentId}/refunds`)).body).toMatchObject({ count: 2 });
  await vi.waitFor(() => expect(received.filter(({ type }) => type === 'refund_succeeded')).toHaveLength(2));
  const [told] = received.filter(({ refund: of }) => of?.refundId === 'rfd_000001');
  expect(told).toMatchObject({ gatewayRef: orderId, captureRef: paymentId, amountPaise: 29_900 });
  expect(typesReceived().filter((type) => type === 'refund.created')).toHaveLength(2);
});

test('the switches hold for Razorpay too: every webhook three times, each time as the same event', async () => {
  const switches = JSON.stringify({ repeat: 3 });
  await fetch(`${sandbox.url}/webhooks/switches.json`, { method: 'POST', body: switches });
  const { gatewayRef } = await gateway().start(payment);
  await control(`razorpay/orders/${gatewayRef}`, { outcome: 'decline', method: 'card' });
  await vi.waitFor(() => expect(typesReceived()).toEqual(Array(3).fill('payment.failed')));
  expect(new Set(received.map(({ eventId }) => eventId)).size).toBe(1);
});

test('the form of the switches leads back to the payment', async () => {
  const body = new URLSearchParams({ back: 'order_A1?return_url=%2Forders%2FHT1&method=card' });
  const answer = await fetch(`${sandbox.url}/webhooks/switches`, { method: 'POST', body, redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('../razorpay/pay/order_A1?return_url=%2Forders%2FHT1&method=card');
});

test('disputes are told of: opened, then won or lost, once', async () => {
  const { orderId, paymentId } = await givenPaid();
  await control('razorpay/disputes', { payment: paymentId });
  await control('razorpay/disputes', { payment: paymentId, outcome: 'lost' });
  expect(await control('razorpay/disputes', { payment: paymentId, outcome: 'won' })).toMatchObject({ status: 'lost' });
  const disputes = () => received.filter(({ type }) => type.startsWith('dispute'));
  await vi.waitFor(() => expect(disputes()).toHaveLength(2));
  expect(disputes().map(({ type, gatewayRef }) => [type, gatewayRef])).toEqual(
    expect.arrayContaining([
      ['dispute_opened', orderId],
      ['dispute_lost', orderId],
    ]),
  );
});

test('a restart loses nothing', async () => {
  const { orderId, paymentId } = await givenPaid();
  const wanted = { amount: 500, notes: {} };
  const key = { 'x-refund-idempotency': 'rfd_before_restart' };
  const made = await ask(`payments/${paymentId}/refund`, wanted, key);
  await sandbox.close();
  sandbox = await open();
  expect((await gateway().start(payment)).gatewayRef).toBe(orderId);
  expect(await ask(`payments/${paymentId}/refund`, wanted, key)).toEqual(made);
  expect((await ask(`payments/${paymentId}/refunds`)).body).toMatchObject({ count: 1 });
});

test('the list of payments shows both gateways', async () => {
  await givenPaid();
  const list = await read('/payments');
  expect(list).toContain('₹1,299 · HT0123456789');
  expect(list).toContain('<span class="tag good">paid</span>');
});

test('webhooks are signed over the bytes that are sent', async () => {
  const { orderId } = await givenPaid();
  await vi.waitFor(() => expect(received.filter(({ gatewayRef }) => gatewayRef === orderId)).toHaveLength(3));
  const { deliveries } = JSON.parse(await read('/webhooks.json')) as {
    deliveries: { payload: string; target: string }[];
  };
  expect(new Set(deliveries.map(({ target }) => target))).toEqual(new Set(['razorpay']));
  const signature = createHmac('sha256', KEYS.RAZORPAY_WEBHOOK_SECRET)
    .update(`${deliveries[0]?.payload} `)
    .digest('hex');
  const headers = new Headers({ 'x-razorpay-signature': signature });
  expect(await gateway().parseWebhook(deliveries[0]?.payload ?? '', headers, 0)).toMatchObject({ ok: false });
});

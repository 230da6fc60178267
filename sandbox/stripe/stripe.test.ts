import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';

const SECRET = 'whsec_of_a_test';

let shop: Server;
let sandbox: Sandbox;
let stateDir: string;
let received: Stripe.Event[];
let answers: number[];

beforeEach(async () => {
  received = [];
  answers = [];
  shop = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = String(request.headers['stripe-signature']);
    received.push(Stripe.webhooks.constructEvent(Buffer.concat(chunks).toString(), signature, SECRET));
    response.writeHead(answers.shift() ?? 200).end();
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
  const webhookUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`;
  return openSandbox({ port: 0, stateDir, webhookUrl, webhookSecret: SECRET });
}

function sdk(): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  const httpClient = Stripe.createFetchHttpClient();
  return new Stripe('sk_test_haat', { host: hostname, port, protocol: 'http', httpClient, maxNetworkRetries: 0 });
}

const order = { amount: 129900, currency: 'inr', metadata: { orderNo: 'HT0123456789' } } as const;

const typesReceived = () => received.map((event) => event.type);

async function choose(place: string, choice: string): Promise<Response> {
  const body = new URLSearchParams({ choice });
  return await fetch(`${sandbox.url}${place}`, { method: 'POST', body, redirect: 'manual' });
}

async function setSwitches(switches: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/webhooks/switches.json`, {
    method: 'POST',
    body: JSON.stringify(switches),
  });
  expect(answer.status).toBe(200);
}

test('the official SDK makes an intent, and reads it again', async () => {
  const made = await sdk().paymentIntents.create({ ...order, automatic_payment_methods: { enabled: true } });
  const read = await sdk().paymentIntents.retrieve(made.id);
  expect(read).toMatchObject({ ...order, status: 'requires_payment_method', latest_charge: null });
  expect(read.client_secret).toMatch(new RegExp(`^${made.id}_secret_`));
});

test('one idempotency key, one intent; the same key for something else is refused', async () => {
  const options = { idempotencyKey: 'pay_1' };
  const made = await Promise.all([1, 2, 3].map(() => sdk().paymentIntents.create(order, options)));
  expect(new Set(made.map((intent) => intent.id)).size).toBe(1);
  const other = sdk().paymentIntents.create({ ...order, amount: 100 }, options);
  await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
});

test('a key of Stripe is needed, and what does not exist is 404', async () => {
  expect((await fetch(`${sandbox.url}/v1/payment_intents`, { method: 'POST' })).status).toBe(401);
  const missing = sdk().paymentIntents.retrieve('pi_none');
  await expect(missing).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
  const small = sdk().paymentIntents.create({ ...order, amount: 0 });
  await expect(small).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
});

test('paying on the page moves the intent, sends signed webhooks and leads back to the shop', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  const place = `/pay/${id}?return_url=${encodeURIComponent('/orders/HT0123456789')}`;
  expect(await (await fetch(`${sandbox.url}${place}`)).text()).toContain('₹1,299');
  const answer = await choose(place, 'success');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`/orders/HT0123456789?payment_intent=${id}&redirect_status=succeeded`);
  expect(await sdk().paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', amount_received: 129900 });
  await vi.waitFor(() => expect(typesReceived().sort()).toEqual(['charge.succeeded', 'payment_intent.succeeded']));
});

test('a form that is sent twice pays once', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  const answers = await Promise.all([choose(`/pay/${id}`, 'success'), choose(`/pay/${id}`, 'success')]);
  expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
  const { data } = await sdk().events.list({ type: 'payment_intent.succeeded' });
  expect(data).toHaveLength(1);
});

test('a declined card may be tried again, and 3-D Secure has its own page', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  const declined = await choose(`/pay/${id}?return_url=/orders/HT1`, 'decline');
  expect(declined.headers.get('location')).toContain('redirect_status=failed');
  const after = await sdk().paymentIntents.retrieve(id);
  expect(after).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } });

  const challenged = await choose(`/pay/${id}?return_url=/orders/HT1`, '3ds');
  expect(challenged.headers.get('location')).toBe(`./${id}/authenticate?return_url=%2Forders%2FHT1`);
  expect((await sdk().paymentIntents.retrieve(id)).status).toBe('requires_action');
  expect((await choose(`/pay/${id}/authenticate`, 'refuse')).headers.get('location')).toBe('../../payments');
  await choose(`/pay/${id}/authenticate`, 'approve');
  expect((await sdk().paymentIntents.retrieve(id)).status).toBe('succeeded');
});

test('confirm and cancel by the API', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  const declined = sdk().paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' });
  await expect(declined).rejects.toMatchObject({ type: 'StripeCardError', statusCode: 402 });
  expect((await sdk().paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).status).toBe('succeeded');
  await expect(sdk().paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
  const { id: other } = await sdk().paymentIntents.create(order);
  expect((await sdk().paymentIntents.cancel(other)).status).toBe('canceled');
});

test('refunds never exceed what was paid, and a repeated one is one', async () => {
  const { id } = await sdk().paymentIntents.create({ ...order, amount: 147200 });
  await sdk().paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  const refund = (amount: number, idempotencyKey: string) =>
    sdk().refunds.create({ payment_intent: id, amount }, { idempotencyKey });
  await Promise.all([refund(20000, 'rfd_1'), refund(20000, 'rfd_1')]);
  await expect(refund(127201, 'rfd_2')).rejects.toMatchObject({ param: 'amount' });
  expect((await refund(127200, 'rfd_3')).status).toBe('succeeded');
  await expect(sdk().refunds.create({ payment_intent: id })).rejects.toMatchObject({ code: 'charge_already_refunded' });
  expect((await sdk().refunds.list({ payment_intent: id })).data.map((each) => each.amount)).toEqual([127200, 20000]);
});

test('a webhook that is not accepted comes again', async () => {
  answers = [500, 500];
  const { id } = await sdk().paymentIntents.create(order);
  await choose(`/pay/${id}`, 'decline');
  await vi.waitFor(() => expect(typesReceived()).toEqual(Array(3).fill('payment_intent.payment_failed')), 6000);
  expect(new Set(received.map((event) => event.id)).size).toBe(1);
}, 10_000);

test('switches: repeat, delay, reorder', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  await setSwitches({ repeat: 3, delayMs: 200 });
  await choose(`/pay/${id}`, 'decline');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(received).toHaveLength(0);
  await vi.waitFor(() => expect(received).toHaveLength(3));
  received = [];
  await setSwitches({ reorder: true });
  await choose(`/pay/${id}`, 'decline');
  await choose(`/pay/${id}`, 'success');
  await vi.waitFor(
    () =>
      expect(typesReceived()).toEqual([
        'payment_intent.succeeded',
        'charge.succeeded',
        'payment_intent.payment_failed',
      ]),
    3000,
  );
});

test('switches: a lost webhook can be sent by hand', async () => {
  await setSwitches({ lose: true });
  const { id } = await sdk().paymentIntents.create(order);
  await choose(`/pay/${id}`, 'decline');
  const list = async () =>
    (await (await fetch(`${sandbox.url}/webhooks.json`)).json()) as { deliveries: { id: string; status: string }[] };
  const [lost] = (await list()).deliveries;
  expect(lost?.status).toBe('lost');
  await fetch(`${sandbox.url}/webhooks/${lost?.id}/resend`, { method: 'POST', redirect: 'manual' });
  await vi.waitFor(() => expect(received).toHaveLength(1));
});

test('the form of the switches sets what is ticked and goes back to the payment', async () => {
  const body = new URLSearchParams({ delayMs: '5', repeat: '2', lose: 'on', back: 'pi_1?return_url=%2Forders%2FHT1' });
  const answer = await fetch(`${sandbox.url}/webhooks/switches`, { method: 'POST', body, redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('../pay/pi_1?return_url=%2Forders%2FHT1');
  const { switches } = (await (await fetch(`${sandbox.url}/webhooks.json`)).json()) as { switches: unknown };
  expect(switches).toEqual({ delayMs: 5, repeat: 2, reorder: false, lose: true });
});

test('a restart loses nothing: intents, keys, and webhooks that are still owed', async () => {
  const made = await sdk().paymentIntents.create(order, { idempotencyKey: 'pay_1' });
  await setSwitches({ delayMs: 60_000 });
  await choose(`/pay/${made.id}`, 'success');
  await sandbox.close();
  sandbox = await open();
  expect((await sdk().paymentIntents.retrieve(made.id)).status).toBe('succeeded');
  expect((await sdk().paymentIntents.create(order, { idempotencyKey: 'pay_1' })).id).toBe(made.id);
  await vi.waitFor(() => expect(received).toHaveLength(2));
});

test('a return address elsewhere is not followed', async () => {
  const { id } = await sdk().paymentIntents.create(order);
  const answer = await choose(`/pay/${id}?return_url=${encodeURIComponent('https://evil.example/')}`, 'success');
  expect(answer.headers.get('location')).toBe('../payments');
});

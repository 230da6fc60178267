import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GatewayEvent } from '../../workers/payments/gateway.ts';
import { stripeGateway } from '../../workers/payments/stripe-gateway.ts';
import { openSandbox, type Sandbox } from '../sandbox.ts';

const SECRET = 'whsec_haat_control';

let shop: Server;
let sandbox: Sandbox;
let received: GatewayEvent[];

/** A shop that takes Stripe's webhooks by the real adapter. */
beforeEach(async () => {
  received = [];
  shop = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const headers = new Headers(request.headers as Record<string, string>);
    const webhook = await gateway().parseWebhook(body, headers, Date.now());
    if (webhook.ok) received.push(webhook.event);
    response.writeHead(webhook.ok ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const webhookUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`;
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-sandbox-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl, webhookSecret: SECRET });
});

afterEach(async () => {
  await sandbox.close();
  shop.closeAllConnections();
  shop.close();
});

function gateway() {
  return stripeGateway({
    APP_ENV: 'test',
    STRIPE_SECRET_KEY: 'sk_test_haat',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_haat',
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: sandbox.url,
  } as Env);
}

async function givenIntent(): Promise<string> {
  const payment = { id: 'pay_1', orderNo: 'HT0123456789', amountPaise: 129_900, currency: 'INR' } as const;
  return (await gateway().start(payment)).gatewayRef;
}

async function control(place: string, value: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${sandbox.url}/control/${place}`, { method: 'POST', body: JSON.stringify(value) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const ofType = (type: GatewayEvent['type']) => received.filter((event) => event.type === type);

test('an intent is declined and paid on command, once', async () => {
  const intent = await givenIntent();
  const declined = await control(`stripe/intents/${intent}`, { outcome: 'decline' });
  expect(declined.body).toMatchObject({ id: intent, status: 'requires_payment_method' });
  await Promise.all([1, 2].map(() => control(`stripe/intents/${intent}`, { outcome: 'success' })));
  await control(`stripe/intents/${intent}`, { outcome: 'decline' });
  expect(await gateway().fetch({ gatewayRef: intent, captureRef: null })).toMatchObject({ status: 'captured' });
  await vi.waitFor(() => expect(ofType('captured')).toMatchObject([{ gatewayRef: intent, amountPaise: 129_900 }]));
  expect(ofType('failed')).toHaveLength(1);
});

test.each([
  ['a paisa short', { amount: 129_899 }, { amountPaise: 129_899, currency: 'INR' }],
  ['in another currency', { currency: 'USD' }, { amountPaise: 129_900, currency: 'USD' }],
])('what is captured %s is told so', async (_, instead, told) => {
  const intent = await givenIntent();
  await control(`stripe/intents/${intent}`, { outcome: 'success', ...instead });
  expect(await gateway().fetch({ gatewayRef: intent, captureRef: null })).toMatchObject(told);
  await vi.waitFor(() => expect(ofType('captured')).toMatchObject([told]));
});

test('disputes are told of: opened, then won or lost, once', async () => {
  const intent = await givenIntent();
  await control(`stripe/intents/${intent}`, { outcome: 'success' });
  await control('stripe/disputes', { intent });
  await control('stripe/disputes', { intent, outcome: 'won' });
  expect((await control('stripe/disputes', { intent, outcome: 'lost' })).body).toMatchObject({ status: 'won' });
  await vi.waitFor(() => expect(ofType('dispute_won')).toMatchObject([{ gatewayRef: intent, amountPaise: 129_900 }]));
  expect(ofType('dispute_opened')).toHaveLength(1);
  expect(ofType('dispute_lost')).toHaveLength(0);
});

test('a refund is told of, with our id; one that the bank sends back days later too', async () => {
  const intent = await givenIntent();
  await control(`stripe/intents/${intent}`, { outcome: 'success' });
  const refund = { id: 'rfd_1', gatewayRef: intent, captureRef: null, amountPaise: 500 } as const;
  const { gatewayRef } = await gateway().refund(refund);
  const told = { gatewayRef: intent, amountPaise: 500, refund: { gatewayRef, refundId: 'rfd_1' } };
  await vi.waitFor(() => expect(ofType('refund_succeeded')).toMatchObject([told]));
  await control(`refunds/${gatewayRef}`, { status: 'failed' });
  await vi.waitFor(() => expect(ofType('refund_failed')).toMatchObject([told, told]));
  const list = await (await fetch(`${sandbox.url}/control/refunds?payment=pay_1`)).json();
  expect(list).toMatchObject({ refunds: [{ gateway: 'stripe', id: gatewayRef, amount: 500, status: 'failed' }] });
  expect(await (await fetch(`${sandbox.url}/control/refunds?payment=pay_none`)).json()).toEqual({ refunds: [] });
});

test('faults outlive a repetition of the same request, and are gone when told so', async () => {
  const set = await control('faults', { refundReplies: 'lose', paymentIds: ['pay_1'] });
  expect(set.body).toEqual({ refundReplies: 'lose', refundStatus: 'succeeded', paymentIds: ['pay_1'] });
  const none = { refundReplies: 'ok', refundStatus: 'succeeded', paymentIds: null };
  expect((await control('faults', {})).body).toEqual(none);
});

test.each([
  ['faults', { refundReplies: 'explode' }],
  ['stripe/intents/pi_1', { outcome: 'maybe' }],
  ['razorpay/orders/order_1', { outcome: 'success', method: 'cash' }],
  ['stripe/disputes', { outcome: 'won' }],
  ['refunds/re_1', { status: 'lost' }],
])('%s with %o is 422', async (place, value) => {
  expect((await control(place, value)).status).toBe(422);
});

test('what does not exist is refused', async () => {
  expect((await control('stripe/intents/pi_none', { outcome: 'success' })).status).toBe(404);
  expect((await control('razorpay/orders/order_none', { outcome: 'success' })).status).toBe(400);
  expect((await control('refunds/rfnd_none', { status: 'failed' })).status).toBe(400);
});

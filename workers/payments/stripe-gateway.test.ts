import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { stripeGateway } from './stripe-gateway.ts';

const SECRET = 'whsec_haat_development';
let sandbox: Sandbox;

beforeAll(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-gateway-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: SECRET });
});

afterAll(() => sandbox.close());

const KEYS = {
  APP_ENV: 'development',
  STRIPE_SECRET_KEY: 'sk_test_haat',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_haat',
  STRIPE_WEBHOOK_SECRET: SECRET,
};

function given(changes: Partial<Env> = {}): Env {
  return { ...KEYS, STRIPE_API_BASE: sandbox.url, ...changes } as Env;
}

const payment = { id: 'pay_1', orderNo: 'HT0123456789', amountPaise: 129_900, currency: 'INR' } as const;

function pay(payUrl: string | null, choice: string): Promise<Response> {
  const body = new URLSearchParams({ choice });
  const place = `${sandbox.url}${payUrl?.replace('/sandbox', '')}`;
  return fetch(place, { method: 'POST', body, redirect: 'manual' });
}

test('a payment is started, paid, known and given back, over HTTP', async () => {
  const gateway = stripeGateway(given());
  const started = await gateway.start(payment);
  expect(started.payUrl).toBe(`/sandbox/pay/${started.gatewayRef}?return_url=%2Forders%2FHT0123456789`);
  expect(started.clientSecret).toContain('_secret_');
  expect(await gateway.start(payment)).toEqual(started);
  expect(await gateway.fetch(started.gatewayRef)).toEqual({ status: 'open', amountPaise: 0, currency: 'INR' });

  const back = await pay(started.payUrl, 'success');
  expect(back.headers.get('location')).toMatch(/^\/orders\/HT0123456789\?payment_intent=pi_/);
  const paid = { status: 'captured', amountPaise: 129_900, currency: 'INR' };
  expect(await gateway.fetch(started.gatewayRef)).toEqual(paid);

  const refund = { gatewayRef: started.gatewayRef, amountPaise: 129_900, idempotencyKey: 'refund:pay_1' };
  await gateway.refund(refund);
  await gateway.refund(refund);
  // Stripe forgets keys after a day; a refund under another key finds the money gone, which is what was wanted.
  await gateway.refund({ ...refund, idempotencyKey: 'refund:pay_1:again' });
});

test('a gateway that refuses or is not there is 502, without its words', async () => {
  const gone = stripeGateway(given({ STRIPE_API_BASE: 'http://127.0.0.1:9' }));
  await expect(gone.start({ ...payment, id: 'pay_2' })).rejects.toMatchObject({ code: 'gateway_unavailable' });
  const missing = stripeGateway(given()).fetch('pi_none');
  await expect(missing).rejects.toMatchObject({
    code: 'gateway_unavailable',
    extra: { gatewayCode: 'resource_missing' },
  });
}, 20_000);

describe('settings', () => {
  const live = {
    APP_ENV: 'production',
    STRIPE_SECRET_KEY: 'sk_live_1',
    STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    STRIPE_API_BASE: undefined,
  } as const;

  test.each([
    ['the address of a sandbox', { STRIPE_API_BASE: 'http://127.0.0.1:8788' }],
    ['the secret key of the sandbox', { STRIPE_SECRET_KEY: 'sk_test_haat' }],
    ['the webhook secret of the sandbox', { STRIPE_WEBHOOK_SECRET: SECRET }],
    ['no webhook secret', { STRIPE_WEBHOOK_SECRET: '' }],
    ['no secret key', { STRIPE_SECRET_KEY: undefined }],
  ])('production with %s is refused', (_, change) => {
    expect(() => stripeGateway(given({ ...live, ...change }))).toThrowError(
      expect.objectContaining({ code: 'misconfigured' }),
    );
  });

  test('production with keys of its own is fine', () => {
    expect(stripeGateway(given(live)).publishableKey).toBe('pk_live_1');
  });

  test('the sandbox key is never sent to Stripe itself', async () => {
    const started = stripeGateway(given({ STRIPE_API_BASE: undefined })).start(payment);
    await expect(started).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('webhooks', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');

  async function parse(body: object, signedAt = now) {
    const payload = JSON.stringify(body);
    const timestamp = Math.floor(signedAt / 1000);
    const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: SECRET, timestamp });
    return await stripeGateway(given()).parseWebhook(payload, new Headers({ 'stripe-signature': signature }), now);
  }

  const event = (type: string, object: object) => ({ id: 'evt_1', object: 'event', type, data: { object } });
  const intent = { id: 'pi_1', amount: 100, amount_received: 90, amount_capturable: 80, currency: 'inr' };
  const charge = { id: 'ch_1', payment_intent: 'pi_1', amount_refunded: 70, currency: 'inr' };

  test.each([
    ['payment_intent.succeeded', intent, 'captured', 90],
    ['payment_intent.amount_capturable_updated', intent, 'authorized', 80],
    ['payment_intent.payment_failed', intent, 'failed', 100],
    ['payment_intent.canceled', intent, 'failed', 100],
    ['charge.refunded', { ...charge, refunded: true }, 'refunded', 70],
    ['charge.refunded', { ...charge, refunded: false }, 'other', 70],
  ])('%s means %s', async (type, object, meaning, amountPaise) => {
    const parsed = await parse(event(type, object));
    const meant = {
      eventId: 'evt_1',
      gatewayType: type,
      type: meaning,
      gatewayRef: 'pi_1',
      amountPaise,
      currency: 'INR',
    };
    expect(parsed).toEqual({ ok: true, event: meant });
  });

  test('a type that is unknown is nothing', async () => {
    expect(await parse(event('charge.succeeded', charge))).toMatchObject({ ok: true, event: { type: 'other' } });
  });

  test('300 s old is young enough, 301 s is not', async () => {
    const body = event('payment_intent.succeeded', intent);
    expect(await parse(body, now - 300_000)).toMatchObject({ ok: true });
    expect(await parse(body, now - 301_000)).toEqual({ ok: false });
  });
});

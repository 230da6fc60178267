import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { stripeGateway } from './stripe-gateway.ts';

const SECRET = 'whsec_haat_development';
let sandbox: Sandbox;

beforeAll(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-gateway-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: SECRET });
});

afterEach(() => control('faults', {}));

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

async function control(place: string, value: object): Promise<{ id: string }> {
  const answer = await fetch(`${sandbox.url}/control/${place}`, { method: 'POST', body: JSON.stringify(value) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id: string };
}

interface Listed {
  readonly id: string;
  readonly amount: number;
  readonly refundId: string | null;
}

async function refundsAt(paymentRef: string): Promise<readonly Listed[]> {
  const answer = await fetch(`${sandbox.url}/control/refunds?payment=${paymentRef}`);
  return ((await answer.json()) as { refunds: readonly Listed[] }).refunds;
}

/** A payment that is captured at the sandbox, and a refund of a part of it. */
async function givenCaptured(id: 'pay_2' | 'pay_3' | 'pay_4' | 'pay_5' | 'pay_6') {
  const { gatewayRef } = await stripeGateway(given()).start({ ...payment, id });
  await control(`stripe/intents/${gatewayRef}`, { outcome: 'success' });
  return { id: `rfd_of_${id}`, gatewayRef, captureRef: null, amountPaise: 20_000 } as const;
}

test('a payment is started, paid, known and given back, over HTTP', async () => {
  const gateway = stripeGateway(given());
  const started = await gateway.start(payment);
  const refs = { gatewayRef: started.gatewayRef, captureRef: null };
  expect(started.payUrl).toBe(`/sandbox/pay/${started.gatewayRef}?return_url=%2Forders%2FHT0123456789`);
  expect(started.clientSecret).toContain('_secret_');
  expect(await gateway.start(payment)).toEqual(started);
  const open = { status: 'open', captureRef: null, amountPaise: 0, currency: 'INR', method: null };
  expect(await gateway.fetch(refs)).toEqual({ ...open, feePaise: 0, feeTaxPaise: 0 });

  const place = `${sandbox.url}${started.payUrl?.replace('/sandbox', '')}`;
  const body = new URLSearchParams({ choice: 'success' });
  const back = await fetch(place, { method: 'POST', body, redirect: 'manual' });
  expect(back.headers.get('location')).toMatch(/^\/orders\/HT0123456789\?payment_intent=pi_/);
  const paid = { ...open, status: 'captured', amountPaise: 129_900, method: 'card', feePaise: 0, feeTaxPaise: 0 };
  expect(await gateway.fetch(refs)).toEqual(paid);

  const refund = { ...refs, id: 'rfd_whole', amountPaise: 129_900 } as const;
  expect(await gateway.fetchRefund(refund)).toBeNull();
  const made = await gateway.refund(refund);
  expect(made).toEqual({ gatewayRef: expect.stringMatching(/^re_/), status: 'succeeded' });
  expect(await gateway.refund(refund)).toEqual(made);
  expect(await gateway.fetchRefund(refund)).toEqual(made);
});

test('ten requests for one refund at once, and one after the keys are forgotten, are one refund', async () => {
  const refund = await givenCaptured('pay_2');
  const gateway = stripeGateway(given());
  const made = await Promise.all(Array.from({ length: 10 }, () => gateway.refund(refund)));
  expect(new Set(made.map(({ gatewayRef }) => gatewayRef)).size).toBe(1);
  await control('forget-keys', {});
  expect(await gateway.refund(refund)).toEqual(made[0]);
  expect(await refundsAt(refund.gatewayRef)).toMatchObject([{ amount: 20_000, refundId: refund.id }]);
  await gateway.refund({ ...refund, id: 'rfd_another' });
  expect(await refundsAt(refund.gatewayRef)).toHaveLength(2);
});

test('a refund whose reply is lost is found, not made again', async () => {
  const refund = await givenCaptured('pay_3');
  const gateway = stripeGateway(given());
  await control('faults', { refundReplies: 'lose', paymentIds: ['pay_3'] });
  await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'gateway_unavailable' });
  await control('forget-keys', {});
  const [made] = await refundsAt(refund.gatewayRef);
  expect(await gateway.refund(refund)).toEqual({ gatewayRef: made?.id, status: 'succeeded' });
  expect(await refundsAt(refund.gatewayRef)).toHaveLength(1);
}, 20_000);

test('a gateway that refuses a refund has made none, for the payments it was told to', async () => {
  const refund = await givenCaptured('pay_4');
  const gateway = stripeGateway(given());
  await control('faults', { refundReplies: 'refuse', paymentIds: [refund.gatewayRef] });
  await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'gateway_unavailable' });
  expect(await gateway.fetchRefund(refund)).toBeNull();
  await control('faults', { refundReplies: 'refuse', paymentIds: ['pi_another'] });
  expect((await gateway.refund(refund)).status).toBe('succeeded');
}, 20_000);

test('a refund that is pending and fails at the bank moved no money: the next try is another', async () => {
  const refund = await givenCaptured('pay_5');
  const gateway = stripeGateway(given());
  await control('faults', { refundStatus: 'pending' });
  const first = await gateway.refund(refund);
  expect(first.status).toBe('pending');
  await control(`refunds/${first.gatewayRef}`, { status: 'failed' });
  expect(await gateway.fetchRefund(refund)).toEqual({ ...first, status: 'failed' });
  await control('faults', {});
  const [second, same] = await Promise.all([gateway.refund(refund), gateway.refund(refund)]);
  expect(second).toEqual({ gatewayRef: expect.not.stringMatching(first.gatewayRef), status: 'succeeded' });
  expect(same).toEqual(second);
  expect(await gateway.fetchRefund(refund)).toEqual(second);
});

test('more than a page of refunds is searched', async () => {
  const { gatewayRef, ...refund } = await givenCaptured('pay_6');
  const stripe = new Stripe('sk_test_haat', {
    ...{ host: '127.0.0.1', port: new URL(sandbox.url).port, protocol: 'http' },
    httpClient: Stripe.createFetchHttpClient(),
  });
  const gateway = stripeGateway(given());
  const made = await gateway.refund({ ...refund, gatewayRef });
  for (let index = 0; index < 100; index++) await stripe.refunds.create({ payment_intent: gatewayRef, amount: 100 });
  await control('forget-keys', {});
  expect(await gateway.refund({ ...refund, gatewayRef })).toEqual(made);
  expect(await refundsAt(gatewayRef)).toHaveLength(101);
});

test('a gateway that refuses or is not there is 502, without its words', async () => {
  const gone = stripeGateway(given({ STRIPE_API_BASE: 'http://127.0.0.1:9' }));
  await expect(gone.start({ ...payment, id: 'pay_7' })).rejects.toMatchObject({ code: 'gateway_unavailable' });
  const missing = stripeGateway(given()).fetch({ gatewayRef: 'pi_none', captureRef: null });
  await expect(missing).rejects.toMatchObject({
    code: 'gateway_unavailable',
    extra: { gatewayCode: 'resource_missing' },
  });
}, 20_000);

const live = {
  APP_ENV: 'production',
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_API_BASE: undefined,
} as const;

describe('settings', () => {
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

  async function parse(body: object, { signedAt = now, env = given() } = {}) {
    const payload = JSON.stringify(body);
    const timestamp = Math.floor(signedAt / 1000);
    const secret = env.STRIPE_WEBHOOK_SECRET ?? '';
    const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp });
    return await stripeGateway(env).parseWebhook(payload, new Headers({ 'stripe-signature': signature }), now);
  }

  const event = (type: string, object: object, livemode = false) => {
    return { id: 'evt_1', object: 'event', type, livemode, data: { object } };
  };
  const intent = { id: 'pi_1', amount: 100, amount_received: 90, amount_capturable: 80, currency: 'inr' };
  const refund = { id: 're_1', payment_intent: 'pi_1', amount: 70, currency: 'inr', metadata: { refundId: 'rfd_1' } };
  const dispute = { id: 'du_1', payment_intent: 'pi_1', amount: 60, currency: 'inr' };
  const ours = { gatewayRef: 're_1', refundId: 'rfd_1' };

  test.each([
    ['payment_intent.succeeded', intent, 'captured', 90, null],
    ['payment_intent.amount_capturable_updated', intent, 'authorized', 80, null],
    ['payment_intent.payment_failed', intent, 'failed', 100, null],
    ['payment_intent.canceled', intent, 'failed', 100, null],
    ['refund.created', { ...refund, status: 'succeeded' }, 'refund_succeeded', 70, ours],
    ['refund.created', { ...refund, status: 'pending' }, 'other', 70, ours],
    ['refund.updated', { ...refund, status: 'succeeded' }, 'refund_succeeded', 70, ours],
    ['refund.updated', { ...refund, status: 'failed' }, 'refund_failed', 70, ours],
    ['refund.updated', { ...refund, status: 'canceled' }, 'refund_failed', 70, ours],
    ['refund.failed', { ...refund, status: 'failed' }, 'refund_failed', 70, ours],
    [
      'charge.refund.updated',
      { ...refund, metadata: null, status: 'succeeded' },
      'refund_succeeded',
      70,
      { ...ours, refundId: null },
    ],
    ['charge.dispute.created', { ...dispute, status: 'needs_response' }, 'dispute_opened', 60, null],
    ['charge.dispute.closed', { ...dispute, status: 'won' }, 'dispute_won', 60, null],
    ['charge.dispute.closed', { ...dispute, status: 'lost' }, 'dispute_lost', 60, null],
  ])('%s of %o means %s', async (type, object, meaning, amountPaise, refundRefs) => {
    const body = event(type, object);
    const meant = {
      ...{ eventId: 'evt_1', gatewayType: type, type: meaning, gatewayRef: 'pi_1', captureRef: null, amountPaise },
      ...{ currency: 'INR', method: null, feePaise: 0, feeTaxPaise: 0, refund: refundRefs },
    };
    expect(await parse(body)).toEqual({ ok: true, event: meant });
    expect(stripeGateway(given()).readEvent(JSON.stringify(body))).toEqual(meant);
  });

  test.each(['charge.succeeded', 'charge.refunded', 'customer.created'])('%s is nothing to us', async (type) => {
    expect(await parse(event(type, { id: 'ch_1' }))).toMatchObject({ ok: true, event: { type: 'other' } });
  });

  test('300 s old is young enough, 301 s is not', async () => {
    const body = event('payment_intent.succeeded', intent);
    expect(await parse(body, { signedAt: now - 300_000 })).toMatchObject({ ok: true });
    expect(await parse(body, { signedAt: now - 301_000 })).toEqual({ ok: false, reason: 'invalid_signature' });
  });

  test('an event of test mode is not for a live shop, nor a live one for a test shop', async () => {
    const wrong = { ok: false, reason: 'wrong_mode', event: { eventId: 'evt_1', type: 'captured' } };
    const env = given(live);
    expect(await parse(event('payment_intent.succeeded', intent, true), { env })).toMatchObject({ ok: true });
    expect(await parse(event('payment_intent.succeeded', intent, false), { env })).toMatchObject(wrong);
    expect(await parse(event('payment_intent.succeeded', intent, true))).toMatchObject(wrong);
  });
});

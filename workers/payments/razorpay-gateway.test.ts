import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { razorpayGateway, verifyCallback } from './razorpay-gateway.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-gateway-'));
  const razorpay = { webhookUrl: 'http://127.0.0.1:9/' };
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '', razorpay });
});

afterEach(() => control('faults', {}));

afterAll(() => sandbox.close());

const KEYS = {
  APP_ENV: 'development',
  RAZORPAY_KEY_ID: 'rzp_test_haat',
  RAZORPAY_KEY_SECRET: 'rzp_secret_haat_development',
  RAZORPAY_WEBHOOK_SECRET: 'rzp_webhook_haat_development',
};

function given(changes: Partial<Env> = {}): Env {
  return { ...KEYS, RAZORPAY_API_BASE: `${sandbox.url}/razorpay`, ...changes } as Env;
}

const payment = { id: 'pay_1', orderNo: 'HT0123456789', amountPaise: 129_900, currency: 'INR' } as const;

interface Callback {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

async function control(place: string, value: object): Promise<Callback> {
  const answer = await fetch(`${sandbox.url}/control/${place}`, { method: 'POST', body: JSON.stringify(value) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Callback;
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

async function atRazorpay(place: string, init: RequestInit = {}): Promise<{ id: string }> {
  const authorization = `Basic ${btoa(`${KEYS.RAZORPAY_KEY_ID}:${KEYS.RAZORPAY_KEY_SECRET}`)}`;
  const answer = await fetch(`${sandbox.url}/razorpay/v1/${place}`, { ...init, headers: { authorization } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id: string };
}

/** A payment that is captured at the sandbox, and a refund of a part of it. */
async function givenCaptured(id: `pay_${number}`) {
  const { gatewayRef } = await razorpayGateway(given()).start({ ...payment, id });
  const { razorpay_payment_id: captureRef } = await control(`razorpay/orders/${gatewayRef}`, { outcome: 'success' });
  return { id: `rfd_of_${id}`, gatewayRef, captureRef, amountPaise: 20_000 } as const;
}

const OPEN = {
  ...{ status: 'open', captureRef: null, amountPaise: 0, currency: 'INR', method: null, feePaise: 0, feeTaxPaise: 0 },
};

test('a payment is started, declined, paid, known and given back, over HTTP', async () => {
  const gateway = razorpayGateway(given());
  const started = await gateway.start({ ...payment, method: 'upi_qr' });
  const { gatewayRef } = started;
  const query = 'return_url=%2Forders%2FHT0123456789&method=upi_qr';
  expect(started).toEqual({
    gatewayRef: expect.stringMatching(/^order_/),
    payUrl: `/sandbox/razorpay/pay/${gatewayRef}?${query}`,
    clientSecret: gatewayRef,
  });
  expect((await gateway.start(payment)).gatewayRef).toBe(gatewayRef);
  expect(await atRazorpay(`orders/${gatewayRef}`)).toMatchObject({
    ...{ amount: 129_900, currency: 'INR', receipt: 'pay_1' },
    notes: { orderNo: 'HT0123456789', paymentId: 'pay_1' },
  });

  const refs = { gatewayRef, captureRef: null };
  expect(await gateway.fetch(refs)).toEqual(OPEN);
  await control(`razorpay/orders/${gatewayRef}`, { outcome: 'decline', method: 'card' });
  expect(await gateway.fetch(refs)).toEqual(OPEN);
  const callback = await control(`razorpay/orders/${gatewayRef}`, { outcome: 'success', method: 'upi_qr' });
  const captureRef = callback.razorpay_payment_id;
  // 2 % of ₹1,299 are ₹25.98; 18 % of that are ₹4.68.
  const paid = { ...OPEN, status: 'captured', captureRef, amountPaise: 129_900, method: 'upi' };
  expect(await gateway.fetch(refs)).toEqual({ ...paid, feePaise: 3066, feeTaxPaise: 468 });

  const refund = { id: 'rfd_0123456789', gatewayRef, captureRef, amountPaise: 129_900 } as const;
  expect(await gateway.fetchRefund(refund)).toBeNull();
  const made = await gateway.refund(refund);
  expect(made).toEqual({ gatewayRef: expect.stringMatching(/^rfnd_/), status: 'succeeded' });
  expect(await gateway.refund(refund)).toEqual(made);
  expect(await gateway.fetchRefund({ ...refund, captureRef: null })).toEqual(made);
  expect(await gateway.fetch(refs)).toMatchObject({ status: 'captured', captureRef, amountPaise: 129_900 });
});

test('started ten times at once, a payment is one order to everybody', async () => {
  const gateway = razorpayGateway(given());
  const started = await Promise.all(Array.from({ length: 10 }, () => gateway.start({ ...payment, id: 'pay_2' })));
  expect(new Set(started.map(({ gatewayRef }) => gatewayRef)).size).toBe(1);
});

test('ten requests for one refund at once, and one after the keys are forgotten, are one refund', async () => {
  const refund = await givenCaptured('pay_3');
  const gateway = razorpayGateway(given());
  const made = await Promise.all(Array.from({ length: 10 }, () => gateway.refund(refund)));
  expect(new Set(made.map(({ gatewayRef }) => gatewayRef)).size).toBe(1);
  await control('forget-keys', {});
  expect(await gateway.refund(refund)).toEqual(made[0]);
  expect(await refundsAt(refund.captureRef)).toMatchObject([{ amount: 20_000, refundId: refund.id }]);
  await gateway.refund({ ...refund, id: 'rfd_another' });
  expect(await refundsAt(refund.gatewayRef)).toHaveLength(2);
});

test('a refund whose reply is lost is found, not made again', async () => {
  const refund = await givenCaptured('pay_4');
  const gateway = razorpayGateway(given());
  await control('faults', { refundReplies: 'lose', paymentIds: [refund.captureRef] });
  await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'gateway_unavailable' });
  await control('forget-keys', {});
  const [made] = await refundsAt('pay_4');
  expect(await gateway.refund(refund)).toEqual({ gatewayRef: made?.id, status: 'succeeded' });
  expect(await refundsAt('pay_4')).toHaveLength(1);
});

test('a gateway that refuses a refund has made none', async () => {
  const refund = await givenCaptured('pay_5');
  const gateway = razorpayGateway(given());
  await control('faults', { refundReplies: 'refuse', paymentIds: ['pay_5'] });
  await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'gateway_unavailable' });
  expect(await gateway.fetchRefund(refund)).toBeNull();
  await control('faults', { refundReplies: 'refuse', paymentIds: ['pay_another'] });
  expect((await gateway.refund(refund)).status).toBe('succeeded');
});

test('a refund that is pending and fails at the bank moved no money: the next try is another', async () => {
  const refund = await givenCaptured('pay_6');
  const gateway = razorpayGateway(given());
  await control('faults', { refundStatus: 'pending' });
  const first = await gateway.refund(refund);
  expect(first.status).toBe('pending');
  expect(await gateway.refund(refund)).toEqual(first);
  await control(`refunds/${first.gatewayRef}`, { status: 'failed' });
  expect(await gateway.fetchRefund(refund)).toEqual({ ...first, status: 'failed' });
  await control('faults', {});
  const [second, same] = await Promise.all([gateway.refund(refund), gateway.refund(refund)]);
  expect(second.gatewayRef).not.toBe(first.gatewayRef);
  expect(second.status).toBe('succeeded');
  expect(same).toEqual(second);
  expect(await gateway.fetchRefund(refund)).toEqual(second);
});

test('more than a page of refunds is searched', async () => {
  const refund = await givenCaptured('pay_7');
  const gateway = razorpayGateway(given());
  const made = await gateway.refund(refund);
  const body = JSON.stringify({ amount: 100 });
  for (let index = 0; index < 100; index++) {
    await atRazorpay(`payments/${refund.captureRef}/refund`, { method: 'POST', body });
  }
  await control('forget-keys', {});
  expect(await gateway.refund(refund)).toEqual(made);
  expect(await refundsAt('pay_7')).toHaveLength(101);
});

test('what was never captured cannot be given back, and more than that neither', async () => {
  const gateway = razorpayGateway(given());
  const { gatewayRef } = await gateway.start({ ...payment, id: 'pay_8' });
  const refund = { id: 'rfd_of_nothing', gatewayRef, captureRef: null, amountPaise: 100 } as const;
  await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'payment_not_refundable' });
  await control(`razorpay/orders/${gatewayRef}`, { outcome: 'success' });
  const tooMuch = gateway.refund({ ...refund, amountPaise: 129_901 });
  await expect(tooMuch).rejects.toMatchObject({
    code: 'gateway_unavailable',
    extra: { gatewayCode: 'BAD_REQUEST_ERROR' },
  });
});

test('what is captured instead of what was asked for is told as it is', async () => {
  const gateway = razorpayGateway(given());
  const { gatewayRef } = await gateway.start({ ...payment, id: 'pay_9' });
  await control(`razorpay/orders/${gatewayRef}`, { outcome: 'success', amount: 129_899, currency: 'USD' });
  expect(await gateway.fetch({ gatewayRef, captureRef: null })).toMatchObject({
    amountPaise: 129_899,
    currency: 'USD',
  });
});

describe('a gateway that', () => {
  test('is not there is 502', async () => {
    const gone = razorpayGateway(given({ RAZORPAY_API_BASE: 'http://127.0.0.1:9' }));
    await expect(gone.start(payment)).rejects.toMatchObject({ code: 'gateway_unavailable' });
  });

  test('does not know the keys is misconfigured', async () => {
    const started = razorpayGateway(given({ RAZORPAY_KEY_SECRET: 'rzp_secret_haat_other' })).start(payment);
    await expect(started).rejects.toMatchObject({ code: 'misconfigured' });
  });

  test('knows nothing of the order is 502, without its words', async () => {
    const missing = razorpayGateway(given()).fetch({ gatewayRef: 'order_none', captureRef: null });
    await expect(missing).rejects.toMatchObject({
      code: 'gateway_unavailable',
      extra: { gatewayCode: 'BAD_REQUEST_ERROR' },
    });
  });

  test.each([
    ['answers 500', 500, '{}', 500],
    ['answers something else', 200, '{"items":[{"no":"id"}]}', 'unexpected_answer'],
    ['answers no JSON', 200, '<html>', 'unexpected_answer'],
  ])('%s is 502', async (_, status, body, gatewayCode) => {
    const server = createServer((_request, response) => void response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = razorpayGateway(given({ RAZORPAY_API_BASE: base })).start(payment);
    await expect(started).rejects.toMatchObject({ code: 'gateway_unavailable', extra: { gatewayCode } });
    server.closeAllConnections();
    server.close();
  });
});

describe('settings', () => {
  const live = {
    APP_ENV: 'production',
    RAZORPAY_KEY_ID: 'rzp_live_1',
    RAZORPAY_KEY_SECRET: 'secret',
    RAZORPAY_WEBHOOK_SECRET: 'webhook secret',
    RAZORPAY_API_BASE: undefined,
  } as const;

  test.each([
    ['the address of a sandbox', { RAZORPAY_API_BASE: 'http://127.0.0.1:8788/razorpay' }],
    ['an address that is none', { RAZORPAY_API_BASE: 'razorpay' }],
    ['the key of the sandbox', { RAZORPAY_KEY_ID: KEYS.RAZORPAY_KEY_ID }],
    ['the key secret of the sandbox', { RAZORPAY_KEY_SECRET: KEYS.RAZORPAY_KEY_SECRET }],
    ['the webhook secret of the sandbox', { RAZORPAY_WEBHOOK_SECRET: KEYS.RAZORPAY_WEBHOOK_SECRET }],
    ['no webhook secret', { RAZORPAY_WEBHOOK_SECRET: '' }],
    ['no key secret', { RAZORPAY_KEY_SECRET: undefined }],
    ['no key', { RAZORPAY_KEY_ID: undefined }],
  ])('production with %s is refused', (_, change) => {
    const misconfigured = expect.objectContaining({ code: 'misconfigured' });
    expect(() => razorpayGateway(given({ ...live, ...change }))).toThrowError(misconfigured);
  });

  test('production with keys of its own is fine', () => {
    expect(razorpayGateway(given(live)).publishableKey).toBe('rzp_live_1');
  });

  test('the sandbox key is never sent to Razorpay itself', async () => {
    const started = razorpayGateway(given({ RAZORPAY_API_BASE: undefined })).start(payment);
    await expect(started).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('signatures', () => {
  interface Vector {
    readonly about: string;
    readonly body: string;
    readonly secret: string;
    readonly signature: string;
    readonly valid: boolean;
  }
  const file = path.join(import.meta.dirname, '../../test/vectors/webhooks.json');
  const { razorpay: vectors } = JSON.parse(readFileSync(file, 'utf8')) as { razorpay: readonly Vector[] };

  test.each(vectors)('$about', async ({ body, secret, signature, valid }) => {
    const gateway = razorpayGateway(given({ RAZORPAY_WEBHOOK_SECRET: secret }));
    const parsed = await gateway.parseWebhook(body, new Headers({ 'x-razorpay-signature': signature }), 0);
    if (valid) expect(parsed).toMatchObject({ ok: true, event: { type: 'other', gatewayType: 'unknown' } });
    else expect(parsed).toEqual({ ok: false, reason: 'invalid_signature' });
  });

  test.each([
    ['none', ''],
    ['one in capitals', 'upper'],
    ['half of one', 'half'],
  ])('%s is not a signature', async (_, how) => {
    const signature = createHmac('sha256', KEYS.RAZORPAY_WEBHOOK_SECRET).update('{}').digest('hex');
    const spelt = { upper: signature.toUpperCase(), half: signature.slice(0, 32) }[how] ?? '';
    const headers = new Headers({ 'x-razorpay-signature': spelt });
    const refused = { ok: false, reason: 'invalid_signature' };
    expect(await razorpayGateway(given()).parseWebhook('{}', headers, 0)).toEqual(refused);
  });

  test('the browser brings a proof of its own order only', async () => {
    const { gatewayRef } = await razorpayGateway(given()).start({ ...payment, id: 'pay_10' });
    const proof = await control(`razorpay/orders/${gatewayRef}`, { outcome: 'success', method: 'netbanking' });
    const { razorpay_payment_id: paymentRef, razorpay_signature: signature } = proof;
    expect(await verifyCallback(given(), gatewayRef, paymentRef, signature)).toBe(true);
    expect(await verifyCallback(given(), 'order_another', paymentRef, signature)).toBe(false);
    expect(await verifyCallback(given(), gatewayRef, 'pay_another', signature)).toBe(false);
    expect(await verifyCallback(given(), gatewayRef, paymentRef, `0${signature.slice(1)}`)).toBe(signature[0] === '0');
    expect(await verifyCallback(given(), gatewayRef, paymentRef, '')).toBe(false);
  });
});

describe('webhooks', () => {
  async function parse(body: string, eventId: string | null = 'evt_header', env = given()) {
    const headers = new Headers({
      'x-razorpay-signature': createHmac('sha256', KEYS.RAZORPAY_WEBHOOK_SECRET).update(body).digest('hex'),
      ...(eventId === null ? {} : { 'x-razorpay-event-id': eventId }),
    });
    return await razorpayGateway(env).parseWebhook(body, headers, 0);
  }

  const entity = { id: 'pay_A', order_id: 'order_A', amount: 90, currency: 'INR', status: 'captured', method: 'upi' };
  const paid = { payment: { entity: { ...entity, fee: 12, tax: 2, notes: [] } } };
  const failed = { payment: { entity: { ...entity, status: 'failed', fee: null, tax: null } } };
  const refundOf = (refundId: string | null) => {
    const refund = { id: 'rfnd_A', payment_id: 'pay_A', amount: 40, currency: 'INR', status: 'processed' };
    const notes = refundId === null ? [] : { refundId };
    return { ...paid, refund: { entity: { ...refund, receipt: refundId, notes } } };
  };
  const disputed = { ...paid, dispute: { entity: { id: 'disp_A', payment_id: 'pay_A', amount: 50, currency: 'INR' } } };
  const body = (event: string, payload: object) =>
    JSON.stringify({ entity: 'event', account_id: 'acc_A', event, contains: Object.keys(payload), payload });
  const ours = { gatewayRef: 'rfnd_A', refundId: 'rfd_1' };

  test.each([
    ['payment.authorized', failed, 'authorized', 90, 0, null],
    ['payment.captured', paid, 'captured', 90, 12, null],
    ['order.paid', { ...paid, order: { entity: { id: 'order_A', amount: 90 } } }, 'captured', 90, 12, null],
    ['payment.failed', failed, 'failed', 90, 0, null],
    ['refund.processed', refundOf('rfd_1'), 'refund_succeeded', 40, 12, ours],
    ['refund.processed', refundOf(null), 'refund_succeeded', 40, 12, { ...ours, refundId: null }],
    ['refund.failed', refundOf('rfd_1'), 'refund_failed', 40, 12, ours],
    ['refund.created', refundOf('rfd_1'), 'other', 40, 12, ours],
    ['payment.dispute.created', disputed, 'dispute_opened', 50, 12, null],
    ['payment.dispute.won', disputed, 'dispute_won', 50, 12, null],
    ['payment.dispute.lost', disputed, 'dispute_lost', 50, 12, null],
    ['payment.dispute.under_review', disputed, 'other', 50, 12, null],
    ['settlement.processed', paid, 'other', 90, 12, null],
    ['toString', paid, 'other', 90, 12, null],
  ])('%s of %o means %s', async (type, payload, meaning, amountPaise, feePaise, refund) => {
    const meant = {
      ...{ eventId: 'evt_header', gatewayType: type, type: meaning, gatewayRef: 'order_A', captureRef: 'pay_A' },
      ...{ amountPaise, currency: 'INR', method: 'upi', feePaise, feeTaxPaise: feePaise === 0 ? 0 : 2, refund },
    };
    const text = body(type, payload);
    expect(await parse(text)).toEqual({ ok: true, event: meant });
    const eventId = createHash('sha256').update(text).digest('hex');
    expect(razorpayGateway(given()).readEvent(text)).toEqual({ ...meant, eventId });
    expect(await parse(text, null)).toEqual({ ok: true, event: { ...meant, eventId } });
  });

  test('a refund or a dispute without its payment still names the money', async () => {
    const { refund } = refundOf('rfd_1');
    const parsed = await parse(body('refund.processed', { refund }));
    expect(parsed).toMatchObject({ ok: true, event: { gatewayRef: '', captureRef: 'pay_A', refund: ours } });
    const lost = await parse(body('payment.dispute.lost', { dispute: disputed.dispute }));
    expect(lost).toMatchObject({ ok: true, event: { gatewayRef: '', captureRef: 'pay_A', type: 'dispute_lost' } });
  });

  test.each([
    ['no payment', '{"event":"payment.captured"}'],
    ['a payment that is none', '{"event":"payment.captured","payload":{"payment":{"entity":{"id":1}}}}'],
  ])('a capture with %s names no payment of ours, and is kept', async (_, text) => {
    const event = { type: 'captured', gatewayRef: '', captureRef: null, amountPaise: 0 };
    expect(await parse(text)).toMatchObject({ ok: true, event });
  });

  test.each(['[]', 'null', 'no JSON', '{"event":{}}'])('%s, signed, is nothing to us', async (text) => {
    expect(await parse(text)).toMatchObject({ ok: true, event: { type: 'other', gatewayType: 'unknown' } });
  });

  test('an event of another account is not for this shop', async () => {
    const text = body('payment.captured', paid);
    const ofA = given({ RAZORPAY_ACCOUNT_ID: 'acc_A' });
    const ofB = given({ RAZORPAY_ACCOUNT_ID: 'acc_B' });
    expect(await parse(text, 'evt_1', ofA)).toMatchObject({ ok: true });
    const wrong = { ok: false, reason: 'wrong_account', event: { eventId: 'evt_1', type: 'captured' } };
    expect(await parse(text, 'evt_1', ofB)).toMatchObject(wrong);
    expect(await parse('{"event":"payment.captured"}', 'evt_1', ofB)).toMatchObject({ reason: 'wrong_account' });
  });
});

import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import {
  deliver,
  deliverRazorpay,
  eventBody,
  type GivenEvent,
  type GivenRazorpayEvent,
  givenGateway,
  razorpayBody,
  razorpayHeaders,
  signatureOf,
} from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { insertMany } from '../db/insert-many.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { retryWebhooks } from '../inbox/retry-webhooks.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { reconcilePayments } from './reconcile-payments.ts';
import { startPayment } from './start-payment.ts';

const DAY_MS = 86_400_000;

async function count(query: string, ...values: string[]): Promise<number> {
  return (
    (await env.DB.prepare(query)
      .bind(...values)
      .first<number>('n')) ?? -1
  );
}

const countPaid = (orderId: string) =>
  count(`SELECT COUNT(*) AS n FROM order_events WHERE order_id = ? AND to_status = 'paid'`, orderId);
const countPlaced = (orderId: string) =>
  count(
    `SELECT COUNT(*) AS n FROM outbox WHERE event ->> 'type' = 'order.placed' AND event ->> 'orderId' = ?`,
    orderId,
  );
const inboxOf = (eventId: string) =>
  env.DB.prepare('SELECT processed_at, outcome, attempts FROM webhook_inbox WHERE event_id = ?').bind(eventId).first();

test('captured: the order is paid, said once, and its pieces leave the shelf', async () => {
  const order = await givenUnpaidOrder({ stock: 5, quantity: 2 });
  await deliver(eventBody(order));
  expect(await order.status()).toBe('paid');
  const { amountPaise } = order;
  expect(await order.payment()).toMatchObject({ status: 'captured', capturedPaise: amountPaise, note: null });
  expect(await countPlaced(order.orderId)).toBe(1);
  expect(await balancesOf(order.orderId)).toEqual({ 'gateway:stripe': amountPaise, sellers: -amountPaise });
  await expectBalancedBooks();
  const stock = () => env.STOCK.getByName(order.sku).read();
  await vi.waitFor(async () => expect(await stock()).toEqual({ onHand: 3, reserved: 0 }), 5000);
}, 30_000);

test('the same webhook ×50 at once, and again after 7 days: one transition (invariant 8)', async () => {
  const order = await givenUnpaidOrder();
  const body = eventBody({ ...order, id: `evt_${order.orderId}` });
  await Promise.all(Array.from({ length: 50 }, () => deliver(body)));
  await deliver(body, givenContext({ now: Date.now() + 7 * DAY_MS }));
  // The same body as another event: nothing new either.
  await deliver(eventBody({ ...order, id: `evt_again_${order.orderId}` }));
  expect(await inboxOf(`evt_again_${order.orderId}`)).toMatchObject({ outcome: 'repeat' });
  await expectBalancedBooks();
  expect(await countPaid(order.orderId)).toBe(1);
  expect(await countPlaced(order.orderId)).toBe(1);
  expect(await count('SELECT COUNT(*) AS n FROM webhook_inbox WHERE event_id = ?', `evt_${order.orderId}`)).toBe(1);
  expect(await inboxOf(`evt_${order.orderId}`)).toMatchObject({ outcome: 'applied' });
  const stock = () => env.STOCK.getByName(order.sku).read();
  await vi.waitFor(async () => expect(await stock()).toEqual({ onHand: 4, reserved: 0 }), 5000);
}, 30_000);

describe('any order of authorized, captured and captured again: the same end (invariant 9)', () => {
  const types = [
    'payment_intent.amount_capturable_updated',
    'payment_intent.succeeded',
    'payment_intent.succeeded',
  ] as const;
  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  test.each(permutations)('%i %i %i', async (...sequence) => {
    const order = await givenUnpaidOrder();
    for (const index of sequence)
      await deliver(
        eventBody({ ...order, type: types[index] as GivenEvent['type'], id: `evt_${order.orderId}_${index}` }),
      );
    expect(await order.payment()).toMatchObject({ status: 'captured' });
    expect(await countPaid(order.orderId)).toBe(1);
    await expectBalancedBooks();
  });

  const told: Partial<GivenRazorpayEvent>[] = [
    { type: 'payment.authorized' },
    { type: 'payment.captured', feePaise: 2_360, feeTaxPaise: 360 },
    // The order's own event, as it would come without the fee.
    { type: 'order.paid' },
  ];
  test.each(permutations)('at Razorpay: %i %i %i', async (...sequence) => {
    const order = await givenUnpaidOrder({ gateway: 'razorpay' });
    const { gatewayRef, amountPaise } = order;
    for (const index of sequence) await deliverRazorpay(razorpayBody({ ...told[index], gatewayRef, amountPaise }));
    const captureRef = `pay_of_${gatewayRef.replace('order_', '')}`;
    expect(await order.payment()).toMatchObject({
      ...{ status: 'captured', captureRef, method: 'upi', capturedPaise: amountPaise },
      ...{ feePaise: 2_360, feeTaxPaise: 360 },
    });
    expect(await countPaid(order.orderId)).toBe(1);
    expect(await balancesOf(order.orderId)).toEqual({
      ...{ 'gateway:razorpay': amountPaise - 2_360, gateway_fees: 2_000, input_tax: 360, sellers: -amountPaise },
    });
    await expectBalancedBooks();
  });

  test('failed after captured is ignored, captured after failed counts', async () => {
    const failed = { type: 'payment_intent.payment_failed' } as const;
    const first = await givenUnpaidOrder();
    await deliver(eventBody(first));
    await deliver(eventBody({ ...first, ...failed }));
    expect(await first.payment()).toMatchObject({ status: 'captured' });
    const second = await givenUnpaidOrder();
    await deliver(eventBody({ ...second, ...failed }));
    expect(await second.status()).toBe('payment_pending');
    await deliver(eventBody(second));
    expect([await second.status(), (await second.payment())?.status]).toEqual(['paid', 'captured']);
  });
});

test.each([
  ['one paisa short', (paise: number) => ({ amountPaise: paise - 1 }), 'INR'],
  ['one paisa more', (paise: number) => ({ amountPaise: paise + 1 }), 'INR'],
  ['another currency', () => ({ currency: 'usd' }), 'USD'],
])('%s: not paid, and a person looks at it (invariant 13)', async (_, change, currency) => {
  for (const gateway of ['stripe', 'razorpay'] as const) {
    const order = await givenUnpaidOrder({ gateway });
    const { gatewayRef, amountPaise } = { ...order, ...change(order.amountPaise) };
    await (gateway === 'stripe'
      ? deliver(eventBody({ gatewayRef, amountPaise, currency: currency.toLowerCase() }))
      : deliverRazorpay(razorpayBody({ gatewayRef, amountPaise, currency })));
    expect(await order.status()).toBe('payment_pending');
    const note = `received ${amountPaise} ${currency}, expected ${order.amountPaise} INR`;
    expect(await order.payment()).toMatchObject({ status: 'mismatched', capturedPaise: amountPaise, note });
    expect(await countPlaced(order.orderId)).toBe(0);
    // Other money than rupees is not in the books.
    const kept = { [`gateway:${gateway}`]: amountPaise, suspense: -amountPaise };
    expect(await balancesOf(order.orderId)).toEqual(currency === 'INR' ? kept : {});
    await expectBalancedBooks();
  }
});

describe('a webhook that is not signed as it should be: 400 and zero writes (invariant 14)', () => {
  const rows = () => count('SELECT (SELECT COUNT(*) FROM webhook_inbox) + (SELECT COUNT(*) FROM order_events) AS n');

  test('every byte of the body counts', async () => {
    const order = await givenUnpaidOrder();
    const body = eventBody(order);
    const headers = await signatureOf(body);
    const before = await rows();
    const bytes = new TextEncoder().encode(body);
    for (let place = 0; place < bytes.length; place += 7) {
      const changed = bytes.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(receiveWebhook(givenContext(), 'stripe', changed, headers)).rejects.toMatchObject({
        code: 'invalid_signature',
      });
    }
    expect(await rows()).toBe(before);
    expect(await order.status()).toBe('payment_pending');
  });

  test('a byte-order mark, another secret, no header, an old time', async () => {
    const order = await givenUnpaidOrder();
    const body = eventBody(order);
    const bytes = new TextEncoder().encode(body);
    const before = await rows();
    const refused = { code: 'invalid_signature', status: 400 };
    const withMark = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]);
    await expect(receiveWebhook(givenContext(), 'stripe', withMark, await signatureOf(body))).rejects.toMatchObject(
      refused,
    );
    await expect(receiveWebhook(givenContext(), 'stripe', bytes, new Headers())).rejects.toMatchObject(refused);
    const forged = new Headers({ 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` });
    await expect(receiveWebhook(givenContext(), 'stripe', bytes, forged)).rejects.toMatchObject(refused);
    const old = await signatureOf(body, Date.now() - 302_000);
    await expect(receiveWebhook(givenContext(), 'stripe', bytes, old)).rejects.toMatchObject(refused);
    expect(await rows()).toBe(before);
  });
});

describe('signed rightly, yet not for this shop: 409, an inbox row that says so, and nothing else', () => {
  test('of another mode', async () => {
    const order = await givenUnpaidOrder();
    const id = `evt_live_${order.orderId}`;
    const live = deliver(eventBody({ ...order, id, livemode: true }));
    await expect(live).rejects.toMatchObject({ code: 'wrong_webhook_mode', status: 409 });
    expect(await inboxOf(id)).toMatchObject({ outcome: 'wrong_mode', processed_at: expect.any(Number) });
    expect(await order.payment()).toMatchObject({ status: 'pending' });
    await retryWebhooks(givenContext({ now: Date.now() + 60_000 }));
    expect(await order.status()).toBe('payment_pending');
  });

  test('of another account', async () => {
    const order = await givenUnpaidOrder({ gateway: 'razorpay' });
    const body = razorpayBody({ ...order, accountId: 'acc_other' });
    const ctx = givenContext();
    const ours = { ...ctx, env: { ...ctx.env, RAZORPAY_ACCOUNT_ID: 'acc_ours' } };
    const id = `other_${order.orderId}`;
    await expect(deliverRazorpay(body, ours, id)).rejects.toMatchObject({ code: 'wrong_webhook_account', status: 409 });
    expect(await inboxOf(id)).toMatchObject({ outcome: 'wrong_account' });
    expect(await order.payment()).toMatchObject({ status: 'pending' });
    // It was the shop's setting that was wrong: sent again, the event is acted on.
    const mended = { ...ctx, env: { ...ctx.env, RAZORPAY_ACCOUNT_ID: 'acc_other' } };
    await deliverRazorpay(body, mended, id);
    expect(await order.payment()).toMatchObject({ status: 'captured' });
    expect(await inboxOf(id)).toMatchObject({ outcome: 'applied' });
    await expect(deliverRazorpay(body, ours, id)).rejects.toMatchObject({ code: 'wrong_webhook_account' });
    expect(await inboxOf(id)).toMatchObject({ outcome: 'applied' });
  });

  test('a byte of Razorpay’s body changed: 400, no row', async () => {
    const body = razorpayBody({ gatewayRef: 'order_1', amountPaise: 100 });
    const headers = await razorpayHeaders(body, 'forged');
    const forged = new TextEncoder().encode(body.replace('100', '101'));
    const answer = receiveWebhook(givenContext(), 'razorpay', forged, headers);
    await expect(answer).rejects.toMatchObject({ code: 'invalid_signature', status: 400 });
    expect(await inboxOf('forged')).toBeNull();
  });
});

test('a webhook that comes before its payment is kept and tried again (invariant 15)', async () => {
  const order = await givenUnpaidOrder({ isStarted: false });
  const id = `evt_early_${order.orderId}`;
  await deliver(eventBody({ ...order, gatewayRef: `pi_${order.paymentId}`, id }));
  expect(await inboxOf(id)).toMatchObject({ processed_at: null, outcome: 'unknown_payment', attempts: 1 });
  const minuteLater = givenContext({ now: Date.now() + 60_000 });
  expect(await retryWebhooks(minuteLater)).toBe(0);
  await startPayment(order.shopper, order.orderNo, {}, order.fake.gateway);
  expect(await retryWebhooks(givenContext({ now: Date.now() + 120_000 }))).toBe(1);
  expect(await order.status()).toBe('paid');
  expect(await inboxOf(id)).toMatchObject({ outcome: 'applied', attempts: 3 });
});

test('webhooks that nobody acts on any more keep no other from its try, however many they are', async () => {
  const { db, newId, now } = givenContext({ now: Date.now() - 60_000 });
  const orphan = { gateway: 'paytm', eventType: 'paid', rawBody: '{}', signature: 'valid', receivedAt: now };
  const orphans = Array.from({ length: 50 }, (_, index) => ({
    ...orphan,
    id: newId('inboxMessage'),
    eventId: `orphan_${index}`,
  }));
  await insertMany(db, webhookInbox, orphans);
  const order = await givenUnpaidOrder({ isStarted: false });
  const id = `evt_behind_${order.orderId}`;
  await deliver(eventBody({ ...order, gatewayRef: `pi_${order.paymentId}`, id }));
  await startPayment(order.shopper, order.orderNo, {}, order.fake.gateway);
  for (const minutes of [1, 2, 3]) await retryWebhooks(givenContext({ now: Date.now() + minutes * 60_000 }));
  expect(await order.status()).toBe('paid');
  expect(await inboxOf('orphan_0')).toMatchObject({ outcome: 'unknown_sender', processed_at: null });
  // After a week they are for people, and cost the cron nothing.
  const attempts = async () => (await inboxOf('orphan_0'))?.attempts;
  const before = await attempts();
  await retryWebhooks(givenContext({ now: Date.now() + 8 * 86_400_000 }));
  expect(await attempts()).toBe(before);
});

test('an event that means nothing here is kept and done', async () => {
  const body = JSON.stringify({ id: 'evt_other', object: 'event', type: 'customer.created', data: { object: {} } });
  await deliver(body);
  expect(await inboxOf('evt_other')).toMatchObject({ outcome: 'ignored', attempts: 1 });
});

test('a webhook that was lost is made up for by asking, and counts once when it comes after all', async () => {
  const order = await givenUnpaidOrder();
  const other = await givenUnpaidOrder({ gateway: 'razorpay' });
  const { known } = order.fake;
  const adapterOf = (name: string) => (name === 'stripe' ? order.fake.gateway : other.fake.gateway);
  expect(await reconcilePayments(givenContext(), adapterOf)).toBe(0);
  known.set(order.gatewayRef, { status: 'captured', amountPaise: order.amountPaise, currency: 'INR' });
  const soon = () => givenContext({ now: Date.now() + 61_000 });
  const moved = await Promise.all([reconcilePayments(soon(), adapterOf), reconcilePayments(soon(), adapterOf)]);
  expect(moved.toSorted()).toEqual([0, 1]);
  expect(await order.status()).toBe('paid');
  await deliver(eventBody({ ...order, id: `evt_slow_${order.orderId}` }));
  expect(await inboxOf(`evt_slow_${order.orderId}`)).toMatchObject({ outcome: 'repeat' });
  expect(await countPaid(order.orderId)).toBe(1);
});

test('a gateway that does not answer keeps the other one from nothing', async () => {
  const lost = await givenUnpaidOrder({ gateway: 'razorpay' });
  const silent = await givenUnpaidOrder();
  const { known } = lost.fake;
  known.set(lost.gatewayRef, { status: 'captured', amountPaise: lost.amountPaise, captureRef: 'pay_1', feePaise: 118 });
  const deaf = { ...silent.fake.gateway, fetch: () => Promise.reject(new Error('no answer')) };
  const adapterOf = (name: string) => (name === 'stripe' ? deaf : lost.fake.gateway);
  const later = givenContext({ now: Date.now() + 61_000 });
  await expect(reconcilePayments(later, adapterOf)).rejects.toThrow('no answer');
  expect([await lost.status(), await silent.status()]).toEqual(['paid', 'payment_pending']);
  expect(await lost.payment()).toMatchObject({ captureRef: 'pay_1', feePaise: 118 });
  await expectBalancedBooks();
});

test('an order is paid by the gateway that was tried last, or the one before it: by one, the other goes back', async () => {
  const order = await givenUnpaidOrder();
  const second = givenGateway('razorpay');
  const { gatewayRef } = await startPayment(order.shopper, order.orderNo, { method: 'upi_qr' }, second.gateway);
  const { amountPaise, orderId } = order;
  await Promise.all([deliver(eventBody(order)), deliverRazorpay(razorpayBody({ gatewayRef, amountPaise }))]);
  expect(await order.status()).toBe('paid');
  expect(await countPlaced(orderId)).toBe(1);
  const [refund, ...others] = await order.refunds();
  expect(others).toEqual([]);
  expect(refund).toMatchObject({ amountPaise, reason: 'paid_twice', status: 'due' });
  await expectBalancedBooks();
});

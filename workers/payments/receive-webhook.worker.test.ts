import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody, type GivenEvent, refundBody, signatureOf } from '../../test/builders/gateway.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { reconcilePayments } from './reconcile-payments.ts';
import { retryWebhooks } from './retry-webhooks.ts';

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
  expect(await order.payment()).toMatchObject({ status: 'captured', note: null });
  expect(await countPlaced(order.orderId)).toBe(1);
  const stock = () => env.STOCK.getByName(order.sku).read();
  await vi.waitFor(async () => expect(await stock()).toEqual({ onHand: 3, reserved: 0 }), 5000);
}, 30_000);

test('the same webhook ×50 at once, and again after 7 days: one transition (invariant 8)', async () => {
  const order = await givenUnpaidOrder();
  const body = eventBody({ ...order, id: `evt_${order.orderId}` });
  await Promise.all(Array.from({ length: 50 }, () => deliver(body)));
  await deliver(body, givenContext({ now: Date.now() + 7 * DAY_MS }));
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
  ['one paisa short', (paise: number) => ({ amountPaise: paise - 1 })],
  ['one paisa more', (paise: number) => ({ amountPaise: paise + 1 })],
  ['another currency', () => ({ currency: 'usd' })],
])('%s: not paid, and a person looks at it (invariant 13)', async (_, change) => {
  const order = await givenUnpaidOrder();
  await deliver(eventBody({ ...order, ...change(order.amountPaise) }));
  expect(await order.status()).toBe('payment_pending');
  expect(await order.payment()).toMatchObject({ status: 'mismatched', note: expect.stringContaining('expected') });
  expect(await countPlaced(order.orderId)).toBe(0);
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
      await expect(receiveWebhook(givenContext(), changed, headers)).rejects.toMatchObject({
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
    await expect(receiveWebhook(givenContext(), withMark, await signatureOf(body))).rejects.toMatchObject(refused);
    await expect(receiveWebhook(givenContext(), bytes, new Headers())).rejects.toMatchObject(refused);
    const forged = new Headers({ 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` });
    await expect(receiveWebhook(givenContext(), bytes, forged)).rejects.toMatchObject(refused);
    const old = await signatureOf(body, Date.now() - 302_000);
    await expect(receiveWebhook(givenContext(), bytes, old)).rejects.toMatchObject(refused);
    expect(await rows()).toBe(before);
  });
});

test('a webhook that comes before its payment is kept and tried again (invariant 15)', async () => {
  const order = await givenUnpaidOrder({ isStarted: false });
  const id = `evt_early_${order.orderId}`;
  await deliver(eventBody({ ...order, gatewayRef: `pi_${order.paymentId}`, id }));
  expect(await inboxOf(id)).toMatchObject({ processed_at: null, outcome: 'unknown_payment', attempts: 1 });
  const minuteLater = givenContext({ now: Date.now() + 60_000 });
  expect(await retryWebhooks(minuteLater)).toBe(0);
  const { startPayment } = await import('./start-payment.ts');
  await startPayment(order.shopper, order.orderNo, order.fake.gateway);
  expect(await retryWebhooks(givenContext({ now: Date.now() + 120_000 }))).toBe(1);
  expect(await order.status()).toBe('paid');
  expect(await inboxOf(id)).toMatchObject({ outcome: 'applied', attempts: 3 });
});

test('a refund that overtakes its capture waits for it', async () => {
  const order = await givenUnpaidOrder();
  await deliver(refundBody(order.gatewayRef, order.amountPaise));
  expect(await order.payment()).toMatchObject({ status: 'pending' });
  await deliver(eventBody(order));
  await retryWebhooks(givenContext({ now: Date.now() + 60_000 }));
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
});

test('an event that means nothing here is kept and done', async () => {
  const body = JSON.stringify({ id: 'evt_other', object: 'event', type: 'customer.created', data: { object: {} } });
  await deliver(body);
  expect(await inboxOf('evt_other')).toMatchObject({ outcome: 'ignored', attempts: 1 });
});

test('a webhook that was lost is made up for by asking, and counts once when it comes after all', async () => {
  const order = await givenUnpaidOrder();
  const { known, gateway } = order.fake;
  expect(await reconcilePayments(givenContext(), gateway)).toBe(0);
  known.set(order.gatewayRef, { status: 'captured', amountPaise: order.amountPaise, currency: 'INR' });
  const soon = () => givenContext({ now: Date.now() + 61_000 });
  const moved = await Promise.all([reconcilePayments(soon(), gateway), reconcilePayments(soon(), gateway)]);
  expect(moved.toSorted()).toEqual([0, 1]);
  expect(await order.status()).toBe('paid');
  await deliver(eventBody({ ...order, id: `evt_slow_${order.orderId}` }));
  expect(await inboxOf(`evt_slow_${order.orderId}`)).toMatchObject({ outcome: 'repeat' });
  expect(await countPaid(order.orderId)).toBe(1);
});

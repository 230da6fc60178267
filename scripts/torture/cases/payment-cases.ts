import { randomUUID } from 'node:crypto';
import { type Answer, call } from '../../../bench/load.ts';
import { paymentIdOf } from '../../../workers/domain/payment.ts';
import { DEVELOPMENT_VARS } from '../../shop.ts';
import { atOnce, pause, times } from '../at-once.ts';
import { eventually, expectEqual, expectTrue, tally } from '../expect.ts';
import { deliver, razorpayWebhook, stripeWebhook, type Webhook } from '../webhooks.ts';
import { CLIENTS, outcomeOf, type Placed, type World } from '../world.ts';
import type { Case } from './case.ts';

const MINUTE_MS = 60_000;
/** When the cron is told that so much time has passed, a waiting order is over. */
const AFTER_HOLD_MS = 16 * MINUTE_MS;
const EXPIRY_RACES = 1000;
const EXPIRY_SPREAD_MS = 400;

export const paymentCases: readonly Case[] = [
  { id: '8', title: 'one webhook 50 times at once, and again later', run: sameWebhook },
  { id: '9', title: 'all 6 orders of authorized, captured, order paid', run: everyOrder },
  { id: '10', title: 'browser callback against webhook × 100', run: callbackRace },
  { id: '11', title: 'money after the hold expired', run: lateMoney },
  { id: '12', title: `payment against expiry × ${EXPIRY_RACES}`, run: expiryRace },
  { id: '13', title: 'a paisa short, another currency', run: mismatches },
  { id: '14', title: 'one byte of a webhook changed', run: tampered },
  { id: '15', title: 'a webhook before its payment', run: earlyWebhook },
  { id: '16', title: 'ten parallel refunds of ₹200 of ₹1,472; a lost reply', run: parallelRefunds },
];

interface Waiting extends Placed {
  readonly gatewayRef: string;
  readonly paymentId: string;
}

/** An order whose payment has been started, and that waits for it. */
async function waitingOrder(world: World, sku: string, gateway: 'stripe' | 'razorpay'): Promise<Waiting> {
  const placed = await world.order(await world.buyer({ sku }), { paymentMethod: gateway });
  const started = await world.as(placed.buyer, 'POST', `/payments/${placed.orderNo}/create-intent`, { gateway });
  expectEqual('create-intent', started.status, 200);
  const { gatewayRef } = JSON.parse(started.body) as { gatewayRef: string };
  return { ...placed, gatewayRef, paymentId: paymentIdOf(placed.orderId, gateway) };
}

const capturedOf = ({ gatewayRef, grandPaise }: Waiting, gateway: 'stripe' | 'razorpay'): Webhook =>
  gateway === 'stripe'
    ? stripeWebhook('payment_intent.succeeded', { gatewayRef, amountPaise: grandPaise })
    : razorpayWebhook('payment.captured', { gatewayRef, amountPaise: grandPaise });

/** Nothing comes from the sandbox by itself while the case delivers what it wants. */
async function undelivered<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  await world.sandbox('POST', '/webhooks/switches.json', { lose: true });
  try {
    return await work();
  } finally {
    await world.sandbox('POST', '/webhooks/switches.json', {});
  }
}

const paidLog = (world: World, orderId: string) =>
  world.books.count(
    `SELECT COUNT(*) AS n FROM order_events WHERE order_id = ? AND event = 'payment_captured'`,
    orderId,
  );

async function sameWebhook(world: World): Promise<string> {
  const sku = await world.given(5);
  const order = await waitingOrder(world, sku, 'stripe');
  const webhook = capturedOf(order, 'stripe');
  const answers = await atOnce(times(50, () => () => deliver(world, webhook)));
  expectEqual('answers', tally(answers.map(outcomeOf)), { '200': 50 });
  const ends = () => ({
    transitions: paidLog(world, order.orderId),
    invoices: world.books.count('SELECT COUNT(*) AS n FROM invoices WHERE order_id = ?', order.orderId),
    commits: world.books.count(
      `SELECT COUNT(*) AS n FROM inventory_ledger WHERE sku = ? AND reason = 'order_commit'`,
      sku,
    ),
    mails: world.books.count(
      `SELECT COUNT(*) AS n FROM notifications WHERE dedupe_key LIKE 'order.invoiced:' || ? || '%' AND status = 'sent'`,
      order.orderId,
    ),
  });
  const once = { transitions: 1, invoices: 1, commits: 1, mails: 1 };
  await eventually('effects', ends, once);
  // Stripe signs each delivery anew, also the one of a week later; the cron lives in that week.
  await world.tick(7 * 24 * 60 * MINUTE_MS);
  expectEqual('later', (await deliver(world, webhook)).status, 200);
  await world.tick();
  expectEqual('effects later', ends(), once);
  return '1 transition, 1 invoice, 1 stock commit, 1 e-mail';
}

async function everyOrder(world: World): Promise<string> {
  const sku = await world.given(20);
  const kinds = ['payment.authorized', 'payment.captured', 'order.paid'] as const;
  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const end = (order: Waiting) => [
    world.orderStatus(order.orderId),
    world.books.one<{ status: string }>('SELECT status FROM payments WHERE id = ?', order.paymentId)?.status,
    paidLog(world, order.orderId),
  ];
  for (const permutation of permutations) {
    const order = await waitingOrder(world, sku, 'razorpay');
    const told = { gatewayRef: order.gatewayRef, amountPaise: order.grandPaise };
    for (const index of permutation) await deliver(world, razorpayWebhook(kinds[index], told));
    await deliver(world, razorpayWebhook('payment.failed', told));
    expectEqual(permutation.join(), end(order), ['paid', 'captured', 1]);
  }
  const atOnceOrder = await waitingOrder(world, sku, 'razorpay');
  const told = { gatewayRef: atOnceOrder.gatewayRef, amountPaise: atOnceOrder.grandPaise };
  await atOnce(kinds.map((kind) => () => deliver(world, razorpayWebhook(kind, told))));
  expectEqual('all at once', end(atOnceOrder), ['paid', 'captured', 1]);
  const retried = await waitingOrder(world, sku, 'stripe');
  const intent = { gatewayRef: retried.gatewayRef, amountPaise: retried.grandPaise };
  await deliver(world, stripeWebhook('payment_intent.payment_failed', intent));
  await deliver(world, stripeWebhook('payment_intent.succeeded', intent));
  expectEqual('captured after failed', end(retried), ['paid', 'captured', 1]);
  return '6 orders and all at once: paid once; failed after captured ignored';
}

interface Callback {
  readonly razorpay_order_id: string;
  readonly razorpay_payment_id: string;
  readonly razorpay_signature: string;
}

async function callbackRace(world: World): Promise<string> {
  const sku = await world.given(100);
  await undelivered(world, async () => {
    const orders = await atOnce(
      times(100, () => () => waitingOrder(world, sku, 'razorpay')),
      CLIENTS,
    );
    const callbacks = await atOnce(
      orders.map(
        ({ gatewayRef }) =>
          () =>
            world.sandbox<Callback>('POST', `/control/razorpay/orders/${gatewayRef}`, {
              outcome: 'success',
              method: 'upi',
            }),
      ),
      CLIENTS,
    );
    await atOnce(
      orders.flatMap((order, index) => {
        const callback = callbacks[index];
        if (callback === undefined) return [];
        const told = {
          gatewayRef: order.gatewayRef,
          amountPaise: order.grandPaise,
          captureRef: callback.razorpay_payment_id,
        };
        return world.dice.shuffled([
          () => postCallback(world, callback),
          () => deliver(world, razorpayWebhook('payment.captured', told)),
        ]);
      }),
      CLIENTS,
    );
    for (const { orderId } of orders) {
      expectEqual('an order', [world.orderStatus(orderId), paidLog(world, orderId)], ['paid', 1]);
    }
    const forged = callbacks[0];
    if (forged === undefined) return;
    const wrong = await postCallback(world, { ...forged, razorpay_payment_id: 'pay_forged' });
    expectEqual('a forged callback', outcomeOf(wrong), '400 invalid_signature');
  });
  await eventually('stock', () => world.level(sku), { onHand: 0, reserved: 0 }, 120_000);
  return '100 orders, each paid once';
}

function postCallback(world: World, callback: Callback): Promise<Answer> {
  return call(`${world.api}/payments/razorpay/callback`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    rawBody: new URLSearchParams({ ...callback }).toString(),
  });
}

async function lateMoney(world: World): Promise<string> {
  const [there, gone] = [await world.given(1), await world.given(1)];
  const [lucky, unlucky] = [await waitingOrder(world, there, 'stripe'), await waitingOrder(world, gone, 'stripe')];
  await world.tick(AFTER_HOLD_MS);
  expectEqual(
    'both',
    [lucky, unlucky].map(({ orderId }) => world.orderStatus(orderId)),
    ['expired', 'expired'],
  );
  await eventually('given back', () => world.level(gone), { onHand: 1, reserved: 0 });
  await world.order(await world.buyer({ sku: gone }));
  for (const { gatewayRef } of [lucky, unlucky]) {
    await world.sandbox('POST', `/control/stripe/intents/${gatewayRef}`, { outcome: 'success' });
  }
  await eventually('with stock', () => world.orderStatus(lucky.orderId), 'paid');
  const refunds = () =>
    world.books.all('SELECT status, amount_paise AS paise FROM refunds WHERE payment_id = ?', unlucky.paymentId);
  await eventually('without stock', refunds, [{ status: 'succeeded', paise: unlucky.grandPaise }]);
  expectEqual('its order', world.orderStatus(unlucky.orderId), 'cancelled');
  await deliver(world, capturedOf(unlucky, 'stripe'));
  await world.tick(AFTER_HOLD_MS);
  expectEqual('refunds at the gateway', await refundsAtGateway(world, unlucky.gatewayRef), [unlucky.grandPaise]);
  await eventually('levels', async () => [await world.level(there), await world.level(gone)], [
    { onHand: 0, reserved: 0 },
    { onHand: 0, reserved: 0 },
  ]);
  return 'stock there: paid; gone: cancelled and one full refund';
}

/** Amounts, as the gateway itself has them. */
async function refundsAtGateway(world: World, gatewayRef: string): Promise<number[]> {
  const { refunds } = await world.sandbox<{ refunds: { amount: number }[] }>(
    'GET',
    `/control/refunds?payment=${gatewayRef}`,
  );
  return refunds.map((refund) => refund.amount);
}

async function expiryRace(world: World): Promise<string> {
  const sku = await world.given(EXPIRY_RACES);
  const ends: string[] = [];
  await undelivered(world, async () => {
    while (ends.length < EXPIRY_RACES) {
      const orders = await atOnce(
        times(Math.min(CLIENTS, EXPIRY_RACES - ends.length), () => () => waitingOrder(world, sku, 'stripe')),
        CLIENTS,
      );
      // The cron takes some hundred milliseconds for so many: money comes before, while and after it ends an order.
      await Promise.all([
        ...orders.map(async (order) => {
          await pause(world.dice.between(0, EXPIRY_SPREAD_MS));
          return await deliver(world, capturedOf(order, 'stripe'));
        }),
        world.tick(AFTER_HOLD_MS),
        world.tick(AFTER_HOLD_MS),
      ]);
      // What lost too many races is tried again by the cron.
      await world.tick(AFTER_HOLD_MS);
      for (const order of orders) {
        const payment = world.books.one<{ status: string; refunds: number }>(
          `SELECT p.status, (SELECT COUNT(*) FROM refunds r WHERE r.payment_id = p.id) AS refunds
           FROM payments p WHERE id = ?`,
          order.paymentId,
        );
        ends.push([world.orderStatus(order.orderId), payment?.status, payment?.refunds].join(' '));
      }
    }
  });
  const outcomes = tally(ends);
  const paid = outcomes['paid captured 0'] ?? 0;
  // With stock for all, money is never sent back: it came in time, or the pieces were taken again.
  expectEqual('ends', outcomes, { 'paid captured 0': EXPIRY_RACES });
  await eventually('stock', () => world.level(sku), { onHand: EXPIRY_RACES - paid, reserved: 0 }, 300_000);
  const late = world.books.count(
    `SELECT COUNT(*) AS n FROM order_events e JOIN order_lines l ON l.order_id = e.order_id
     WHERE l.sku = ? AND e.event = 'payment_captured' AND e.from_status = 'expired'`,
    sku,
  );
  expectTrue(`${late} of ${paid} after their expiry: that was no race`, late > 0 && late < paid);
  return `${paid} paid, of them ${late} after their expiry; none paid and released`;
}

async function mismatches(world: World): Promise<string> {
  const sku = await world.given(5);
  for (const wrong of [(paise: number) => ({ amount: paise - 1 }), () => ({ currency: 'usd' })]) {
    const order = await waitingOrder(world, sku, 'stripe');
    await world.sandbox('POST', `/control/stripe/intents/${order.gatewayRef}`, {
      outcome: 'success',
      ...wrong(order.grandPaise),
    });
    const status = () =>
      world.books.one<{ status: string }>('SELECT status FROM payments WHERE id = ?', order.paymentId);
    await eventually('the payment', status, { status: 'mismatched' });
    expectEqual('the order', world.orderStatus(order.orderId), 'payment_pending');
    const queue = await world.staff('GET', '/admin/payments?status=mismatched');
    expectTrue('the review queue does not show it', queue.body.includes(order.paymentId));
  }
  return 'a paisa short and dollars: not paid, both in the review queue';
}

async function tampered(world: World): Promise<string> {
  const sku = await world.given(5);
  const [order, razorpay] = [await waitingOrder(world, sku, 'stripe'), await waitingOrder(world, sku, 'razorpay')];
  const rows = () =>
    world.books.one(`SELECT (SELECT COUNT(*) FROM webhook_inbox) AS inbox, (SELECT COUNT(*) FROM order_events) AS log,
      (SELECT COUNT(*) FROM outbox) AS outbox, (SELECT COUNT(*) FROM ledger_entries) AS ledger`);
  const before = rows();
  for (const [webhook, secret] of [
    [capturedOf(order, 'stripe'), DEVELOPMENT_VARS.STRIPE_WEBHOOK_SECRET],
    [capturedOf(razorpay, 'razorpay'), DEVELOPMENT_VARS.RAZORPAY_WEBHOOK_SECRET],
  ] as const) {
    expectTrue('a secret', secret.length > 0);
    const places = times(CLIENTS, () => world.dice.between(0, webhook.body.length - 1));
    const answers = await atOnce(
      places.map(
        (place) => () =>
          deliver(world, webhook, (body) => {
            const flipped = String.fromCharCode(body.charCodeAt(place) ^ 1);
            return body.slice(0, place) + flipped + body.slice(place + 1);
          }),
      ),
    );
    expectEqual(webhook.gateway, tally(answers.map(outcomeOf)), { '400 invalid_signature': CLIENTS });
  }
  expectEqual('rows', rows(), before);
  expectEqual(
    'orders',
    [order, razorpay].map(({ orderId }) => world.orderStatus(orderId)),
    ['payment_pending', 'payment_pending'],
  );
  return `2 × ${CLIENTS} changed bodies: 400, no row`;
}

/** Razorpay's order exists, and is paid, before the shop knows of it: its own answer was lost on the way. */
async function earlyWebhook(world: World): Promise<string> {
  const sku = await world.given(5);
  const placed = await world.order(await world.buyer({ sku }), { paymentMethod: 'razorpay' });
  const paymentId = paymentIdOf(placed.orderId, 'razorpay');
  const { RAZORPAY_KEY_ID: id, RAZORPAY_KEY_SECRET: secret } = DEVELOPMENT_VARS;
  const order = await world.sandbox<{ id: string }>(
    'POST',
    '/razorpay/v1/orders',
    {
      ...{ amount: placed.grandPaise, currency: 'INR', receipt: paymentId },
      notes: { orderNo: placed.orderNo, paymentId },
    },
    { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  );
  await world.sandbox('POST', `/control/razorpay/orders/${order.id}`, { outcome: 'success', method: 'upi' });
  const waiting = () =>
    world.books.count(
      `SELECT COUNT(*) AS n FROM webhook_inbox WHERE processed_at IS NULL AND outcome = 'unknown_payment'
       AND raw_body LIKE '%' || ? || '%'`,
      order.id,
    );
  await eventually('kept', () => waiting() > 0, true);
  expectEqual('the order', world.orderStatus(placed.orderId), 'payment_pending');
  const started = await world.as(placed.buyer, 'POST', `/payments/${placed.orderNo}/create-intent`, {
    gateway: 'razorpay',
  });
  expectEqual('create-intent', started.status, 200);
  expectEqual(
    'the same order at the gateway',
    (JSON.parse(started.body) as { gatewayRef: string }).gatewayRef,
    order.id,
  );
  await world.tick(2 * MINUTE_MS);
  await eventually('the order', () => world.orderStatus(placed.orderId), 'paid');
  expectEqual('transitions', paidLog(world, placed.orderId), 1);
  return 'kept, retried, paid once';
}

async function parallelRefunds(world: World): Promise<string> {
  const sku = await world.given(5, { pricePaise: 147_200 });
  const order = await waitingOrder(world, sku, 'stripe');
  expectEqual('captured', order.grandPaise, 147_200);
  await world.sandbox('POST', `/control/stripe/intents/${order.gatewayRef}`, { outcome: 'success' });
  await eventually('the order', () => world.orderStatus(order.orderId), 'paid');
  const refund = (amountPaise: number, key: string = randomUUID()) =>
    world.staff(
      'POST',
      `/admin/orders/${order.orderNo}/refunds`,
      { amountPaise, note: 'torture' },
      { 'idempotency-key': key },
    );
  const answers = await atOnce(times(10, () => () => refund(20_000)));
  expectEqual('ten at once', tally(answers.map((answer) => (answer.status < 300 ? 'accepted' : outcomeOf(answer)))), {
    '409 refund_exceeds_capture': 3,
    accepted: 7,
  });
  const succeeded = () =>
    world.books.count(
      `SELECT COUNT(*) AS n FROM refunds WHERE payment_id = ? AND status = 'succeeded'`,
      order.paymentId,
    );
  await eventually('refunds', succeeded, 7);
  await world.sandbox('POST', '/control/faults', { refundReplies: 'lose' });
  try {
    expectTrue('the rest', (await refund(7200)).status < 300);
    await eventually('asked', async () => (await refundsAtGateway(world, order.gatewayRef)).length, 8);
  } finally {
    await world.sandbox('POST', '/control/faults', { refundReplies: 'ok' });
  }
  await eventually('the lost one', succeeded, 8, 60_000);
  const atGateway = await refundsAtGateway(world, order.gatewayRef);
  expectEqual('at the gateway', [atGateway.length, atGateway.reduce((sum, each) => sum + each, 0)], [8, 147_200]);
  expectEqual('the payment', world.books.one('SELECT status FROM payments WHERE id = ?', order.paymentId), {
    status: 'refunded',
  });
  return '7 of 10 accepted; the lost reply made one refund';
}

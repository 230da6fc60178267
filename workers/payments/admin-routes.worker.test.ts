import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { switchToCash } from '../checkout/switch-to-cash.ts';
import type { Context } from '../context.ts';
import { COD_FEE_PAISE } from '../domain/delivery.ts';
import { createRouter } from '../http/openapi.ts';
import { AppError, problemOf } from '../http/problem.ts';
import { inboxRoutes } from '../inbox/routes.ts';
import { paymentAdminRoutes } from './admin-routes.ts';

/** The routes as somebody asks them. */
function asked(by: Context) {
  const app = createRouter();
  app.use(async (c, next) => {
    c.set('ctx', by);
    await next();
  });
  app.route('/', paymentAdminRoutes);
  app.route('/', inboxRoutes);
  app.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json(problemOf(error, 'req_test'), error.status as 400);
  });
  return async (method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}) => {
    const sent =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
    const answer = await app.request(path, { method, ...sent }, env);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
}

const staff = asked(givenStaff());

async function webhookIdOf(eventId: string): Promise<string> {
  const row = await env.DB.prepare('SELECT id FROM webhook_inbox WHERE event_id = ?').bind(eventId).first<string>('id');
  return row ?? '';
}

/** A cash order whose courier has collected the money. */
async function givenCollectedOrder() {
  const order = await givenUnpaidOrder();
  const grandPaise = order.amountPaise + COD_FEE_PAISE;
  await switchToCash(order.shopper, order.orderNo, grandPaise);
  const cashId = `pay_${order.orderId.slice(4)}_cod`;
  await env.DB.batch([
    env.DB.prepare(`UPDATE payments SET status = 'cod_collected', captured_paise = amount_paise WHERE id = ?`).bind(
      cashId,
    ),
    env.DB.prepare(
      `INSERT INTO ledger_entries VALUES (?, 'cod_receivable', ?, ?, 0), (?, 'cod_with_carrier', ?, ?, 0)`,
    ).bind(`cash:${cashId}`, -grandPaise, order.orderId, `cash:${cashId}`, grandPaise, order.orderId),
  ]);
  return { ...order, cashId, grandPaise };
}

test('the inbox: listed by outcome, read raw, replayed to the same end with an audit row', async () => {
  const order = await givenUnpaidOrder();
  const eventId = `evt_${order.orderId}`;
  const body = eventBody({ ...order, id: eventId });
  await deliver(body);
  await deliver(eventBody({ gatewayRef: 'pi_nobody', amountPaise: 1, id: `early_${order.orderId}` }));
  const id = await webhookIdOf(eventId);

  const applied = await staff('GET', '/admin/webhooks?gateway=stripe&outcome=applied');
  expect(applied.body.webhooks).toMatchObject([{ id, eventId, outcome: 'applied', attempts: 1, signature: 'valid' }]);
  const waiting = await staff('GET', '/admin/webhooks?outcome=waiting');
  expect(waiting.body.webhooks).toMatchObject([{ outcome: 'unknown_payment', processedAt: null }]);
  const one = await staff('GET', `/admin/webhooks/${id}`);
  expect(one.body).toMatchObject({ rawBody: body, eventType: 'payment_intent.succeeded' });

  const before = await balancesOf(order.orderId);
  const replayed = await Promise.all([1, 2, 3].map(() => staff('POST', `/admin/webhooks/${id}/replay`)));
  expect(replayed.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await staff('GET', `/admin/webhooks/${id}`)).body).toMatchObject({ outcome: 'applied', attempts: 4 });
  expect(await balancesOf(order.orderId)).toEqual(before);
  expect(await order.status()).toBe('paid');
  const audits = await env.DB.prepare('SELECT action FROM audit_log WHERE subject = ?').bind(id).all();
  expect(audits.results).toHaveLength(3);
  await expectBalancedBooks();
});

test('a replay makes up for what failed, and never acts on a webhook of another mode', async () => {
  const order = await givenUnpaidOrder();
  const broken = givenContext();
  const deaf = { ...broken, env: { ...env, STOCK: undefined as unknown as Env['STOCK'] } };
  await env.DB.prepare(`UPDATE orders SET status = 'expired' WHERE id = ?`).bind(order.orderId).run();
  const eventId = `evt_${order.orderId}`;
  await deliver(eventBody({ ...order, id: eventId }), deaf);
  const id = await webhookIdOf(eventId);
  expect((await staff('GET', `/admin/webhooks/${id}`)).body.outcome).toMatch(/^failed: /);
  await staff('POST', `/admin/webhooks/${id}/replay`);
  expect((await staff('GET', `/admin/webhooks/${id}`)).body.outcome).toBe('applied');
  expect(await order.status()).toBe('paid');

  const other = await givenUnpaidOrder();
  const liveId = `live_${other.orderId}`;
  await deliver(eventBody({ ...other, id: liveId, livemode: true })).catch(() => undefined);
  const live = await webhookIdOf(liveId);
  expect((await staff('POST', `/admin/webhooks/${live}/replay`)).body).toMatchObject({ outcome: 'wrong_mode' });
  expect(await other.status()).toBe('payment_pending');
});

test('cash that was collected is handed over once, with its number, also after a refund', async () => {
  const { cashId, orderNo, orderId, grandPaise } = await givenCollectedOrder();
  const key = { 'idempotency-key': givenKey() };
  const asked = await staff('POST', `/admin/orders/${orderNo}/refunds`, { amountPaise: 5_000, note: 'late' }, key);
  expect(asked.status).toBe(201);
  const refundId = String(asked.body.refundId);
  const utr = 'HDFC0000012345';
  const sent = await Promise.all([1, 2, 3].map(() => staff('POST', `/admin/refunds/${refundId}/transfer`, { utr })));
  expect(sent.map(({ status, body }) => [status, body.status, body.utr])).toEqual(
    [1, 2, 3].map(() => [200, 'succeeded', utr]),
  );
  const second = await staff('POST', `/admin/refunds/${refundId}/transfer`, { utr: 'HDFC0000099999' });
  expect(second.status).toBe(409);

  const handed = { utr: 'ICIC0000054321' };
  const over = await Promise.all([1, 2, 3].map(() => staff('POST', `/admin/payments/${cashId}/remittance`, handed)));
  expect(over.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(over[0]?.body).toMatchObject({ status: 'cod_remitted', captureRef: handed.utr });
  expect((await staff('POST', `/admin/payments/${cashId}/remittance`, { utr })).status).toBe(409);
  expect(await balancesOf(orderId)).toEqual({ bank: grandPaise - 5_000, losses: 5_000, sellers: -grandPaise });
  await expectBalancedBooks();
});

test('wrong input is a 4xx that names the field, and writes nothing', async () => {
  const order = await givenUnpaidOrder();
  await deliver(eventBody(order));
  const key = { 'idempotency-key': givenKey() };
  const refunds = `/admin/orders/${order.orderNo}/refunds`;
  const wrong = [
    await staff('POST', refunds, { amountPaise: 0, note: 'nothing' }, key),
    await staff('POST', refunds, { amountPaise: 1.5, note: 'half' }, key),
    await staff('POST', refunds, { lines: [], note: 'none' }, key),
    await staff('POST', refunds, { amountPaise: 100, note: '' }, key),
    await staff('POST', refunds, { amountPaise: 100, note: 'no key' }),
    await staff('POST', `/admin/payments/${order.paymentId}/decision`, { decision: 'keep', note: 'why' }),
    await staff('POST', `/admin/payments/pay_1/remittance`, { utr: 'HDFC0000012345' }),
    await staff('GET', '/admin/payments?status=lost'),
    await staff('GET', '/admin/webhooks?cursor=1'),
  ];
  expect(wrong.map(({ status }) => status)).toEqual(wrong.map(() => 422));
  for (const { body } of wrong) expect(body.errors).not.toEqual([]);
  expect(await order.refunds()).toEqual([]);
  const gone = await staff('POST', `/admin/payments/${order.paymentId}/decision`, { decision: 'accept', note: 'why' });
  expect([gone.status, gone.body.code]).toEqual([409, 'illegal_transition']);
  const above = { amountPaise: order.amountPaise + 1, note: 'too much' };
  const exceeds = await staff('POST', refunds, above, { 'idempotency-key': givenKey() });
  expect([exceeds.status, exceeds.body.code]).toEqual([409, 'refund_exceeds_capture']);
});

test('shoppers and sellers may not', async () => {
  const { shopper, orderNo, paymentId } = await givenUnpaidOrder();
  const rfd = `rfd_${'0'.repeat(26)}`;
  const whk = `whk_${'0'.repeat(26)}`;
  const key = { 'idempotency-key': givenKey() };
  for (const [by, status] of [
    [shopper, 401],
    [givenContext({ actor: givenUserActor({ role: 'seller' }) }), 403],
  ] as const) {
    const ask = asked(by);
    const answers = [
      await ask('GET', '/admin/webhooks'),
      await ask('GET', `/admin/webhooks/${whk}`),
      await ask('POST', `/admin/webhooks/${whk}/replay`),
      await ask('GET', '/admin/payments'),
      await ask('GET', `/admin/payments/${paymentId}`),
      await ask('POST', `/admin/payments/${paymentId}/decision`, { decision: 'refund', note: 'mine' }),
      await ask('POST', `/admin/payments/${paymentId}/remittance`, { utr: 'HDFC0000012345' }),
      await ask('POST', `/admin/orders/${orderNo}/refunds`, { amountPaise: 1, note: 'mine' }, key),
      await ask('GET', '/admin/refunds'),
      await ask('POST', `/admin/refunds/${rfd}/retry`),
      await ask('POST', `/admin/refunds/${rfd}/transfer`, { utr: 'HDFC0000012345' }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => status));
  }
});

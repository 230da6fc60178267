import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenUserActor, headersOf } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenStandingOrder, moveGivenParcel } from '../../test/builders/standing-order.ts';
import { api } from '../api.ts';
import type { Context } from '../context.ts';
import { fulfilments, orders } from '../db/schema/orders.ts';
import type { Problem } from '../http/problem.ts';
import type { Order } from './schemas.ts';
import type { StaffOrder, StaffOrderList } from './staff-schemas.ts';

async function ask(who: Context | null, method: string, place: string, body?: unknown): Promise<Response> {
  const execution = createExecutionContext();
  const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' });
  if (who?.actor.kind === 'user') {
    for (const [name, value] of Object.entries(await headersOf(who.actor))) headers.set(name, value);
  }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.fetch(new Request(`https://haat.test/api/v1${place}`, init), env, execution);
  await waitOnExecutionContext(execution);
  return answer;
}

function givenUser(): Context {
  return givenContext({ actor: givenUserActor() });
}

/** A standing order of somebody with an account. */
async function givenOrderOf(user: Context, options: Parameters<typeof givenStandingOrder>[0] = {}) {
  const order = await givenStandingOrder(options);
  if (user.actor.kind !== 'user') throw new Error('a user');
  await user.db
    .update(orders)
    .set({ ownerKey: `user:${user.actor.userId}`, email: `${user.actor.userId.toLowerCase()}@haat.test` })
    .where(eq(orders.id, order.order.id));
  return order;
}

const writes = async () =>
  await givenContext().db.all(sql`SELECT (SELECT COUNT(*) FROM order_events) AS log,
    (SELECT COUNT(*) FROM cancellations) AS cancellations, (SELECT COUNT(*) FROM audit_log) AS audit`);

describe('POST /orders/{orderNo}/cancel', () => {
  test('without a body cancels the order; again answers the same', async () => {
    const user = givenUser();
    const { orderNo } = await givenOrderOf(user);
    const first = (await (await ask(user, 'POST', `/orders/${orderNo}/cancel`)).json()) as Order;
    expect(first).toMatchObject({ status: 'cancelled', canCancel: false, refunds: [{ amountPaise: 13_900 }] });
    const again = await ask(user, 'POST', `/orders/${orderNo}/cancel`, {});
    expect(again.status).toBe(200);
    expect(((await again.json()) as Order).refunds).toHaveLength(1);
  });

  test('with SKUs cancels those; again answers the same', async () => {
    const user = givenUser();
    const order = await givenOrderOf(user, { lines: [2] });
    const body = { skus: order.skus.slice(0, 1), reason: 'found_cheaper' };
    for (let time = 0; time < 2; time++) {
      const answer = await ask(user, 'POST', `/orders/${order.orderNo}/cancel`, body);
      expect(answer.status).toBe(200);
      const seen = (await answer.json()) as Order;
      expect(seen.fulfilments.flatMap((parcel) => parcel.lines).map((line) => line.isCancelled)).toEqual([true, false]);
    }
    expect(await order.cancellations()).toHaveLength(1);
  });

  test.each([
    [{ skus: [] }, 'skus'],
    [{ skus: 'A' }, 'skus'],
    [{ skus: [1] }, 'skus.0'],
    [{ skus: ['NOPE'] }, 'skus'],
    [{ skus: Array.from({ length: 101 }, () => 'A') }, 'skus'],
    [{ reason: 'because' }, 'reason'],
    [{ reason: 1 }, 'reason'],
    [{ everything: true }, 'everything'],
  ])('%j is refused, names %s and changes nothing', async (body, field) => {
    const user = givenUser();
    const { orderNo } = await givenOrderOf(user);
    const before = await writes();
    const answer = await ask(user, 'POST', `/orders/${orderNo}/cancel`, body);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Problem).errors?.[0]?.field).toBe(field);
    expect(await writes()).toEqual(before);
  });

  test('after shipping: 409 that names the SKU, and nothing changes', async () => {
    const user = givenUser();
    const order = await givenOrderOf(user);
    const [parcel] = await order.parcels();
    for (const event of ['pack', 'ship'] as const) await moveGivenParcel(order.system, parcel?.id ?? '', event);
    const before = await writes();
    const answer = await ask(user, 'POST', `/orders/${order.orderNo}/cancel`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'order_not_cancellable', sku: order.skus[0] });
    expect(await writes()).toEqual(before);
  });

  test('nobody else', async () => {
    const { orderNo } = await givenOrderOf(givenUser());
    const before = await writes();
    for (const who of [givenUser(), null, givenStaff()]) {
      expect((await ask(who, 'POST', `/orders/${orderNo}/cancel`)).status).toBe(404);
    }
    expect(await writes()).toEqual(before);
  });
});

describe('the buyer’s view', () => {
  test('follows each parcel to its door', async () => {
    const user = givenUser();
    const order = await givenOrderOf(user, { lines: [1, 1] });
    const look = async () => (await (await ask(user, 'GET', `/orders/${order.orderNo}`)).json()) as Order;
    const [one, other] = await order.parcels();
    for (const event of ['pack', 'ship'] as const) await moveGivenParcel(order.system, one?.id ?? '', event);
    await user.db
      .update(fulfilments)
      .set({ carrier: 'delhivery', awb: `AWB${orderDigits()}`, trackingUrl: 'https://track.test/1', shippedAt: 1 })
      .where(eq(fulfilments.id, one?.id ?? ''));
    expect(await look()).toMatchObject({ status: 'paid', canCancel: false });
    for (const event of ['pack', 'ship'] as const) await moveGivenParcel(order.system, other?.id ?? '', event);
    const seen = await look();
    expect(seen.status).toBe('shipped');
    expect(seen.fulfilments[0]).toMatchObject({
      ...{ status: 'shipped', carrier: 'delhivery', trackingUrl: 'https://track.test/1' },
      shippedAt: '1970-01-01T00:00:00.001Z',
    });
    expect(seen.timeline.filter((entry) => entry.parcel === 2).map((entry) => entry.status)).toEqual([
      'packed',
      'shipped',
    ]);
    const list = (await (await ask(user, 'GET', '/orders')).json()) as { orders: Order[] };
    expect(list.orders.map(({ status }) => status)).toEqual(['shipped']);
  });
});

describe('staff', () => {
  test('find an order by whatever somebody knows of it', async () => {
    const user = givenUser();
    const order = await givenOrderOf(user);
    const [parcel] = await order.parcels();
    const awb = `AWB${orderDigits()}`;
    await user.db
      .update(fulfilments)
      .set({ carrier: 'delhivery', awb })
      .where(eq(fulfilments.id, parcel?.id ?? ''));
    const payment = await order.payment();
    const [row] = await user.db.select({ email: orders.email }).from(orders).where(eq(orders.id, order.order.id));
    const words = [order.orderNo, order.orderNo.toLowerCase(), row?.email, awb, payment?.id, payment?.gatewayRef];
    for (const q of words) {
      const answer = await ask(givenStaff(), 'GET', `/admin/orders?q=${encodeURIComponent(q ?? '')}`);
      const { orders: found } = (await answer.json()) as StaffOrderList;
      expect(
        found.map((each) => each.orderNo),
        String(q),
      ).toEqual([order.orderNo]);
    }
    const byPhone = await ask(givenStaff(), 'GET', '/admin/orders?q=%2B91%2098765%2043210');
    expect(((await byPhone.json()) as StaffOrderList).orders.map((each) => each.orderNo)).toContain(order.orderNo);
    const none = await ask(givenStaff(), 'GET', '/admin/orders?q=nothing-like-it');
    expect(((await none.json()) as StaffOrderList).orders).toEqual([]);
  });

  test('list by state, page by page', async () => {
    const orderNos: string[] = [];
    for (let index = 0; index < 3; index++) {
      const order = await givenOrderOf(givenUser());
      const [parcel] = await order.parcels();
      await moveGivenParcel(order.system, parcel?.id ?? '', 'pack');
      orderNos.push(order.orderNo);
    }
    const list = async (query: string) =>
      (await (await ask(givenStaff(), 'GET', `/admin/orders?${query}`)).json()) as StaffOrderList;
    const packed = (await list('status=packed')).orders.map((order) => order.orderNo);
    expect(packed.slice(0, 3)).toEqual(orderNos.toReversed());
    expect((await list('status=paid')).orders.every((order) => order.paymentMethod === 'stripe')).toBe(true);
    const [newest] = await givenContext()
      .db.select({ id: orders.id })
      .from(orders)
      .where(eq(orders.orderNo, packed[0] ?? ''));
    expect((await list(`status=packed&cursor=${newest?.id}`)).orders[0]?.orderNo).toBe(packed[1]);
  });

  test('see all of it, and that its price can be computed again', async () => {
    const user = givenUser();
    const order = await givenOrderOf(user, { paymentMethod: 'cod', lines: [2] });
    const reply = await ask(givenStaff(), 'POST', `/admin/orders/${order.orderNo}/cancel`, {
      skus: order.skus.slice(0, 1),
      reason: 'cannot_supply',
    });
    expect(reply.status).toBe(200);
    const seen = (await reply.json()) as StaffOrder;
    expect(seen).toMatchObject({
      ...{ orderNo: order.orderNo, orderStatus: 'confirmed', isQuoteSound: true },
      cancellations: [{ amountPaise: 9_900, reason: 'cannot_supply', actor: expect.stringMatching(/^user:usr_/) }],
      payments: [{ gateway: 'cod', status: 'cod_due' }],
    });
    expect(seen.quote).toEqual(seen.recomputedQuote);
    expect(seen.log.map((row) => row.toStatus)).toEqual(expect.arrayContaining(['created', 'confirmed']));
  });

  test.each(['status=unknown', 'cursor=1', `q=${'x'.repeat(101)}`, 'q='])('%s is refused', async (query) => {
    expect((await ask(givenStaff(), 'GET', `/admin/orders?${query}`)).status).toBe(422);
  });

  test('only staff', async () => {
    const { orderNo } = await givenOrderOf(givenUser());
    const before = await writes();
    for (const [method, place] of [
      ['GET', '/admin/orders'],
      ['GET', `/admin/orders/${orderNo}`],
      ['POST', `/admin/orders/${orderNo}/cancel`],
    ] as const) {
      expect((await ask(givenUser(), method, place)).status).toBe(403);
      expect((await ask(null, method, place)).status).toBe(401);
    }
    expect((await ask(givenStaff(), 'GET', '/admin/orders/HT0000000000')).status).toBe(404);
    expect(await writes()).toEqual(before);
  });

  test('every search has its index', async () => {
    const { db } = givenContext();
    for (const [query, index] of [
      [sql`SELECT id FROM orders WHERE email = 'a' ORDER BY id DESC`, 'orders_email'],
      [sql`SELECT id FROM orders WHERE status = 'paid' ORDER BY id DESC LIMIT 51`, 'orders_status'],
      [sql`SELECT id FROM orders WHERE address ->> 'phone' = '9'`, 'orders_phone'],
      [sql`SELECT order_id FROM fulfilments WHERE awb = 'a'`, 'fulfilments_awb_no'],
      [sql`SELECT order_id FROM fulfilments WHERE status = 'packed'`, 'fulfilments_status'],
      [sql`SELECT order_id FROM payments WHERE capture_ref = 'a'`, 'payments_capture_ref'],
    ] as const) {
      const plan = await db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`);
      expect(plan.map((step) => step.detail).join()).toContain(index);
    }
  });
});

function orderDigits(): string {
  return crypto.randomUUID().slice(0, 8).toUpperCase();
}

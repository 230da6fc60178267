import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { interrupted } from '../../test/builders/interrupted.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenStandingOrder, moveGivenParcel } from '../../test/builders/standing-order.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import type { Context } from '../context.ts';
import { orderEvents, outbox } from '../db/schema/orders.ts';
import { auditLog } from '../db/schema/system.ts';
import { AppError } from '../http/problem.ts';
import { refundWrites } from '../payments/refund-writes.ts';
import { cancelOrder, cancelOrderAsStaff } from './cancel-order.ts';
import { fulfilStock } from './fulfil-stock.ts';
import { findOrder } from './queries.ts';
import { releaseCancelled } from './release-cancelled.ts';

type Order = Awaited<ReturnType<typeof givenStandingOrder>>;

const levelOf = (sku: string) => env.STOCK.getByName(sku).read();

async function expectBalanced(order: Order): Promise<void> {
  for (const [key, rows] of await order.journals()) {
    expect(
      rows.reduce((sum, row) => sum + row.amountPaise, 0),
      key,
    ).toBe(0);
  }
}

const cancelledEvents = (ctx: Context, orderId: string) =>
  ctx.db
    .select({ event: outbox.event })
    .from(outbox)
    .where(sql`event ->> 'type' = 'order.lines_cancelled' AND event ->> 'orderId' = ${orderId}`);

/** Money of no line, with no journal of its own: the tests of refunds have that. */
async function giveGoodwill(order: Order, amountPaise: number): Promise<void> {
  const payment = await order.payment();
  const { statements } = refundWrites(order.system, {
    ...{ orderId: order.order.id, paymentId: payment?.id ?? '', amountPaise },
    ...{ reason: 'goodwill', cause: 'test' },
  });
  await order.system.db.batch([order.system.db.run(sql`SELECT 1`), ...statements]);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a line of a paid order', () => {
  test('leaves it: refund, stock, books and log agree; the rest stands', async () => {
    const order = await givenStandingOrder({ lines: [2, 1] });
    const [sku = '', other = ''] = order.skus;
    await cancelOrder(order.shopper, order.orderNo, { skus: [sku], reason: 'changed_mind' });

    expect(await order.status()).toBe('paid');
    const [cancellation] = await order.cancellations();
    expect(cancellation).toMatchObject({ amountPaise: 9_900, reason: 'changed_mind' });
    expect((await order.lines()).map((line) => line.cancellationId)).toEqual([cancellation?.id, null, null]);
    expect((await order.parcels()).map((parcel) => parcel.status)).toEqual(['pending', 'pending']);
    const [refund] = await order.refunds();
    expect(refund).toMatchObject({
      amountPaise: 9_900,
      status: 'due',
      reason: 'cancelled',
      cause: `cancellation:${cancellation?.id}`,
      lines: [{ lineId: (await order.lines())[0]?.id, amountPaise: 9_900 }],
    });
    expect(await order.balance('refunds')).toBe(-9_900);
    await expectBalanced(order);
    expect(await levelOf(sku)).toEqual({ onHand: 10, reserved: 0 });
    expect(await levelOf(other)).toEqual({ onHand: 9, reserved: 0 });

    const seen = await findOrder(order.shopper, order.orderNo);
    const line = seen.fulfilments.flatMap((parcel) => parcel.lines).find((each) => each.sku === sku);
    expect(line).toMatchObject({ isCancelled: true, canCancel: false });
    expect(seen).toMatchObject({ status: 'paid', canCancel: true, cancelledPaise: 9_900 });
    expect(seen.refunds).toMatchObject([{ amountPaise: 9_900, status: 'due', reason: 'cancelled' }]);
    expect(seen.timeline.map((entry) => entry.status)).toContain('items_cancelled');
  });

  test('the last one of a parcel takes the parcel and its shipping along', async () => {
    const order = await givenStandingOrder({ lines: [2, 1] });
    const [first = '', second = ''] = order.skus;
    await cancelOrder(order.shopper, order.orderNo, { skus: [first] });
    await cancelOrder(order.shopper, order.orderNo, { skus: [second] });
    expect((await order.refunds()).map((refund) => refund.amountPaise).toSorted()).toEqual([13_900, 9_900]);
    expect((await order.parcels()).map((parcel) => parcel.status).toSorted()).toEqual(['cancelled', 'pending']);
    expect(await order.status()).toBe('paid');
    await expectBalanced(order);
  });

  test('below the limit of free shipping, none is charged anew', async () => {
    const order = await givenStandingOrder({ lines: [2], pricePaise: 30_000 });
    await cancelOrder(order.shopper, order.orderNo, { skus: order.skus.slice(0, 1) });
    expect((await order.refunds()).map((refund) => refund.amountPaise)).toEqual([30_000]);
  });
});

describe('a whole order', () => {
  test('prepaid: everything goes back, once, also when it is asked for again', async () => {
    const order = await givenStandingOrder({ lines: [1, 1] });
    await cancelOrder(order.shopper, order.orderNo);
    await cancelOrder(order.shopper, order.orderNo);
    await cancelOrder(order.shopper, order.orderNo, { skus: order.skus });
    expect(await order.status()).toBe('cancelled');
    expect((await order.parcels()).map((parcel) => parcel.status)).toEqual(['cancelled', 'cancelled']);
    const refunds = await order.refunds();
    expect(refunds.map((refund) => refund.amountPaise)).toEqual([order.order.grandPaise]);
    expect(await order.balance('refunds')).toBe(-order.order.grandPaise);
    for (const account of [...(await order.journals()).values()].flat().map((row) => row.account)) {
      if (account.startsWith('seller')) expect(await order.balance(account), account).toBe(0);
    }
    await expectBalanced(order);
    for (const sku of order.skus) expect(await levelOf(sku)).toEqual({ onHand: 10, reserved: 0 });
    const log = await order.system.db.select().from(orderEvents).where(eq(orderEvents.orderId, order.order.id));
    expect(log.filter((row) => row.toStatus === 'cancelled').map((row) => row.event)).toEqual(
      expect.arrayContaining(['cancel', 'cancel', 'all_cancelled']),
    );
    expect(await cancelledEvents(order.system, order.order.id)).toHaveLength(1);
  });

  test('cash: less is due, then nothing', async () => {
    const order = await givenStandingOrder({ paymentMethod: 'cod', lines: [1, 1] });
    const [first = ''] = order.skus;
    const before = (await order.payment())?.amountPaise ?? 0;
    await cancelOrder(order.shopper, order.orderNo, { skus: [first] });
    const [cancellation] = await order.cancellations();
    // The line, its parcel's shipping, and its half of the cash fee.
    expect(cancellation?.amountPaise).toBe(9_900 + 4_000 + 1_000);
    expect(await order.payment()).toMatchObject({ status: 'cod_due', amountPaise: before - 14_900 });
    expect(await order.refunds()).toEqual([]);
    expect(await order.balance('cod_receivable')).toBe(before - 14_900);
    expect((await findOrder(order.shopper, order.orderNo)).cashDuePaise).toBe(before - 14_900);

    await cancelOrder(order.shopper, order.orderNo);
    expect(await order.payment()).toMatchObject({ status: 'cod_void', amountPaise: 0 });
    expect(await order.balance('cod_receivable')).toBe(0);
    expect(await order.status()).toBe('cancelled');
    await expectBalanced(order);
  });

  test('that waits for its payment goes as a whole only', async () => {
    const order = await givenUnpaidOrder({ isStarted: false });
    expect(await codeOf(cancelOrder(order.shopper, order.orderNo, { skus: ['NO-SUCH'] }))).toBe('validation_failed');
    await cancelOrder(order.shopper, order.orderNo, { skus: [order.sku] });
    expect(await order.status()).toBe('cancelled');
    await cancelOrder(order.shopper, order.orderNo);
    expect(await levelOf(order.sku)).toMatchObject({ reserved: 0 });
  });
});

describe('too late', () => {
  test('a line on its way stays, and is named; a line beside it still goes', async () => {
    const order = await givenStandingOrder({ lines: [1, 1] });
    const parcels = await order.parcels();
    const lines = await order.lines();
    const sent = lines[0];
    const parcel = parcels.find(({ id }) => id === sent?.fulfilmentId);
    await moveGivenParcel(order.system, parcel?.id ?? '', 'pack');
    await moveGivenParcel(order.system, parcel?.id ?? '', 'ship');
    for (const input of [{ skus: [sent?.sku ?? ''] }, {}]) {
      const refusal = cancelOrder(order.shopper, order.orderNo, input);
      await expect(refusal).rejects.toMatchObject({ code: 'order_not_cancellable', extra: { sku: sent?.sku } });
    }
    expect(await order.cancellations()).toEqual([]);
    const seen = await findOrder(order.shopper, order.orderNo);
    expect(seen.canCancel).toBe(false);
    expect(seen.fulfilments.flatMap((each) => each.lines).filter((line) => line.canCancel)).toHaveLength(1);
    await cancelOrder(order.shopper, order.orderNo, { skus: [lines[1]?.sku ?? ''] });
    expect(await order.cancellations()).toHaveLength(1);
  });

  test('a packed parcel can still be cancelled', async () => {
    const order = await givenStandingOrder();
    const [parcel] = await order.parcels();
    await moveGivenParcel(order.system, parcel?.id ?? '', 'pack');
    await cancelOrder(order.shopper, order.orderNo);
    expect(await order.status()).toBe('cancelled');
  });
});

describe('who and what', () => {
  test('nobody else: a guest, a user, an anonymous, and zero writes', async () => {
    const order = await givenStandingOrder();
    const others = [
      await givenShopper(),
      givenContext({ actor: givenUserActor() }),
      givenContext({ actor: { kind: 'anonymous' } }),
    ];
    for (const other of others) {
      expect(await codeOf(cancelOrder(other, order.orderNo))).toBe('not_found');
      expect(await codeOf(cancelOrderAsStaff(other, order.orderNo))).toMatch(/unauthenticated|forbidden/);
    }
    expect(await order.cancellations()).toEqual([]);
  });

  test('an unknown SKU names the field and changes nothing', async () => {
    const order = await givenStandingOrder();
    await expect(cancelOrder(order.shopper, order.orderNo, { skus: [...order.skus, 'NOPE'] })).rejects.toMatchObject({
      code: 'validation_failed',
      extra: { errors: [{ field: 'skus' }] },
    });
    expect(await order.cancellations()).toEqual([]);
  });

  test('staff cancel for anybody, with one audit row', async () => {
    const order = await givenStandingOrder();
    await cancelOrderAsStaff(givenStaff(), order.orderNo, { reason: 'cannot_supply' });
    await cancelOrderAsStaff(givenStaff(), order.orderNo, { reason: 'cannot_supply' });
    const audit = await order.system.db.select().from(auditLog).where(eq(auditLog.subject, order.orderNo));
    expect(audit).toMatchObject([{ action: 'order.cancel', after: { reason: 'cannot_supply' } }]);
    expect(await order.refunds()).toHaveLength(1);
  });

  test('what goodwill gave already does not come back twice', async () => {
    const order = await givenStandingOrder();
    await giveGoodwill(order, 5_000);
    await cancelOrder(order.shopper, order.orderNo);
    const amounts = (await order.refunds()).map((refund) => refund.amountPaise);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(order.order.grandPaise);
    await expectBalanced(order);
  });
});

test('a payment that the bank disputes is not paid back a second time', async () => {
  const order = await givenStandingOrder();
  await order.system.db.run(sql`UPDATE payments SET status = 'disputed' WHERE order_id = ${order.order.id}`);
  await cancelOrder(order.shopper, order.orderNo);
  expect(await order.status()).toBe('cancelled');
  expect(await order.refunds()).toEqual([]);
  expect(await order.balance('refunds')).toBe(0);
  expect(await order.balance('losses')).toBe(-order.order.grandPaise);
  await expectBalanced(order);
});

describe('somebody is faster between the look and the write', () => {
  test('the seller ships: the line stays, and nothing is written', async () => {
    const order = await givenStandingOrder({ lines: [1] });
    const [parcel] = await order.parcels();
    await moveGivenParcel(order.system, parcel?.id ?? '', 'pack');
    const late = interrupted(order.shopper, 2, () => moveGivenParcel(order.system, parcel?.id ?? '', 'ship'));
    await expect(cancelOrder(late, order.orderNo)).rejects.toMatchObject({ code: 'order_not_cancellable' });
    expect(await order.cancellations()).toEqual([]);
    expect(await order.refunds()).toEqual([]);
    expect((await order.lines()).map((line) => line.cancellationId)).toEqual([null]);
    expect((await order.journals()).size).toBe(1);
    expect(await levelOf(order.skus[0] ?? '')).toEqual({ onHand: 9, reserved: 0 });
  });

  test('the buyer, in another tab, cancels the line beside it: the charges go back with the last one', async () => {
    const order = await givenStandingOrder({ lines: [2] });
    const [first = '', second = ''] = order.skus;
    const late = interrupted(order.shopper, 2, () => cancelOrder(order.shopper, order.orderNo, { skus: [second] }));
    await cancelOrder(late, order.orderNo, { skus: [first] });
    expect((await order.refunds()).map((refund) => refund.amountPaise).toSorted()).toEqual([13_900, 9_900]);
    expect(await order.status()).toBe('cancelled');
    await expectBalanced(order);
  });

  test('the same with cash: nothing is due in the end', async () => {
    const order = await givenStandingOrder({ paymentMethod: 'cod', lines: [2] });
    const [first = '', second = ''] = order.skus;
    const late = interrupted(order.shopper, 2, () => cancelOrder(order.shopper, order.orderNo, { skus: [second] }));
    await cancelOrder(late, order.orderNo, { skus: [first] });
    expect(await order.payment()).toMatchObject({ status: 'cod_void', amountPaise: 0 });
    expect(await order.balance('cod_receivable')).toBe(0);
    expect(await order.status()).toBe('cancelled');
  });

  test('the buyer, in another tab, cancels the same line: once', async () => {
    const order = await givenStandingOrder({ lines: [2] });
    const skus = order.skus.slice(0, 1);
    const late = interrupted(order.shopper, 2, () => cancelOrder(order.shopper, order.orderNo, { skus }));
    await cancelOrder(late, order.orderNo, { skus });
    expect(await order.cancellations()).toHaveLength(1);
    expect(await order.refunds()).toHaveLength(1);
  });

  test('staff give a part of it back: both together never exceed what was paid', async () => {
    const order = await givenStandingOrder();
    const late = interrupted(order.shopper, 2, () => giveGoodwill(order, 5_000));
    await cancelOrder(late, order.orderNo);
    const amounts = (await order.refunds()).map((refund) => refund.amountPaise);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(order.order.grandPaise);
    expect(await order.balance('refunds')).toBe(5_000 - order.order.grandPaise);
    await expectBalanced(order);
  });

  test('the consumer of the placed order has read the line that is cancelled now', async () => {
    const order = await givenStandingOrder({ lines: [2], isFulfilled: false });
    const [sku = '', kept = ''] = order.skus;
    // The first batch is its read; the objects it asks next are no batch, so the cancellation follows the read.
    const { db } = order.system;
    const slow = new Proxy(db, {
      get: (target, name) => {
        if (name !== 'batch') return Reflect.get(target, name);
        return async (statements: Parameters<typeof db.batch>[0]) => {
          const read = await target.batch(statements);
          await cancelOrder(order.shopper, order.orderNo, { skus: [sku] });
          return read;
        };
      },
    });
    await fulfilStock({ ...order.system, db: slow }, order.order.id);
    expect(await levelOf(sku)).toEqual({ onHand: 10, reserved: 0 });
    expect(await levelOf(kept)).toEqual({ onHand: 9, reserved: 0 });
  });
});

describe('at once', () => {
  test('twenty cancels of the same line: one', async () => {
    const order = await givenStandingOrder({ lines: [2] });
    const skus = order.skus.slice(0, 1);
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(cancelOrder(order.shopper, order.orderNo, { skus }))),
    );
    expect(new Set(codes)).toEqual(new Set(['ok']));
    expect(await order.cancellations()).toHaveLength(1);
    expect((await order.refunds()).map((refund) => refund.amountPaise)).toEqual([9_900]);
    expect(await levelOf(skus[0] ?? '')).toEqual({ onHand: 10, reserved: 0 });
  });

  test('each line by a request of its own: the charges go back once', async () => {
    const order = await givenStandingOrder({ lines: [3, 2] });
    const codes = await Promise.all(
      order.skus.map((sku) => codeOf(cancelOrder(order.shopper, order.orderNo, { skus: [sku] }))),
    );
    expect(new Set(codes)).toEqual(new Set(['ok']));
    const refunded = (await order.refunds()).reduce((sum, refund) => sum + refund.amountPaise, 0);
    expect(refunded).toBe(order.order.grandPaise);
    expect(await order.status()).toBe('cancelled');
    await expectBalanced(order);
  });

  test('cancel against ship: one winner, and stock back once (invariant 20)', async () => {
    const order = await givenStandingOrder({ lines: Array.from({ length: 25 }, () => 1), stock: 3 });
    const parcels = await order.parcels();
    for (const { id } of parcels) await moveGivenParcel(order.system, id, 'pack');
    const lines = await order.lines();
    const outcomes = await Promise.all(
      lines.map(async (line) => {
        const [shipped, cancelled] = await Promise.all([
          moveGivenParcel(order.system, line.fulfilmentId, 'ship'),
          codeOf(cancelOrder(order.shopper, order.orderNo, { skus: [line.sku] })),
        ]);
        return { line, shipped, cancelled };
      }),
    );
    for (const { line, shipped, cancelled } of outcomes) {
      expect([shipped, cancelled === 'ok'].filter(Boolean), `${line.sku} ${cancelled}`).toHaveLength(1);
      expect(await levelOf(line.sku)).toEqual({ onHand: shipped ? 2 : 3, reserved: 0 });
    }
    const gone = outcomes.filter(({ shipped }) => !shipped).length;
    expect(await order.cancellations()).toHaveLength(gone);
    await expectBalanced(order);
  });
});

describe('consumers, in any order and three times', () => {
  test.each(['placed first', 'cancelled first', 'together'])('%s: stock is back exactly once', async (first) => {
    const order = await givenStandingOrder({ lines: [2], isFulfilled: false, quantity: 2 });
    const [sku = '', kept = ''] = order.skus;
    await cancelOrder(order.shopper, order.orderNo, { skus: [sku] });
    const [cancellation] = await order.cancellations();
    const placed = () => fulfilStock(order.system, order.order.id);
    const cancelled = () => releaseCancelled(order.system, order.order.id, cancellation?.id ?? '');
    const steps = first === 'cancelled first' ? [cancelled, placed] : [placed, cancelled];
    for (let time = 0; time < 3; time++) {
      if (first === 'together') await Promise.all(steps.map((step) => step()));
      else for (const step of steps) await step();
    }
    expect(await levelOf(sku)).toEqual({ onHand: 10, reserved: 0 });
    expect(await levelOf(kept)).toEqual({ onHand: 8, reserved: 0 });
  });

  test('a cancellation that comes between the reading and the committing of a placed order', async () => {
    for (let round = 0; round < 10; round++) {
      const order = await givenStandingOrder({ lines: [2], isFulfilled: false });
      const [sku = '', kept = ''] = order.skus;
      const results = await Promise.all([
        codeOf(fulfilStock(order.system, order.order.id)),
        codeOf(cancelOrder(order.shopper, order.orderNo, { skus: [sku] })),
      ]);
      expect(results).toEqual(['ok', 'ok']);
      await fulfilStock(order.system, order.order.id);
      expect(await levelOf(sku)).toEqual({ onHand: 10, reserved: 0 });
      expect(await levelOf(kept)).toEqual({ onHand: 9, reserved: 0 });
    }
  });
});

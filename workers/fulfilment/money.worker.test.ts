import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites, givenMember, givenParcels } from '../../test/builders/fulfilment.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import type { Context } from '../context.ts';
import { ledgerEntries, payments } from '../db/schema/payments.ts';
import { refundWrites } from '../payments/refund-writes.ts';
import { deliverFulfilment } from './deliver-fulfilment.ts';
import { receiveRto } from './receive-rto.ts';
import { turnBackFulfilment } from './turn-back-fulfilment.ts';

const ctx = givenContext();
const staff = givenStaff();

const journalsOf = async (orderId: string) => [
  ...new Set(
    (await ctx.db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId))).map((row) => row.journal),
  ),
];

describe('cash', () => {
  test('is collected parcel by parcel, and the payment is collected with the last', async () => {
    const given = await givenParcels({
      sellers: 2,
      paymentMethod: 'cod',
      status: 'confirmed',
      parcelStatus: 'shipped',
    });
    const [first = '', second = ''] = given.ids;
    await deliverFulfilment(staff, first);
    const half = await given.payment();
    expect(half?.status).toBe('cod_due');
    expect(half?.capturedPaise).toBeGreaterThan(0);
    expect(half?.capturedPaise).toBeLessThan(given.order.grandPaise);
    expect(await given.balances()).toMatchObject({ total: 0, cod_with_carrier: half?.capturedPaise });
    await deliverFulfilment(staff, second);
    expect(await given.payment()).toMatchObject({ status: 'cod_collected', capturedPaise: given.order.grandPaise });
    expect(await given.balances()).toMatchObject({
      ...{ total: 0, cod_receivable: 0, cod_with_carrier: given.order.grandPaise },
    });
    expect(await journalsOf(given.order.id)).toEqual([`sale:${given.order.id}`, `cash:${first}`, `cash:${second}`]);
  });

  test('is collected once, by 20 who say that the parcel has arrived', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'out_for_delivery' });
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => deliverFulfilment(staff, given.id)));
    expect(calls.filter((call) => call.status === 'fulfilled')).toHaveLength(1);
    expect(await given.payment()).toMatchObject({ status: 'cod_collected', capturedPaise: given.order.grandPaise });
    expect(await given.log()).toHaveLength(1);
  });

  test('of two parcels that arrive at the same moment adds up', async () => {
    const given = await givenParcels({
      sellers: 2,
      paymentMethod: 'cod',
      status: 'confirmed',
      parcelStatus: 'shipped',
    });
    await Promise.all(given.ids.map((id) => deliverFulfilment(staff, id)));
    expect(await given.payment()).toMatchObject({ status: 'cod_collected', capturedPaise: given.order.grandPaise });
  });

  test('that was paid online is not collected', async () => {
    const given = await givenParcels({ parcelStatus: 'shipped' });
    await deliverFulfilment(staff, given.id);
    expect(await given.payment()).toMatchObject({ status: 'captured', capturedPaise: given.order.grandPaise });
    expect(await given.balances()).not.toHaveProperty('cod_with_carrier');
  });
});

describe('a parcel that came back', () => {
  test('and was paid for is owed to the buyer, with its charges', async () => {
    const given = await givenParcels({ parcelStatus: 'out_for_delivery', linesPerSeller: 2 });
    const member = await givenMember(given.sellerId, { role: 'owner' });
    await turnBackFulfilment(staff, given.id);
    expect(await given.refunds()).toEqual([]);
    await receiveRto(member, given.id);
    const [refund, ...more] = await given.refunds();
    expect(more).toEqual([]);
    expect(refund).toMatchObject({
      ...{ amountPaise: given.order.grandPaise, cause: `rto:${given.id}`, reason: 'rto', status: 'due' },
    });
    expect(refund?.lines).toHaveLength(2);
    expect(await given.parcel()).toMatchObject({ status: 'rto_received', dueAt: null, trackAt: null });
    expect(await given.balances()).toEqual({
      ...{ total: 0, 'gateway:stripe': given.order.grandPaise, refunds: -given.order.grandPaise },
      ...{ [`seller:${given.sellerId}`]: 0, [`seller_tax:${given.sellerId}`]: 0 },
    });
  });

  test('gives back its own part of an order only', async () => {
    const given = await givenParcels({ sellers: 2, parcelStatus: 'shipped' });
    const [first = '', second = ''] = given.ids;
    await turnBackFulfilment(staff, first);
    await receiveRto(staff, first);
    await deliverFulfilment(staff, second);
    const [refund] = await given.refunds();
    expect(refund?.amountPaise).toBeLessThan(given.order.grandPaise);
    expect(await given.balances()).toMatchObject({ total: 0, refunds: -(refund?.amountPaise ?? 0) });
  });

  test('and was to be paid in cash is due no longer: the payment is void', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'rto' });
    await receiveRto(staff, given.id);
    expect(await given.refunds()).toEqual([]);
    expect(await given.payment()).toMatchObject({ status: 'cod_void', amountPaise: 0, capturedPaise: 0 });
    expect(await given.balances()).toMatchObject({ total: 0, cod_receivable: 0 });
  });

  test('leaves what the other parcel of a cash order costs', async () => {
    const given = await givenParcels({
      sellers: 2,
      paymentMethod: 'cod',
      status: 'confirmed',
      parcelStatus: 'shipped',
    });
    const [first = '', second = ''] = given.ids;
    await deliverFulfilment(staff, first);
    await turnBackFulfilment(staff, second);
    await receiveRto(staff, second);
    const payment = await given.payment();
    expect(payment).toMatchObject({ status: 'cod_collected', capturedPaise: payment?.amountPaise });
    expect(await given.balances()).toMatchObject({
      total: 0,
      cod_receivable: 0,
      cod_with_carrier: payment?.capturedPaise,
    });
  });

  test('is counted once, by 20 who count it', async () => {
    const given = await givenParcels({ parcelStatus: 'rto' });
    const member = await givenMember(given.sellerId, { role: 'owner' });
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => receiveRto(member, given.id)));
    expect(calls.filter((call) => call.status === 'fulfilled')).toHaveLength(1);
    expect(await given.refunds()).toHaveLength(1);
    expect(await given.log()).toHaveLength(1);
  });

  test('while a goodwill refund is made gives back what is left, never more than was captured', async () => {
    const given = await givenParcels({ parcelStatus: 'rto' });
    const { id: paymentId = '' } = (await given.payment()) ?? {};
    const goodwill = refundWrites(ctx, {
      ...{ orderId: given.order.id, paymentId, amountPaise: 10_000, reason: 'goodwill', cause: 'staff:1' },
    });
    let reads = 0;
    const all: Context['db']['all'] = (query) => {
      // The second read comes after the payment was looked at, and before anything is written.
      const isBetween = ++reads === 2;
      const later = ctx.db.all(query);
      if (!isBetween) return later as never;
      const [first, ...rest] = goodwill.statements;
      return (first === undefined ? later : ctx.db.batch([first, ...rest]).then(() => later)) as never;
    };
    await receiveRto({ ...staff, db: Object.assign(Object.create(staff.db) as Context['db'], { all }) }, given.id);
    const amounts = new Map((await given.refunds()).map((refund) => [refund.reason, refund.amountPaise]));
    expect(amounts).toEqual(
      new Map([
        ['goodwill', 10_000],
        ['rto', given.order.grandPaise - 10_000],
      ]),
    );
    expect((await given.balances()).total).toBe(0);
  });

  test('does not give back again what staff gave back for a line', async () => {
    const given = await givenParcels({ parcelStatus: 'rto', linesPerSeller: 2 });
    const { id: paymentId = '' } = (await given.payment()) ?? {};
    const [line] = await ctx.db.all<{ id: string; paid: number }>(
      sql`SELECT id, paid_paise AS paid FROM order_lines WHERE order_id = ${given.order.id} ORDER BY position LIMIT 1`,
    );
    const amountPaise = line?.paid ?? 0;
    const { statements } = refundWrites(ctx, {
      ...{ orderId: given.order.id, paymentId, amountPaise, reason: 'goodwill', cause: 'staff:1' },
      lines: [{ lineId: line?.id ?? '', amountPaise }],
    });
    await ctx.db.batch([ctx.db.run(sql`SELECT 1`), ...statements]);
    await receiveRto(staff, given.id);
    const [rto] = (await given.refunds()).filter((refund) => refund.cause === `rto:${given.id}`);
    expect(rto).toMatchObject({ amountPaise: given.order.grandPaise - amountPaise });
    expect(rto?.lines).toHaveLength(1);
  });

  test('is counted only when it has turned back', async () => {
    const given = await givenParcels({ parcelStatus: 'delivered' });
    const before = await countWrites();
    await expect(receiveRto(staff, given.id)).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { from: 'delivered', event: 'come_back' } },
    });
    expect(await countWrites()).toBe(before);
  });
});

test('the books of all these orders sum to nothing, and owe what was not refunded yet', async () => {
  const [sums] = await ctx.db.all<{ total: number; owed: number; open: number }>(sql`
    SELECT (SELECT SUM(amount_paise) FROM ${ledgerEntries}) AS total,
      (SELECT COUNT(*) FROM (SELECT journal FROM ${ledgerEntries} GROUP BY journal HAVING SUM(amount_paise) <> 0)) AS open,
      (SELECT COUNT(*) FROM ${payments} WHERE captured_paise > amount_paise) AS owed`);
  expect(sums).toEqual({ total: 0, open: 0, owed: 0 });
});

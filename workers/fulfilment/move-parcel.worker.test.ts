import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites, givenAwb, givenMember, givenParcels, givenStrangers } from '../../test/builders/fulfilment.ts';
import { givenSupplier } from '../../test/builders/placed-order.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import type { Context } from '../context.ts';
import { fulfilments, orderLines, outbox } from '../db/schema/orders.ts';
import { auditLog } from '../db/schema/system.ts';
import { didHappen, fulfilmentStates, transitionWrites } from '../db/transition.ts';
import { deliverFulfilment } from './deliver-fulfilment.ts';
import { packFulfilment } from './pack-fulfilment.ts';
import { receiveRto } from './receive-rto.ts';
import { DAY_MS, shipFulfilment } from './ship-fulfilment.ts';
import { turnBackFulfilment } from './turn-back-fulfilment.ts';

const ctx = givenContext();

const announced = async (fulfilmentId: string) =>
  (await ctx.db.select().from(outbox))
    .map(({ event }) => event)
    .filter((event) => 'fulfilmentId' in event && event.fulfilmentId === fulfilmentId)
    .map((event) => event.type);

const audited = async (subject: string) =>
  (await ctx.db.select().from(auditLog).where(eq(auditLog.subject, subject))).map((row) => row.action);

/** The first error of each, or 'done'. */
const outcomes = async (calls: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map((call) =>
    call.status === 'fulfilled' ? 'done' : (call.reason as { code?: string }).code,
  );

describe('a parcel', () => {
  test('is packed and shipped by a member of its seller, once each, with log, audit and announcement', async () => {
    const given = await givenParcels();
    const member = await givenMember(given.sellerId);
    await packFulfilment(member, given.id);
    await shipFulfilment(member, given.id, { carrier: 'blue dart', awb: 'BD-123456' });
    expect(await given.parcel()).toMatchObject({
      ...{ status: 'shipped', carrier: 'blue dart', awb: 'BD-123456', shippedAt: member.now },
      ...{ dueAt: member.now + 7 * DAY_MS, trackAt: null },
    });
    expect((await given.log()).map(({ event }) => event)).toEqual(['pack', 'ship']);
    expect(await audited(given.id)).toEqual(['fulfilment.pack', 'fulfilment.ship']);
    expect(await announced(given.id)).toEqual(['parcel.shipped']);
  });

  test('goes all the way by staff', async () => {
    const given = await givenParcels();
    const staff = givenStaff();
    await packFulfilment(staff, given.id);
    await shipFulfilment(staff, given.id, { carrier: 'delhivery', awb: 'DL12345678' });
    expect(await given.parcel()).toMatchObject({ trackAt: staff.now + DAY_MS });
    await deliverFulfilment(staff, given.id);
    expect(await given.parcel()).toMatchObject({
      status: 'delivered',
      deliveredAt: staff.now,
      dueAt: null,
      trackAt: null,
    });
    expect(await announced(given.id)).toEqual(['parcel.shipped', 'parcel.delivered']);
  });

  test('is missing for everybody else, who changes nothing', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const verbs: readonly ((who: Context) => Promise<void>)[] = [
      (who) => packFulfilment(who, given.id),
      (who) => shipFulfilment(who, given.id, {}),
      (who) => deliverFulfilment(who, given.id),
      (who) => turnBackFulfilment(who, given.id),
      (who) => receiveRto(who, given.id),
    ];
    const strangers = await givenStrangers();
    const before = await countWrites();
    for (const { ctx: stranger, code, who } of strangers) {
      for (const verb of verbs) await expect(verb(stranger), who).rejects.toMatchObject({ code });
    }
    expect(await countWrites()).toBe(before);
  });

  test('is said to have arrived, or to turn back, by no seller', async () => {
    const given = await givenParcels({ parcelStatus: 'shipped' });
    const owner = await givenMember(given.sellerId, { role: 'owner' });
    await expect(deliverFulfilment(owner, given.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(turnBackFulfilment(owner, given.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await given.log()).toEqual([]);
  });

  test('takes no step that the machine does not know, and says from where', async () => {
    const staff = givenStaff();
    const pending = await givenParcels();
    const shipped = await givenParcels({ parcelStatus: 'shipped' });
    const before = await countWrites();
    const refused = { code: 'illegal_transition' };
    await expect(shipFulfilment(staff, pending.id, { carrier: 'own', awb: 'OWN-123456' })).rejects.toMatchObject({
      ...refused,
      extra: { from: 'pending', event: 'ship' },
    });
    await expect(deliverFulfilment(staff, pending.id)).rejects.toMatchObject({
      ...refused,
      extra: { event: 'deliver' },
    });
    await expect(packFulfilment(staff, shipped.id)).rejects.toMatchObject({ ...refused, extra: { from: 'shipped' } });
    await expect(receiveRto(staff, shipped.id)).rejects.toMatchObject({ ...refused, extra: { event: 'come_back' } });
    expect(await countWrites()).toBe(before);
  });

  test('of an order that nobody has paid, or of which nothing is left, is not packed', async () => {
    const staff = givenStaff();
    const unpaid = await givenParcels({ status: 'payment_pending' });
    const emptied = await givenParcels();
    await ctx.db.update(orderLines).set({ cancellationId: 'ccl_1' }).where(eq(orderLines.orderId, emptied.order.id));
    for (const { id } of [unpaid, emptied]) {
      await expect(packFulfilment(staff, id)).rejects.toMatchObject({ code: 'illegal_transition' });
    }
    expect([...(await unpaid.log()), ...(await emptied.log())]).toEqual([]);
  });
});

describe('an AWB number', () => {
  test('is needed to ship, with its carrier', async () => {
    const given = await givenParcels();
    const member = await givenMember(given.sellerId);
    await packFulfilment(member, given.id);
    const field = (name: string) => ({ code: 'validation_failed', extra: { errors: [{ field: name }] } });
    await expect(shipFulfilment(member, given.id, {})).rejects.toMatchObject(field('awb'));
    await expect(shipFulfilment(member, given.id, { awb: 'X-123456' })).rejects.toMatchObject(field('carrier'));
    expect(await given.parcel()).toMatchObject({ status: 'packed', awb: null });
  });

  test('that was booked is the one it ships with', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const member = await givenMember(given.sellerId);
    const { awb } = await given.parcel();
    const other = shipFulfilment(member, given.id, { carrier: 'own', awb: 'OWN-123456' });
    await expect(other).rejects.toMatchObject({ extra: { errors: [{ field: 'awb' }] } });
    await shipFulfilment(member, given.id, {});
    expect(await given.parcel()).toMatchObject({ status: 'shipped', carrier: 'delhivery', awb });
  });

  test('of a carrier that the shop hears from is not a seller’s to choose: it may be another’s', async () => {
    const given = await givenParcels();
    const owner = await givenMember(given.sellerId, { role: 'owner' });
    await packFulfilment(owner, given.id);
    const guessed = shipFulfilment(owner, given.id, { carrier: 'delhivery', awb: 'DL87654321' });
    await expect(guessed).rejects.toMatchObject({ extra: { errors: [{ field: 'awb' }] } });
    expect(await given.parcel()).toMatchObject({ status: 'packed', awb: null });
  });

  test('belongs to one parcel', async () => {
    const [first, second] = [await givenParcels(), await givenParcels()];
    const staff = givenStaff();
    for (const { id } of [first, second]) await packFulfilment(staff, id);
    const before = { carrier: 'own', awb: 'TAKEN-1' };
    await shipFulfilment(staff, first.id, before);
    await expect(shipFulfilment(staff, second.id, before)).rejects.toMatchObject({ code: 'awb_taken' });
    expect(await second.parcel()).toMatchObject({ status: 'packed', awb: null });
    expect((await second.log()).map(({ event }) => event)).toEqual(['pack']);
  });
});

describe('races', () => {
  test('20 who pack, and 20 who ship: one each', async () => {
    const given = await givenParcels();
    const member = await givenMember(given.sellerId);
    const packed = await outcomes(Array.from({ length: 20 }, () => packFulfilment(member, given.id)));
    expect(packed.filter((outcome) => outcome === 'done')).toHaveLength(1);
    await givenAwb(given.id);
    const shipped = await outcomes(Array.from({ length: 20 }, () => shipFulfilment(member, given.id, {})));
    expect(shipped.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(shipped)).toEqual(new Set(['done', 'illegal_transition']));
    expect(await announced(given.id)).toEqual(['parcel.shipped']);
    expect(await audited(given.id)).toHaveLength(2);
  });

  test('cancel against ship × 200: one winner each', async () => {
    const supplier = await givenSupplier('9001');
    const staff = givenStaff();
    const parcels = [];
    for (let index = 0; index < 200; index++) {
      parcels.push(await givenParcels({ suppliers: [supplier], parcelStatus: 'packed' }));
    }
    const winners = await Promise.all(
      parcels.map(async ({ id, order }, index) => {
        const cancel = async () => {
          // Whoever cancels looks first, as whoever ships does: so either comes first now and then.
          for (let look = 0; look < index % 3; look++)
            await ctx.db.select().from(fulfilments).where(eq(fulfilments.id, id));
          const { statements, happened } = transitionWrites(ctx, fulfilmentStates, { id, event: 'cancel' });
          const lines = ctx.db.run(
            sql`UPDATE ${orderLines} SET cancellation_id = 'ccl_1' WHERE order_id = ${order.id} AND ${happened}`,
          );
          return didHappen(await ctx.db.batch([...statements, lines])) ? 'cancelled' : null;
        };
        const ship = async () => ((await outcomes([shipFulfilment(staff, id, {})]))[0] === 'done' ? 'shipped' : null);
        const both = index % 2 === 0 ? [cancel(), ship()] : [ship(), cancel()];
        const [winner, ...more] = (await Promise.all(both)).filter((outcome) => outcome !== null);
        expect(more).toEqual([]);
        return { id, winner };
      }),
    );
    for (const { id, winner } of winners) {
      const [row] = await ctx.db.select({ status: fulfilments.status }).from(fulfilments).where(eq(fulfilments.id, id));
      expect(row?.status).toBe(winner);
    }
    const shipped = winners.filter(({ winner }) => winner === 'shipped').length;
    expect(shipped).toBeGreaterThan(0);
    expect(shipped).toBeLessThan(200);
  });

  test('a line that was cancelled at the same moment leaves nothing to ship', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    await ctx.db.update(orderLines).set({ cancellationId: 'ccl_1' }).where(eq(orderLines.orderId, given.order.id));
    await expect(shipFulfilment(givenStaff(), given.id, {})).rejects.toThrow('Everything in this parcel');
  });
});

import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites, givenMember, givenParcels, givenStrangers } from '../../test/builders/fulfilment.ts';
import { headersOf } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { api } from '../api.ts';
import type { Context } from '../context.ts';
import type { ParcelList, ParcelView } from './schemas.ts';

/** Whatever a developer has set up: these tests know no carrier. */
const SHOP_ENV = { ...env, DELHIVERY_TOKEN: '', DELHIVERY_WEBHOOK_SECRET: '' };

async function ask(who: Context | null, method: string, place: string, body?: unknown): Promise<Response> {
  const execution = createExecutionContext();
  const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' });
  if (who?.actor.kind === 'user') {
    for (const [name, value] of Object.entries(await headersOf(who.actor))) headers.set(name, value);
  }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.fetch(new Request(`https://haat.test/api/v1${place}`, init), SHOP_ENV, execution);
  await waitOnExecutionContext(execution);
  return answer;
}

const idsOf = async (answer: Response) => ((await answer.json()) as ParcelList).parcels.map((parcel) => parcel.id);

describe('POST /fulfilments', () => {
  test('takes a parcel from the seller to the buyer, and shows it after each step', async () => {
    const given = await givenParcels();
    const member = await givenMember(given.sellerId);
    const place = `/fulfilments/${given.id}`;
    const steps = [
      [member, 'pack', undefined, 'packed'],
      [member, 'ship', { carrier: ' Blue Dart ', awb: 'bd-12345678' }, 'shipped'],
      [givenStaff(), 'deliver', undefined, 'delivered'],
    ] as const;
    for (const [who, step, body, status] of steps) {
      const answer = await ask(who, 'POST', `${place}/${step}`, body);
      expect([step, answer.status]).toEqual([step, 200]);
      expect(await answer.json()).toMatchObject({ id: given.id, status });
    }
    const parcel = (await (await ask(member, 'GET', place)).json()) as ParcelView;
    expect(parcel).toMatchObject({
      ...{ orderNo: given.order.orderNo, carrier: 'blue dart', awb: 'BD-12345678', cashPaise: 0, hasLabel: false },
      ...{ address: { pincode: '560003', state: 'Karnataka' }, lines: [{ quantity: 2, isCancelled: false }] },
    });
    expect(parcel.timeline.map(({ status }) => status)).toEqual(['packed', 'shipped', 'delivered']);
  });

  test('brings a parcel back', async () => {
    const given = await givenParcels({ parcelStatus: 'shipped' });
    const member = await givenMember(given.sellerId, { role: 'manager' });
    expect((await ask(givenStaff(), 'POST', `/fulfilments/${given.id}/turn-back`)).status).toBe(200);
    const answer = await ask(member, 'POST', `/fulfilments/${given.id}/come-back`);
    expect(await answer.json()).toMatchObject({ status: 'rto_received' });
    expect(await given.refunds()).toHaveLength(1);
  });

  test.each([
    [{}, 422, 'awb'],
    [{ awb: 'X', carrier: 'own' }, 422, 'awb'],
    [{ awb: 'ABC123456', carrier: '<b>' }, 422, 'carrier'],
    [{ awb: 'ABC123456' }, 422, 'carrier'],
    [{ awb: 123_456, carrier: 'own' }, 422, 'awb'],
    [{ awb: 'ABC123456', carrier: 'own', status: 'delivered' }, 422, 'status'],
  ])('refuses to ship with %j', async (body, status, field) => {
    const given = await givenParcels({ parcelStatus: 'pending' });
    const member = await givenMember(given.sellerId);
    await ask(member, 'POST', `/fulfilments/${given.id}/pack`);
    const before = await countWrites();
    const answer = await ask(member, 'POST', `/fulfilments/${given.id}/ship`, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
    expect([(await given.parcel()).status, await countWrites()]).toEqual(['packed', before]);
  });

  test('names state and event of a step that is not possible', async () => {
    const given = await givenParcels({ parcelStatus: 'delivered' });
    const answer = await ask(givenStaff(), 'POST', `/fulfilments/${given.id}/pack`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'illegal_transition', from: 'delivered', event: 'pack' });
  });

  test('is 401 and 404 for those who have no part in it, on every path', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const before = await countWrites();
    const paths = [
      ...['pack', 'label', 'ship', 'deliver', 'turn-back', 'come-back'].map((step) => ['POST', `/${step}`] as const),
      ...['', '/label.pdf', '/packing-slip.pdf'].map((page) => ['GET', page] as const),
    ];
    for (const { ctx: stranger, code, who } of await givenStrangers()) {
      for (const [method, path] of paths) {
        const body = path === '/ship' ? {} : undefined;
        const answer = await ask(stranger, method, `/fulfilments/${given.id}${path}`, body);
        expect([who, path, answer.status]).toEqual([who, path, code === 'unauthenticated' ? 401 : 404]);
      }
    }
    expect((await ask(givenStaff(), 'GET', '/fulfilments/ful_00000000000000000000000000')).status).toBe(404);
    expect((await ask(givenStaff(), 'GET', '/fulfilments/1')).status).toBe(422);
    expect(await countWrites()).toBe(before);
  });

  test('says when no carrier is set up', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const answer = await ask(givenStaff(), 'POST', `/fulfilments/${given.id}/label`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: 'misconfigured' });
  });
});

describe('GET /seller/orders', () => {
  test('shows members their own parcels of placed orders, newest first and by status', async () => {
    const first = await givenParcels({ linesPerSeller: 2 });
    const { suppliers } = first;
    const second = await givenParcels({ suppliers, parcelStatus: 'packed' });
    await givenParcels({ suppliers, status: 'payment_pending' });
    await givenParcels();
    const member = await givenMember(first.sellerId);
    const list = (await (await ask(member, 'GET', '/seller/orders')).json()) as ParcelList;
    expect(list.parcels.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(list.parcels[1]).toMatchObject({ pieces: 4, firstTitle: 'Cotton kurta', status: 'pending' });
    expect(list.nextCursor).toBeNull();
    expect(await idsOf(await ask(member, 'GET', '/seller/orders?status=packed'))).toEqual([second.id]);
    expect(await idsOf(await ask(member, 'GET', `/seller/orders?cursor=${second.id}`))).toEqual([first.id]);
    const others = await givenParcels();
    expect(await idsOf(await ask(member, 'GET', `/seller/orders?seller=${others.sellerId}`))).toEqual([
      second.id,
      first.id,
    ]);
    const staff = givenStaff();
    expect(await idsOf(await ask(staff, 'GET', `/seller/orders?seller=${first.sellerId}`))).toHaveLength(2);
    expect((await idsOf(await ask(staff, 'GET', '/seller/orders'))).length).toBeGreaterThan(2);
  });

  test('is walked page by page, nothing twice and nothing left out', async () => {
    const { suppliers, sellerId, id } = await givenParcels();
    const ids = [id];
    for (let index = 0; index < 59; index++) ids.push((await givenParcels({ suppliers })).id);
    const member = await givenMember(sellerId);
    const first = (await (await ask(member, 'GET', '/seller/orders')).json()) as ParcelList;
    const second = (await (await ask(member, 'GET', `/seller/orders?cursor=${first.nextCursor}`)).json()) as ParcelList;
    expect([first.parcels.length, second.parcels.length, second.nextCursor]).toEqual([50, 10, null]);
    expect([...first.parcels, ...second.parcels].map((parcel) => parcel.id)).toEqual(ids.sort().reverse());
  });

  test('is for nobody who acts for no seller', async () => {
    const codes = [];
    for (const { ctx: stranger } of (await givenStrangers()).slice(0, 3)) {
      codes.push((await ask(stranger, 'GET', '/seller/orders')).status);
    }
    expect(codes).toEqual([401, 401, 403]);
    expect((await ask(givenStaff(), 'GET', '/seller/orders?status=lost')).status).toBe(422);
  });

  test('reads its index in order', async () => {
    const { db } = givenContext();
    const plan = async (where: string) =>
      (
        await db.all<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT id FROM fulfilments WHERE ${where} ORDER BY id DESC`,
        )
      )
        .map((row) => row.detail)
        .join('; ');
    expect(await plan(`seller_id = 'sel_1' AND id < 'ful_2'`)).toContain('fulfilments_seller (');
    expect(await plan(`seller_id = 'sel_1' AND status = 'packed' AND id < 'ful_2'`)).toContain(
      'fulfilments_seller_status (',
    );
    expect(await plan(`seller_id = 'sel_1' AND status = 'packed'`)).not.toContain('TEMP B-TREE');
  });
});

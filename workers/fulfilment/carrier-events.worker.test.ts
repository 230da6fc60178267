import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites, givenAwb, givenCarrier, givenParcels } from '../../test/builders/fulfilment.ts';
import { api } from '../api.ts';
import type { Context } from '../context.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import type { CarrierEvent } from '../delivery/carrier.ts';
import { delhiveryCarrier } from '../delivery/delhivery-carrier.ts';
import { retryWebhooks } from '../inbox/retry-webhooks.ts';
import { applyCarrierEvent } from './apply-carrier-event.ts';
import { deliverDueParcels } from './deliver-due-parcels.ts';
import { receiveCarrierWebhook } from './receive-carrier-webhook.ts';
import { DAY_MS } from './ship-fulfilment.ts';
import { trackSilentParcels } from './track-silent-parcels.ts';

const SECRET = 'a-secret-of-carriers-that-only-tests-know';
const CARRIER_ENV = { ...env, DELHIVERY_TOKEN: 'a-token-of-tests', DELHIVERY_WEBHOOK_SECRET: SECRET };
const START = Date.parse('2026-11-25T06:00:00Z');

function givenShop(now = Date.now()): Context {
  return { ...givenContext({ now }), env: CARRIER_ENV };
}

const ctx = givenShop();

type Word = CarrierEvent['type'];

/** The n-th scan of a parcel, an hour after the one before. */
function scan(awb: string, type: Word, hour: number): CarrierEvent {
  const at = START + hour * 3_600_000;
  return { eventId: `${awb}:${type}:${at}`, carrierType: type, type, awb, at };
}

function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    ordersOf(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

async function say(...events: readonly CarrierEvent[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const event of events) outcomes.push(await applyCarrierEvent(ctx, 'delhivery', event));
  return outcomes;
}

describe('scans', () => {
  const words: readonly Word[] = ['picked_up', 'out_for_delivery', 'delivered'];

  test.each(ordersOf(words.map((word, hour) => [word, hour] as const)).map((order) => [order]))(
    'in the order %j, each twice, end in delivered',
    async (order) => {
      const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'packed' });
      const awb = (await given.parcel()).awb ?? '';
      for (const [word, hour] of order) await say(scan(awb, word, hour), scan(awb, word, hour));
      await say(...order.map(([word, hour]) => scan(awb, word, hour)));
      expect(await given.parcel()).toMatchObject({ status: 'delivered', dueAt: null });
      const events = (await given.log()).map(({ event }) => event);
      expect(events[0]).toBe('ship');
      expect(events.at(-1)).toBe('deliver');
      expect(new Set(events).size).toBe(events.length);
      expect(await given.payment()).toMatchObject({ status: 'cod_collected', capturedPaise: given.order.grandPaise });
    },
  );

  test('in parallel, each ten times, end in delivered and collect once', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'packed' });
    const awb = (await given.parcel()).awb ?? '';
    const events = Array.from({ length: 10 }, () => words.map((word, hour) => scan(awb, word, hour))).flat();
    await Promise.all(events.map((event) => say(event)));
    expect(await given.parcel()).toMatchObject({ status: 'delivered' });
    expect(await given.payment()).toMatchObject({ capturedPaise: given.order.grandPaise });
  });

  test('of failed attempts end the same in any order: by their time, not by their arrival', async () => {
    const tries: readonly (readonly [Word, number])[] = [
      ['out_for_delivery', 1],
      ['delivery_failed', 2],
      ['out_for_delivery', 3],
      ['delivery_failed', 4],
    ];
    for (const order of ordersOf(tries)) {
      const given = await givenParcels({ parcelStatus: 'packed' });
      const awb = (await given.parcel()).awb ?? '';
      await say(...order.map(([word, hour]) => scan(awb, word, hour)));
      expect((await given.parcel()).status, JSON.stringify(order)).toBe('shipped');
      expect(await say(scan(awb, 'out_for_delivery', 3), scan(awb, 'delivery_failed', 4))).not.toContain('applied');
      expect((await given.parcel()).status).toBe('shipped');
      await say(scan(awb, 'out_for_delivery', 5));
      expect((await given.parcel()).status).toBe('out_for_delivery');
    }
  });

  test('of a return turn it back; what was there already is noted, and the seller counts', async () => {
    const given = await givenParcels({ parcelStatus: 'out_for_delivery' });
    const awb = (await given.parcel()).awb ?? '';
    const back = [scan(awb, 'rto_started', 5), scan(awb, 'rto_delivered', 6)];
    expect(await say(...back, ...back)).toEqual(['applied', 'noted', 'repeat', 'noted']);
    expect(await say(scan(awb, 'delivered', 4))).toEqual(['ignored']);
    expect(await given.parcel()).toMatchObject({ status: 'rto', dueAt: null });
    expect(await given.refunds()).toEqual([]);
  });

  test('of what the shop does not act on, and of a cancelled parcel, are ignored', async () => {
    const given = await givenParcels({ parcelStatus: 'cancelled' });
    const awb = await givenAwb(given.id);
    expect(await say(scan(awb, 'other', 0), scan(awb, 'picked_up', 1), scan(awb, 'delivered', 2))).toEqual([
      ...['ignored', 'ignored', 'ignored'],
    ]);
    expect(await given.log()).toEqual([]);
  });
});

/** The body of a push, as Delhivery sends it. */
function pushOf(awb: string, [type, status]: readonly [string, string], time = '2026-11-25T12:00:00.000'): string {
  return JSON.stringify({
    Shipment: { AWB: awb, NSLCode: 'X', Status: { Status: status, StatusType: type, StatusDateTime: time } },
  });
}

const PICKED_UP = ['UD', 'In Transit'] as const;

async function post(body: string, headers: Record<string, string> = { 'x-webhook-secret': SECRET }): Promise<Response> {
  const execution = createExecutionContext();
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
  const request = new Request('https://haat.test/api/v1/carriers/webhook/delhivery', init);
  const answer = await api.fetch(request, CARRIER_ENV, execution);
  await waitOnExecutionContext(execution);
  return answer;
}

const inboxOf = (awb: string) =>
  ctx.db
    .select()
    .from(webhookInbox)
    .where(eq(webhookInbox.gateway, 'carrier:delhivery'))
    .then((rows) => rows.filter((row) => row.eventId.startsWith(awb)));

describe('a webhook', () => {
  test('is kept and acted on, from wherever it comes, and a repeat is the same row', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const awb = (await given.parcel()).awb ?? '';
    const body = pushOf(awb, PICKED_UP);
    const headers = { 'x-webhook-secret': SECRET, origin: 'https://delhivery.test', 'sec-fetch-site': 'cross-site' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body, headers)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await given.parcel()).toMatchObject({ status: 'shipped' });
    expect(await given.log()).toMatchObject([
      { event: 'ship', actor: 'system:carrier:delhivery', note: 'delhivery 2026-11-25T06:30:00.000Z' },
    ]);
    expect(await inboxOf(awb)).toMatchObject([{ eventType: 'UD:In Transit', outcome: 'applied', rawBody: body }]);
  });

  test('with a wrong secret, or unreadable, leaves no trace', async () => {
    const given = await givenParcels({ parcelStatus: 'packed' });
    const awb = (await given.parcel()).awb ?? '';
    const before = await countWrites();
    const body = pushOf(awb, PICKED_UP);
    for (const secret of ['', 'x', `${SECRET}x`]) {
      const answer = await post(body, { 'x-webhook-secret': secret });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'invalid_signature' });
    }
    expect((await post(body, {})).status).toBe(400);
    expect((await post('{"Shipment":{}}')).status).toBe(422);
    expect((await post('{')).status).toBeGreaterThanOrEqual(400);
    expect([await countWrites(), await inboxOf(awb)]).toEqual([before, []]);
  });

  test('of a parcel that is not known yet waits for it', async () => {
    const given = await givenParcels();
    const awb = 'EARLY-000001';
    const carrier = delhiveryCarrier(CARRIER_ENV);
    const headers = new Headers({ 'x-webhook-secret': SECRET });
    await receiveCarrierWebhook(ctx, carrier, pushOf(awb, PICKED_UP), headers);
    expect(await inboxOf(awb)).toMatchObject([{ outcome: 'unknown_parcel', processedAt: null }]);
    await givenAwb(given.id, awb);
    await ctx.db.update(fulfilments).set({ status: 'packed' }).where(eq(fulfilments.id, given.id));
    await retryWebhooks(givenShop(ctx.now + 60_000));
    expect(await given.parcel()).toMatchObject({ status: 'shipped' });
    expect(await inboxOf(awb)).toMatchObject([{ outcome: 'applied' }]);
  });
});

describe('the cron', () => {
  test('counts a parcel as delivered seven days after it was shipped, once, and collects its cash', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'packed' });
    const awb = (await given.parcel()).awb ?? '';
    await ctx.db.update(fulfilments).set({ dueAt: null });
    await say(scan(awb, 'picked_up', 0));
    const cron = (now: number) => givenContext({ actor: { kind: 'system', name: 'cron' }, now });
    expect(await deliverDueParcels(cron(ctx.now + 7 * DAY_MS - 1))).toBe(0);
    const late = cron(ctx.now + 7 * DAY_MS);
    const counts = await Promise.all([deliverDueParcels(late), deliverDueParcels(late)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await given.parcel()).toMatchObject({ status: 'delivered', deliveredAt: late.now, dueAt: null });
    expect((await given.log()).at(-1)).toMatchObject({ event: 'deliver', actor: 'system:cron' });
    expect(await given.payment()).toMatchObject({ status: 'cod_collected' });
    expect((await given.balances()).total).toBe(0);
    expect(await say(scan(awb, 'delivered', 9))).toEqual(['ignored']);
  });

  test('asks the carrier about silent parcels, five a run and each once in a while', async () => {
    const { carrier, scans, state } = givenCarrier();
    const parcels = [];
    await ctx.db.update(fulfilments).set({ trackAt: null });
    for (let index = 0; index < 6; index++) parcels.push(await givenParcels({ parcelStatus: 'packed' }));
    const awbs = await Promise.all(parcels.map(async ({ parcel }) => (await parcel()).awb ?? ''));
    await say(...awbs.map((awb) => scan(awb, 'picked_up', 0)));
    for (const awb of awbs) scans.set(awb, [scan(awb, 'picked_up', 0), scan(awb, 'delivered', 8)]);
    expect(await trackSilentParcels(givenShop(ctx.now + DAY_MS / 2), () => carrier)).toBe(0);
    const tomorrow = givenShop(ctx.now + DAY_MS);
    const mine = () => state.tracked.filter((awb) => awbs.includes(awb)).length;
    await Promise.all([trackSilentParcels(tomorrow, () => carrier), trackSilentParcels(tomorrow, () => carrier)]);
    await trackSilentParcels(tomorrow, () => carrier);
    await trackSilentParcels(tomorrow, () => carrier);
    expect(mine()).toBe(6);
    expect(new Set(state.tracked).size).toBe(state.tracked.length);
    for (const { parcel } of parcels) expect(await parcel()).toMatchObject({ status: 'delivered', trackAt: null });
  });

  test('goes on when a carrier does not answer, and asks again later', async () => {
    await ctx.db.update(fulfilments).set({ trackAt: null });
    const given = await givenParcels({ parcelStatus: 'packed' });
    await say(scan((await given.parcel()).awb ?? '', 'picked_up', 0));
    const { carrier } = givenCarrier();
    const silent = { ...carrier, track: () => Promise.reject(new Error('timeout')) };
    const tomorrow = givenShop(ctx.now + DAY_MS);
    expect(await trackSilentParcels(tomorrow, () => silent)).toBeGreaterThan(0);
    expect(await given.parcel()).toMatchObject({ status: 'shipped', trackAt: tomorrow.now + DAY_MS / 4 });
  });
});

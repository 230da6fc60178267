import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { CarrierEvent, ParcelBooking, ParsedCarrierWebhook } from './carrier.ts';
import { delhiveryCarrier } from './delhivery-carrier.ts';

const SECRET = 'haat-carrier-of-a-test';

let shop: Server;
let sandbox: Sandbox;
let received: ParsedCarrierWebhook[];

beforeEach(async () => {
  received = [];
  shop = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    received.push(await carrier().parseWebhook(text, new Headers(request.headers as Record<string, string>)));
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  sandbox = await openSandbox({
    port: 0,
    stateDir: mkdtempSync(path.join(tmpdir(), 'haat-sandbox-')),
    webhookUrl: 'http://127.0.0.1:9/',
    webhookSecret: 'whsec_unused',
    carrier: { webhookUrl: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`, webhookSecret: SECRET },
  });
});

afterEach(async () => {
  await sandbox.close();
  shop.closeAllConnections();
  shop.close();
});

function envOf(changes: Partial<Env> = {}): Env {
  return {
    APP_ENV: 'test',
    DELHIVERY_TOKEN: 'haat-sandbox-token',
    DELHIVERY_WEBHOOK_SECRET: SECRET,
    DELHIVERY_API_BASE: `${sandbox.url}/delhivery`,
    ...changes,
  } as Env;
}

const carrier = () => delhiveryCarrier(envOf());

const booking: ParcelBooking = {
  id: 'ful_01KB0Z8Q4M7C2W9X5T3R6Y1N8P',
  orderNo: 'HT4K7Q2M9XAB',
  pickup: {
    slug: 'sharma-traders',
    name: 'Sharma Traders',
    address: '1 Market Road',
    pincode: '560001',
    district: 'Bengaluru',
    state: 'Karnataka',
  },
  consignee: {
    name: 'Asha Rao',
    phone: '9876543210',
    address: '4 Temple Street & Lane #2',
    pincode: '560003',
    district: 'Bengaluru',
    state: 'Karnataka',
  },
  contents: 'Cotton kurta',
  quantity: 2,
  weightGrams: 850,
  valuePaise: 199_800,
  codPaise: 201_850,
};

async function control(place: string, value: unknown): Promise<Response> {
  return await fetch(`${sandbox.url}/control/carrier/${place}`, { method: 'POST', body: JSON.stringify(value) });
}

async function bookedAt(): Promise<{ awb: string; codRupees: string }[]> {
  const answer = await fetch(`${sandbox.url}/control/carrier/parcels`);
  return ((await answer.json()) as { parcels: { awb: string; codRupees: string }[] }).parcels;
}

const typesReceived = () => received.map((webhook) => (webhook.ok ? webhook.event.type : webhook.reason));

describe('booking', () => {
  test('makes one parcel, however often and however parallel it is asked for', async () => {
    const first = await carrier().book(booking);
    const others = await Promise.all([1, 2, 3].map(() => carrier().book(booking)));
    const parallel = await Promise.all([1, 2, 3].map(() => carrier().book({ ...booking, id: 'ful_other' })));
    expect(first.awb).toMatch(/^1490\d{10}$/);
    expect(first.trackingUrl).toContain(first.awb);
    expect(new Set(others.map(({ awb }) => awb))).toEqual(new Set([first.awb]));
    expect(new Set(parallel.map(({ awb }) => awb)).size).toBe(1);
    expect(await bookedAt()).toHaveLength(2);
  });

  test('whose reply is lost is found again and not made anew', async () => {
    await control('settings', { loseReplies: true });
    await expect(carrier().book(booking)).rejects.toMatchObject({ code: 'carrier_unavailable' });
    const { awb } = await carrier().book(booking);
    expect((await bookedAt()).map((parcel) => parcel.awb)).toEqual([awb]);
  });

  test('again with less to collect tells the carrier so', async () => {
    const { awb } = await carrier().book(booking);
    expect(await carrier().book({ ...booking, codPaise: 100_050 })).toMatchObject({ awb });
    expect(await bookedAt()).toMatchObject([{ awb, codRupees: '1000.50' }]);
  });

  test('that the carrier refuses says why', async () => {
    const wrong = { ...booking, consignee: { ...booking.consignee, pincode: '12' } };
    const refusal = carrier().book(wrong);
    await expect(refusal).rejects.toMatchObject({ code: 'carrier_refused' });
    await expect(refusal).rejects.toThrow('pin');
  });
});

describe('scans', () => {
  test('are pushed with the secret and tracked with the same ids', async () => {
    const { awb } = await carrier().book(booking);
    const steps = ['picked_up', 'out_for_delivery', 'delivery_failed', 'out_for_delivery', 'delivered'] as const;
    for (const event of steps) expect((await control(`parcels/${awb}`, { event })).status).toBe(200);
    await vi.waitFor(() => expect(typesReceived().sort()).toEqual([...steps].sort()));
    const tracked = await carrier().track(awb);
    expect(tracked.map((event) => event.type)).toEqual(['other', ...steps]);
    const pushed = received.flatMap((webhook) => (webhook.ok ? [webhook.event.eventId] : []));
    expect(new Set(tracked.slice(1).map((event) => event.eventId))).toEqual(new Set(pushed));
    expect(Math.abs(Date.now() - (tracked.at(-1)?.at ?? 0))).toBeLessThan(5000);
  });

  test('on the way back are told apart from those on the way there', async () => {
    const { awb } = await carrier().book(booking);
    await control(`parcels/${awb}`, { event: 'rto_started' });
    await control(`parcels/${awb}`, { event: 'rto_delivered' });
    expect((await carrier().track(awb)).map((event) => event.type)).toEqual(['other', 'rto_started', 'rto_delivered']);
    expect(await carrier().track('000000')).toEqual([]);
  });

  test('come by themselves when the carrier is told to move', async () => {
    await control('settings', { autoMoveSeconds: 0.1 });
    const { awb } = await carrier().book(booking);
    await vi.waitFor(() => expect(typesReceived()).toEqual(['picked_up', 'out_for_delivery', 'delivered']), 5000);
    expect((await carrier().track(awb)).at(-1)?.type).toBe('delivered');
  });

  test('on the page move a parcel', async () => {
    const { awb } = await carrier().book(booking);
    expect(await (await fetch(`${sandbox.url}/carrier`)).text()).toContain(`./carrier/${awb}/picked_up`);
    const answer = await fetch(`${sandbox.url}/carrier/${awb}/picked_up`, { method: 'POST', redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '../../carrier']);
    expect((await carrier().track(awb)).at(-1)?.type).toBe('picked_up');
    expect((await control(`parcels/${awb}`, { event: 'teleported' })).status).toBe(422);
    expect((await control('parcels/none', { event: 'picked_up' })).status).toBe(404);
  });
});

describe('a webhook', () => {
  const body = JSON.stringify({
    Shipment: {
      AWB: 14900000000001,
      NSLCode: 'X-DDD3FD',
      Status: { Status: 'Dispatched', StatusType: 'UD', StatusDateTime: '2026-11-25T17:10:42.767' },
    },
  });

  test('is read in Indian time', async () => {
    const parsed = await carrier().parseWebhook(body, new Headers({ 'x-webhook-secret': SECRET }));
    const event: CarrierEvent = {
      eventId: `14900000000001:UD:Dispatched:${Date.parse('2026-11-25T11:40:42.767Z')}`,
      carrierType: 'UD:Dispatched',
      type: 'out_for_delivery',
      awb: '14900000000001',
      at: Date.parse('2026-11-25T11:40:42.767Z'),
    };
    expect(parsed).toEqual({ ok: true, event });
    expect(carrier().readEvent(body)).toEqual(event);
  });

  test.each([
    ['', 'wrong_secret'],
    [`${SECRET}x`, 'wrong_secret'],
    ['x', 'wrong_secret'],
  ])('with the secret "%s" is not believed', async (secret, reason) => {
    expect(await carrier().parseWebhook(body, new Headers({ 'x-webhook-secret': secret }))).toEqual({
      ok: false,
      reason,
    });
  });

  test.each(['', '{', '{}', body.replace('2026-11-25T17:10:42.767', 'yesterday')])(
    'that says "%s" is unreadable',
    async (text) => {
      const parsed = await carrier().parseWebhook(text, new Headers({ 'x-webhook-secret': SECRET }));
      expect(parsed).toEqual({ ok: false, reason: 'unreadable' });
    },
  );
});

describe('settings', () => {
  test.each([
    { APP_ENV: 'production' as const },
    { APP_ENV: 'production' as const, DELHIVERY_API_BASE: '' },
    { APP_ENV: 'production' as const, DELHIVERY_API_BASE: '', DELHIVERY_TOKEN: 'real' },
    { DELHIVERY_API_BASE: '' },
    { DELHIVERY_API_BASE: 'sandbox' },
    { DELHIVERY_TOKEN: '' },
    { DELHIVERY_WEBHOOK_SECRET: '' },
  ])('%j are refused', (changes) => {
    expect(() => delhiveryCarrier(envOf(changes))).toThrowError(expect.objectContaining({ code: 'misconfigured' }));
  });

  test('of a real account are taken in production', () => {
    const real = { DELHIVERY_API_BASE: '', DELHIVERY_TOKEN: 'real', DELHIVERY_WEBHOOK_SECRET: 'real-secret' };
    expect(delhiveryCarrier(envOf({ APP_ENV: 'production', ...real })).name).toBe('delhivery');
  });
});

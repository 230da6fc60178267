import { z } from 'zod';
import { decimalRupees, parseRupees } from '../domain/money.ts';
import { AppError } from '../http/problem.ts';
import type { BookedParcel, Carrier, CarrierEvent, ParcelBooking, ParsedCarrierWebhook } from './carrier.ts';
import {
  eventOfPush,
  eventsOfTracking,
  scanPushSchema,
  type TrackedShipment,
  trackingSchema,
} from './delhivery-scan.ts';
import { type DelhiverySettings, readDelhiverySettings } from './delhivery-settings.ts';

const TIMEOUT_MS = 10_000;
/** Delhivery sends along whatever header its client asks for. */
const SECRET_HEADER = 'x-webhook-secret';

const createdSchema = z.object({
  packages: z
    .array(
      z.object({
        status: z.string(),
        waybill: z.coerce.string().default(''),
        remarks: z.union([z.string(), z.array(z.string())]).optional(),
      }),
    )
    .default([]),
  rmk: z.string().optional(),
});

/**
 * Delhivery Express by REST. Each seller's pickup location is registered there under the seller's slug.
 * https://delhivery-express-api-doc.readme.io/reference/order-creation-api — Throws `misconfigured`.
 */
export function delhiveryCarrier(env: Env): Carrier {
  const settings = readDelhiverySettings(env);
  return {
    name: 'delhivery',
    book: (parcel) => book(settings, parcel),
    parseWebhook: (rawBody, headers) => parseWebhook(settings, rawBody, headers),
    readEvent: (rawBody) => eventOfPush(scanPushSchema.parse(JSON.parse(rawBody))),
    async track(awb): Promise<readonly CarrierEvent[]> {
      const shipment = await find(settings, { waybill: awb });
      return shipment === null ? [] : eventsOfTracking(shipment);
    },
  };
}

async function book(settings: DelhiverySettings, parcel: ParcelBooking): Promise<BookedParcel> {
  const known = await find(settings, { ref_ids: parcel.id });
  if (known !== null) return await bringUpToDate(settings, known, parcel);
  const data = JSON.stringify({ shipments: [shipmentOf(parcel)], pickup_location: { name: parcel.pickup.slug } });
  const form = new URLSearchParams({ format: 'json', data });
  const answer = createdSchema.parse(await ask(settings, '/api/cmu/create.json', { method: 'POST', body: form }));
  const created = answer.packages[0];
  if (created?.status === 'Success' && created.waybill !== '') return bookedAs(created.waybill);
  // Somebody else has booked it in the meantime: an order number of ours is taken once.
  const again = await find(settings, { ref_ids: parcel.id });
  if (again !== null) return await bringUpToDate(settings, again, parcel);
  const reason = [created?.remarks ?? answer.rmk ?? 'no reason given'].flat().join('; ').slice(0, 300);
  throw new AppError('carrier_refused', `Delhivery does not take the parcel: ${reason}`);
}

/** Lines that were cancelled after the booking leave less to collect. */
async function bringUpToDate(
  settings: DelhiverySettings,
  { AWB, CODAmount }: TrackedShipment,
  { codPaise }: ParcelBooking,
): Promise<BookedParcel> {
  if (parseRupees(String(CODAmount)) !== codPaise) {
    const body = JSON.stringify({ waybill: AWB, pt: paymentMode(codPaise), cod: decimalRupees(codPaise) });
    await ask(settings, '/api/p/edit', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  }
  return bookedAs(AWB);
}

function shipmentOf({ id, consignee, pickup, contents, quantity, weightGrams, valuePaise, codPaise }: ParcelBooking) {
  const fields = {
    order: id,
    payment_mode: paymentMode(codPaise),
    cod_amount: decimalRupees(codPaise),
    total_amount: decimalRupees(valuePaise),
    products_desc: contents,
    quantity: String(quantity),
    weight: String(weightGrams),
    name: consignee.name,
    add: consignee.address,
    pin: consignee.pincode,
    city: consignee.district,
    state: consignee.state,
    country: 'India',
    phone: consignee.phone,
    seller_name: pickup.name,
    return_add: pickup.address,
    return_pin: pickup.pincode,
    return_state: pickup.state,
    return_country: 'India',
  };
  // Delhivery refuses a request that contains these, wherever they stand.
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replace(/[&#%;\\]/g, ' ')]));
}

function paymentMode(codPaise: number): 'COD' | 'Prepaid' {
  return codPaise > 0 ? 'COD' : 'Prepaid';
}

function bookedAs(awb: string): BookedParcel {
  return { awb, trackingUrl: `https://www.delhivery.com/track/package/${encodeURIComponent(awb)}` };
}

async function find(settings: DelhiverySettings, query: Readonly<Record<string, string>>) {
  const answer = await ask(settings, `/api/v1/packages/json/?${new URLSearchParams(query)}`);
  return trackingSchema.parse(answer).ShipmentData[0]?.Shipment ?? null;
}

async function ask({ token, apiBase }: DelhiverySettings, path: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(apiBase.href.replace(/\/$/, '') + path, {
      ...init,
      headers: { authorization: `Token ${token}`, accept: 'application/json', ...init.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return await answer.json();
  } catch (error) {
    throw new AppError('carrier_unavailable', `Delhivery does not answer (${String(error).slice(0, 100)}). Try again.`);
  }
}

async function parseWebhook(
  { webhookSecret }: DelhiverySettings,
  rawBody: string,
  headers: Headers,
): Promise<ParsedCarrierWebhook> {
  if (!(await isSame(headers.get(SECRET_HEADER) ?? '', webhookSecret))) return { ok: false, reason: 'wrong_secret' };
  const scan = scanPushSchema.safeParse(jsonOf(rawBody));
  return scan.success ? { ok: true, event: eventOfPush(scan.data) } : { ok: false, reason: 'unreadable' };
}

/** Compares digests, which are equally long, and looks at every byte. */
async function isSame(given: string, wanted: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(given), digest(wanted)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

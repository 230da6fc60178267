import { IST_OFFSET_MS } from './ist.ts';

/**
 * The delivery promise: how far a parcel travels, what that costs, when it arrives, and why it does not. One set of
 * rules and pure functions, so that the product page, the cart and the order say the same. Days are counted in IST.
 */

export interface Place {
  readonly pincode: string;
  readonly stateCode: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** The nearest first. */
export const ZONES = ['local', 'regional', 'national', 'remote'] as const;
export type Zone = (typeof ZONES)[number];

/** One step of the rate card: a parcel of at most `uptoGrams` in the zone costs `feePaise`, tax included. */
export interface RateStep {
  readonly zone: Zone;
  readonly uptoGrams: number;
  readonly feePaise: number;
  /** Beyond the heaviest step of the zone: for each 500 g begun. */
  readonly extraPer500gPaise: number;
}

/** GST codes of two states, in the direction of the parcel. */
export interface ZonePair {
  readonly fromState: string;
  readonly toState: string;
  readonly zone: Zone;
}

export interface DeliveryRules {
  /** An order from this hour (IST) on leaves a working day later. */
  readonly cutOffHour: number;
  readonly transitDays: Readonly<Record<Zone, number>>;
  /** The part of an order that one seller sends is shipped free from this value on. */
  readonly freeFromPaise: number;
  /** One fee an order, for cash at the door. */
  readonly codFeePaise: number;
  readonly rates: readonly RateStep[];
  /** States whose distance does not tell how long a parcel takes. */
  readonly zonePairs: readonly ZonePair[];
  /** ISO dates (IST) on which nothing moves. Sundays are not listed. */
  readonly holidays: readonly string[];
}

/** Shipping of one seller's part of an order where no rate card is set: one fee, free from a value. */
export const SHIPPING = { feePaise: 4_000, freeFromPaise: 50_000 } as const;
export const COD_FEE_PAISE = 2_000;

/** What counts until a shop has set rules of its own: a flat fee, whatever the weight. */
export const DEFAULT_DELIVERY_RULES: DeliveryRules = {
  cutOffHour: 14,
  transitDays: { local: 1, regional: 2, national: 4, remote: 7 },
  freeFromPaise: SHIPPING.freeFromPaise,
  codFeePaise: COD_FEE_PAISE,
  rates: ZONES.map((zone) => ({ zone, uptoGrams: 500, feePaise: SHIPPING.feePaise, extraPer500gPaise: 0 })),
  zonePairs: [],
  holidays: [],
};

/** North-east, Jammu and Kashmir, Ladakh and the islands: carriers fly there or take a week. */
const REMOTE_STATES = new Set(['01', '11', '12', '13', '14', '15', '16', '17', '31', '35', '38']);
const LOCAL_KM = 60;
const REGIONAL_KM = 600;
const STEP_GRAMS = 500;
const DAY_MS = 86_400_000;

/**
 * Neighbours are local whatever the map of states says; further away a pair of states may have its own zone, and else
 * distance and the mountains decide. A seller at an unknown place (null) is taken to be a country away.
 */
export function zoneBetween(rules: Pick<DeliveryRules, 'zonePairs'>, from: Place | null, to: Place): Zone {
  if (from === null) return 'national';
  const distance = distanceKm(from, to);
  if (distance <= LOCAL_KM) return 'local';
  const pair = rules.zonePairs.find((each) => each.fromState === from.stateCode && each.toState === to.stateCode);
  if (pair !== undefined) return pair.zone;
  const crossesRemote = from.stateCode !== to.stateCode;
  if (crossesRemote && (REMOTE_STATES.has(from.stateCode) || REMOTE_STATES.has(to.stateCode))) return 'remote';
  return from.stateCode === to.stateCode || distance <= REGIONAL_KM ? 'regional' : 'national';
}

/** Of a parcel by its weight, before the free-shipping threshold. 0 in a zone that the rate card does not name. */
export function shippingFee(rules: Pick<DeliveryRules, 'rates'>, zone: Zone, grams: number): number {
  const steps = rules.rates.filter((rate) => rate.zone === zone).sort((a, b) => a.uptoGrams - b.uptoGrams);
  const step = steps.find(({ uptoGrams }) => grams <= uptoGrams);
  if (step !== undefined) return step.feePaise;
  const heaviest = steps.at(-1);
  if (heaviest === undefined) return 0;
  const extraSteps = Math.ceil((grams - heaviest.uptoGrams) / STEP_GRAMS);
  return heaviest.feePaise + extraSteps * heaviest.extraPer500gPaise;
}

export interface PromiseInput {
  readonly zone: Zone;
  readonly handlingDays: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The promised day, as an ISO date in IST. An order counts from the day on which it can be packed: today, or the next
 * working day when it comes after the cut-off, on a Sunday or on a holiday. Handling and transit are working days.
 */
export function promiseDate(
  rules: Pick<DeliveryRules, 'cutOffHour' | 'transitDays' | 'holidays'>,
  { zone, handlingDays, now }: PromiseInput,
): string {
  const ist = now + IST_OFFSET_MS;
  let day = Math.floor(ist / DAY_MS);
  const isLate = Math.floor((ist - day * DAY_MS) / 3_600_000) >= rules.cutOffHour;
  if (isLate) day += 1;
  while (!isWorkingDay(day, rules.holidays)) day += 1;
  for (let left = handlingDays + rules.transitDays[zone]; left > 0; ) {
    day += 1;
    if (isWorkingDay(day, rules.holidays)) left -= 1;
  }
  return isoDate(day);
}

/** How far the parts of an offer reach, and the pincode itself. */
export interface ReachFacts {
  readonly zone: Zone;
  readonly isPincodeServiceable: boolean;
  readonly sellerFarthestZone: Zone;
  readonly categoryFarthestZone: Zone;
}

export const DELIVERY_REFUSALS = ['pincode', 'seller', 'category'] as const;
export type DeliveryRefusal = (typeof DELIVERY_REFUSALS)[number];

/** Who does not go there; null when the parcel can be sent. */
export function deliveryRefusal(facts: ReachFacts): DeliveryRefusal | null {
  if (!facts.isPincodeServiceable) return 'pincode';
  if (isBeyond(facts.zone, facts.categoryFarthestZone)) return 'category';
  return isBeyond(facts.zone, facts.sellerFarthestZone) ? 'seller' : null;
}

/** One seller's parcel of a kind of goods, as far as the promise asks. */
export interface Shipment {
  /** Null when the seller's pincode is unknown. */
  readonly origin: Place | null;
  readonly handlingDays: number;
  readonly weightGrams: number;
  /** What the buyer pays for the goods. */
  readonly valuePaise: number;
  readonly sellerFarthestZone: Zone;
  readonly categoryFarthestZone: Zone;
}

export interface Destined extends Place {
  readonly isServiceable: boolean;
}

export interface DeliveryPromise {
  readonly zone: Zone;
  readonly refusal: DeliveryRefusal | null;
  /** ISO date, IST; null with a refusal. */
  readonly promisedOn: string | null;
  /** Null with a refusal. */
  readonly shippingPaise: number | null;
}

/** Everything that is promised of a parcel to a place, or why nothing is. */
export function promiseOf(rules: DeliveryRules, shipment: Shipment, to: Destined, now: number): DeliveryPromise {
  const zone = zoneBetween(rules, shipment.origin, to);
  const { sellerFarthestZone, categoryFarthestZone, handlingDays } = shipment;
  const refusal = deliveryRefusal({
    ...{ zone, isPincodeServiceable: to.isServiceable, sellerFarthestZone, categoryFarthestZone },
  });
  if (refusal !== null) return { zone, refusal, promisedOn: null, shippingPaise: null };
  return {
    zone,
    refusal,
    promisedOn: promiseDate(rules, { zone, handlingDays, now }),
    shippingPaise: shippingOf(rules, zone, shipment),
  };
}

/** What the buyer pays for a seller's parcel: nothing from the threshold on. */
export function shippingOf(
  rules: Pick<DeliveryRules, 'rates' | 'freeFromPaise'>,
  zone: Zone,
  { weightGrams, valuePaise }: Pick<Shipment, 'weightGrams' | 'valuePaise'>,
): number {
  return valuePaise >= rules.freeFromPaise ? 0 : shippingFee(rules, zone, weightGrams);
}

/** Great-circle distance. */
export function distanceKm(a: Pick<Place, 'latitude' | 'longitude'>, b: Pick<Place, 'latitude' | 'longitude'>): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const dLat = radians(b.latitude - a.latitude);
  const dLon = radians(b.longitude - a.longitude);
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

function isBeyond(zone: Zone, farthest: Zone): boolean {
  return ZONES.indexOf(zone) > ZONES.indexOf(farthest);
}

function isWorkingDay(day: number, holidays: readonly string[]): boolean {
  const isSunday = (day + 4) % 7 === 0;
  return !isSunday && !holidays.includes(isoDate(day));
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** When a parcel arrives: handling, cut-off, transit by zone, Sundays and holidays. Days are counted in IST. */

export interface Place {
  readonly pincode: string;
  readonly stateCode: string;
  readonly latitude: number;
  readonly longitude: number;
}

export type Zone = 'local' | 'regional' | 'national' | 'remote';

export const TRANSIT_DAYS: Readonly<Record<Zone, number>> = { local: 1, regional: 2, national: 4, remote: 7 };

/** Shipping of one seller's part of an order, free from a value. */
export const SHIPPING = { feePaise: 4_000, freeFromPaise: 50_000 } as const;
export const COD_FEE_PAISE = 2_000;

/** North-east, Jammu and Kashmir, Ladakh and the islands: carriers fly there or take a week. */
const REMOTE_STATES = new Set(['01', '11', '12', '13', '14', '15', '16', '17', '31', '35', '38']);
const LOCAL_KM = 60;
const REGIONAL_KM = 600;
const CUT_OFF_HOUR_IST = 14;
const DAY_MS = 86_400_000;
const IST_OFFSET_MS = 5.5 * 3_600_000;

export function zoneBetween(from: Place, to: Place): Zone {
  const distance = distanceKm(from, to);
  if (distance <= LOCAL_KM) return 'local';
  const crossesRemote = from.stateCode !== to.stateCode;
  if (crossesRemote && (REMOTE_STATES.has(from.stateCode) || REMOTE_STATES.has(to.stateCode))) return 'remote';
  return from.stateCode === to.stateCode || distance <= REGIONAL_KM ? 'regional' : 'national';
}

export interface PromiseInput {
  readonly zone: Zone;
  readonly handlingDays: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** ISO dates (IST) on which nothing moves. */
  readonly holidays: readonly string[];
}

/** The promised day, as an ISO date in IST. An order after the cut-off counts from the next working day. */
export function promiseDate({ zone, handlingDays, now, holidays }: PromiseInput): string {
  const ist = now + IST_OFFSET_MS;
  const isLate = Math.floor((ist % DAY_MS) / 3_600_000) >= CUT_OFF_HOUR_IST;
  let day = Math.floor(ist / DAY_MS);
  let left = handlingDays + TRANSIT_DAYS[zone] + (isLate ? 1 : 0);
  while (left > 0) {
    day += 1;
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return isoDate(day);
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

function isWorkingDay(day: number, holidays: readonly string[]): boolean {
  const isSunday = (day + 4) % 7 === 0;
  return !isSunday && !holidays.includes(isoDate(day));
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_DELIVERY_RULES,
  type DeliveryRules,
  deliveryRefusal,
  distanceKm,
  type Place,
  promiseDate,
  promiseOf,
  type Shipment,
  shippingFee,
  shippingOf,
  ZONES,
  type Zone,
  zoneBetween,
} from './delivery.ts';

const place = (pincode: string, stateCode: string, latitude: number, longitude: number): Place => {
  return { pincode, stateCode, latitude, longitude };
};
const mumbai = place('400001', '27', 18.94, 72.84);
const thane = place('400601', '27', 19.2, 72.97);
const nagpur = place('440001', '27', 21.15, 79.09);
const delhi = place('110001', '07', 28.63, 77.22);
const gurugram = place('122001', '06', 28.46, 77.03);
const jaipur = place('302001', '08', 26.92, 75.79);
const kolkata = place('700001', '19', 22.57, 88.36);
const shillong = place('793001', '17', 25.57, 91.88);
const guwahati = place('781001', '18', 26.18, 91.74);
const srinagar = place('190001', '01', 34.08, 74.8);
const jammu = place('180001', '01', 32.73, 74.87);

const rules: DeliveryRules = {
  cutOffHour: 14,
  transitDays: { local: 1, regional: 2, national: 4, remote: 7 },
  freeFromPaise: 50_000,
  codFeePaise: 2_000,
  rates: [
    // Not in order: the card is read by weight.
    { zone: 'national', uptoGrams: 2_000, feePaise: 9_000, extraPer500gPaise: 1_500 },
    { zone: 'national', uptoGrams: 500, feePaise: 5_000, extraPer500gPaise: 9_999 },
    { zone: 'national', uptoGrams: 1_000, feePaise: 6_500, extraPer500gPaise: 0 },
    { zone: 'local', uptoGrams: 500, feePaise: 3_000, extraPer500gPaise: 500 },
  ],
  zonePairs: [
    { fromState: '27', toState: '07', zone: 'regional' },
    { fromState: '01', toState: '01', zone: 'remote' },
  ],
  holidays: ['2026-01-26'],
};
const noPairs = { zonePairs: [] };

describe('the zone', () => {
  test.each<[string, Place | null, Place, Zone]>([
    ['within a city', mumbai, thane, 'local'],
    ['a city over the border of a state', delhi, gurugram, 'local'],
    ['the same state, 700 km', mumbai, nagpur, 'regional'],
    ['another state within 600 km', delhi, jaipur, 'regional'],
    ['across the country', mumbai, delhi, 'national'],
    ['to the north-east', delhi, shillong, 'remote'],
    ['out of Kashmir', srinagar, delhi, 'remote'],
    ['within the north-east, over a border, 70 km', guwahati, shillong, 'remote'],
    ['within Jammu and Kashmir', jammu, srinagar, 'regional'],
    ['from nobody knows where', null, mumbai, 'national'],
  ])('%s', (_name, from, to, zone) => expect(zoneBetween(noPairs, from, to)).toBe(zone));

  test('a pair of states has its own zone, in its direction only', () => {
    expect(zoneBetween(rules, mumbai, delhi)).toBe('regional');
    expect(zoneBetween(rules, delhi, mumbai)).toBe('national');
    expect(zoneBetween(rules, jammu, srinagar)).toBe('remote');
  });

  test('neighbours stay local whatever the pair says', () => {
    expect(zoneBetween({ zonePairs: [{ fromState: '27', toState: '27', zone: 'remote' }] }, mumbai, thane)).toBe(
      'local',
    );
  });

  test('distance is that of the globe', () => expect(distanceKm(mumbai, delhi)).toBeCloseTo(1165, -1));
});

describe('the rate card', () => {
  test.each<[Zone, number, number]>([
    ['national', 1, 5_000],
    ['national', 500, 5_000],
    ['national', 501, 6_500],
    ['national', 1_000, 6_500],
    ['national', 2_000, 9_000],
    ['national', 2_001, 10_500],
    ['national', 2_500, 10_500],
    ['national', 2_501, 12_000],
    ['local', 500, 3_000],
    ['local', 10_000, 3_000 + 19 * 500],
    ['remote', 500, 0],
  ])('%s, %i g', (zone, grams, fee) => expect(shippingFee(rules, zone, grams)).toBe(fee));

  test.each([
    [49_999, 5_000],
    [50_000, 0],
    [50_001, 0],
  ])('free from the threshold on: goods of %i', (valuePaise, fee) => {
    expect(shippingOf(rules, 'national', { weightGrams: 400, valuePaise })).toBe(fee);
  });

  test('without a card every zone costs the same, whatever the weight', () => {
    for (const zone of ZONES) expect(shippingFee(DEFAULT_DELIVERY_RULES, zone, 40_000)).toBe(4_000);
  });

  test('a heavier parcel never costs less where the card itself does not say so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }), (grams, more) => {
        expect(shippingFee(rules, 'national', grams + more)).toBeGreaterThanOrEqual(
          shippingFee(rules, 'national', grams),
        );
      }),
    );
  });
});

describe('the promised day', () => {
  test.each<[string, string, Zone, number, string]>([
    ['a Monday morning', '2026-11-23T04:00:00Z', 'local', 1, '2026-11-25'],
    ['at 13:59 IST', '2026-11-23T08:29:59Z', 'local', 1, '2026-11-25'],
    ['at 14:00 IST', '2026-11-23T08:30:00Z', 'local', 1, '2026-11-26'],
    ['over a Sunday', '2026-11-27T04:00:00Z', 'local', 1, '2026-11-30'],
    ['Republic Day', '2026-01-24T04:00:00Z', 'local', 1, '2026-01-28'],
    ['the day is counted in IST', '2026-11-22T19:00:00Z', 'local', 1, '2026-11-25'],
    ['a Sunday morning', '2026-11-22T04:00:00Z', 'local', 1, '2026-11-25'],
    ['a Saturday evening: as on Sunday', '2026-11-21T15:00:00Z', 'local', 1, '2026-11-25'],
    ['a holiday: from the day after', '2026-01-26T04:00:00Z', 'local', 1, '2026-01-29'],
    ['the evening before a holiday: the same', '2026-01-25T15:00:00Z', 'local', 1, '2026-01-29'],
    ['regional', '2026-11-23T04:00:00Z', 'regional', 1, '2026-11-26'],
    ['national', '2026-11-23T04:00:00Z', 'national', 1, '2026-11-28'],
    ['remote, over a Sunday', '2026-11-23T04:00:00Z', 'remote', 1, '2026-12-02'],
    ['a slow seller', '2026-11-23T04:00:00Z', 'local', 3, '2026-11-27'],
    ['ready at once', '2026-11-23T04:00:00Z', 'local', 0, '2026-11-24'],
  ])('%s', (_name, now, zone, handlingDays, day) => {
    expect(promiseDate(rules, { zone, handlingDays, now: Date.parse(now) })).toBe(day);
  });

  test('is a working day, and never earlier for a later order', () => {
    const start = Date.parse('2026-01-20T00:00:00Z');
    fc.assert(
      fc.property(fc.nat(30 * 24 * 60), fc.nat(7 * 24 * 60), fc.constantFrom(...ZONES), (minutes, more, zone) => {
        const at = (later: number) => promiseDate(rules, { zone, handlingDays: 1, now: start + later * 60_000 });
        const day = at(minutes);
        expect(new Date(`${day}T00:00:00Z`).getUTCDay()).not.toBe(0);
        expect(rules.holidays).not.toContain(day);
        expect(at(minutes + more) >= day).toBe(true);
      }),
    );
  });
});

describe('reach', () => {
  const everywhere = {
    isPincodeServiceable: true,
    sellerFarthestZone: 'remote',
    categoryFarthestZone: 'remote',
  } as const;
  test.each<[string, Parameters<typeof deliveryRefusal>[0], ReturnType<typeof deliveryRefusal>]>([
    ['everything reaches', { ...everywhere, zone: 'remote' }, null],
    ['a pincode that nobody goes to', { ...everywhere, zone: 'local', isPincodeServiceable: false }, 'pincode'],
    ['a seller who stays in the region', { ...everywhere, zone: 'national', sellerFarthestZone: 'regional' }, 'seller'],
    ['as far as the seller goes', { ...everywhere, zone: 'regional', sellerFarthestZone: 'regional' }, null],
    ['a sofa to the islands', { ...everywhere, zone: 'remote', categoryFarthestZone: 'national' }, 'category'],
    [
      'both: the goods say it first, because no seller could',
      { ...everywhere, zone: 'remote', sellerFarthestZone: 'local', categoryFarthestZone: 'national' },
      'category',
    ],
  ])('%s', (_name, facts, refusal) => expect(deliveryRefusal(facts)).toBe(refusal));
});

describe('the whole promise', () => {
  const shipment: Shipment = {
    ...{ origin: kolkata, handlingDays: 2, weightGrams: 900, valuePaise: 49_000 },
    ...{ sellerFarthestZone: 'national', categoryFarthestZone: 'remote' },
  };
  const now = Date.parse('2026-11-23T04:00:00Z');

  test('day, fee and zone', () => {
    expect(promiseOf(rules, shipment, { ...mumbai, isServiceable: true }, now)).toEqual({
      ...{ zone: 'national', refusal: null, promisedOn: '2026-11-30', shippingPaise: 6_500 },
    });
  });

  test('a refusal promises nothing', () => {
    expect(promiseOf(rules, shipment, { ...shillong, isServiceable: true }, now)).toEqual({
      ...{ zone: 'remote', refusal: 'seller', promisedOn: null, shippingPaise: null },
    });
    expect(promiseOf(rules, shipment, { ...mumbai, isServiceable: false }, now).refusal).toBe('pincode');
  });
});

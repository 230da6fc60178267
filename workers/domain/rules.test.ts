import { describe, expect, test } from 'vitest';
import { chooseBuyBox } from './buy-box.ts';
import { distanceKm, type Place, promiseDate, zoneBetween } from './delivery.ts';
import { idOf } from './id.ts';
import { formatRupees, paise, parseRupees } from './money.ts';

describe('rupees', () => {
  test.each([
    [0, '₹0'],
    [129_950, '₹1,299.50'],
    [12_995_000, '₹1,29,950'],
    [1_234_567_800, '₹1,23,45,678'],
    [-500, '−₹5'],
  ])('%d → %s', (amount, text) => expect(formatRupees(amount)).toBe(text));
  test.each([
    ['1,299.5', 129_950],
    ['0', 0],
    ['12.345', null],
    ['-1', null],
    ['1e3', null],
    ['', null],
  ])('"%s" → %s', (text, amount) => expect(parseRupees(text)).toBe(amount));
  test('a fraction of a paisa is a bug', () => expect(() => paise(1.5)).toThrow(RangeError));
});

describe('buy box', () => {
  const offer = (sku: string, pricePaise: number, available: number, sellerRatingTenths = 40) => ({
    sku,
    pricePaise,
    available,
    sellerRatingTenths,
  });
  test.each([
    ['the only offer', [offer('a', 100, 1)], 'a', 'only_offer'],
    ['the lowest price', [offer('a', 100, 1), offer('b', 90, 1)], 'b', 'lowest_price'],
    ['in stock before cheap', [offer('a', 100, 1), offer('b', 90, 0)], 'a', 'only_in_stock'],
    ['the better seller at the same price', [offer('a', 90, 1, 38), offer('b', 90, 1, 45)], 'b', 'better_seller'],
    ['nothing left', [offer('a', 100, 0), offer('b', 90, 0)], 'b', 'out_of_stock'],
  ])('%s', (_name, offers, sku, reason) => {
    expect(chooseBuyBox(offers)).toMatchObject({ winner: { sku }, reason });
  });
  test('nobody sells it', () => expect(chooseBuyBox([])).toBeNull());
});

describe('delivery', () => {
  const mumbai: Place = { pincode: '400001', stateCode: '27', latitude: 18.94, longitude: 72.84 };
  const thane: Place = { pincode: '400601', stateCode: '27', latitude: 19.2, longitude: 72.97 };
  const delhi: Place = { pincode: '110001', stateCode: '07', latitude: 28.63, longitude: 77.22 };
  const shillong: Place = { pincode: '793001', stateCode: '17', latitude: 25.57, longitude: 91.88 };

  test('zones', () => {
    expect(zoneBetween(mumbai, thane)).toBe('local');
    expect(zoneBetween(mumbai, delhi)).toBe('national');
    expect(zoneBetween(delhi, shillong)).toBe('remote');
    expect(distanceKm(mumbai, delhi)).toBeCloseTo(1165, -1);
  });

  test.each([
    ['before the cut-off', '2026-11-23T04:00:00Z', [], '2026-11-25'],
    ['after the cut-off (14:00 IST)', '2026-11-23T08:31:00Z', [], '2026-11-26'],
    ['over a Sunday', '2026-11-27T04:00:00Z', [], '2026-11-30'],
    ['over a holiday', '2026-11-23T04:00:00Z', ['2026-11-24'], '2026-11-26'],
    ['the day is counted in IST', '2026-11-22T19:00:00Z', [], '2026-11-25'],
  ])('%s', (_name, now, holidays, want) => {
    expect(promiseDate({ zone: 'local', handlingDays: 1, now: Date.parse(now), holidays })).toBe(want);
  });
});

test('ids sort by time and carry their kind', () => {
  const random = new Uint8Array(10).fill(255);
  expect(idOf('order', 0, random)).toBe('ord_0000000000ZZZZZZZZZZZZZZZZ');
  expect(idOf('order', 1, new Uint8Array(10)) > idOf('order', 0, random)).toBe(true);
});

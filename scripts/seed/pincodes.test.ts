import { describe, expect, test } from 'vitest';
import { isValidGstin, STATES } from '../../workers/domain/gst.ts';
import { readPincodes } from './pincodes.ts';
import { SELLERS } from './sellers.ts';

const pincodes = readPincodes();
const byPincode = new Map(pincodes.map((each) => [each.pincode, each]));

describe('pincodes', () => {
  test('are all of India once, each with a state and a district', () => {
    expect(pincodes.length).toBeGreaterThanOrEqual(19_000);
    expect(byPincode.size).toBe(pincodes.length);
    expect(pincodes.filter(({ pincode }) => !/^[1-9]\d{5}$/.test(pincode))).toEqual([]);
    expect(pincodes.filter(({ stateCode, district }) => !(stateCode in STATES) || district === '')).toEqual([]);
    expect(new Set(pincodes.map(({ stateCode }) => stateCode)).size).toBe(Object.keys(STATES).length);
  });

  test('lie in India', () => {
    const astray = pincodes.filter(
      ({ latitude, longitude }) => !(latitude > 6.4 && latitude < 37.2 && longitude > 68 && longitude < 97.6),
    );
    expect(astray).toEqual([]);
  });

  test.each([
    ['110001', '07', 'New Delhi', 28.63, 77.22],
    ['400001', '27', 'Mumbai', 18.94, 72.84],
    ['560001', '29', 'Bengaluru Urban', 12.97, 77.6],
    // The directory lists an office of Telangana under it.
    ['799001', '16', 'West Tripura', 23.83, 91.28],
    ['194101', '38', 'Leh Ladakh', 34.15, 77.57],
    ['673310', '34', 'Mahe', 11.7, 75.53],
    ['682555', '31', 'Lakshadweep District', 10.57, 72.64],
  ])('%s is where people know it to be', (pincode, stateCode, district, latitude, longitude) => {
    const found = byPincode.get(pincode);
    expect(found).toMatchObject({ stateCode, district });
    expect(Math.abs((found?.latitude ?? 0) - latitude)).toBeLessThan(0.7);
    expect(Math.abs((found?.longitude ?? 0) - longitude)).toBeLessThan(0.7);
  });

  test('that are remote take no cash, and a few are not reached', () => {
    const noCash = pincodes.filter(({ isCodAllowed }) => !isCodAllowed);
    expect(noCash.length).toBeGreaterThan(200);
    expect(noCash.length).toBeLessThan(500);
    const unreached = pincodes.filter(({ isServiceable }) => !isServiceable);
    expect(unreached.length).toBeGreaterThan(5);
    expect(unreached.every(({ isCodAllowed }) => !isCodAllowed)).toBe(true);
  });
});

describe('sellers', () => {
  test('sit in different states, at real pincodes, with valid GSTINs of their state', () => {
    expect(SELLERS.length).toBeGreaterThanOrEqual(8);
    expect(new Set(SELLERS.map(({ stateCode }) => stateCode)).size).toBe(SELLERS.length);
    for (const { slug, gstin, stateCode, pincode, ratingTenths, handlingDays } of SELLERS) {
      expect(isValidGstin(gstin), slug).toBe(true);
      expect(gstin.slice(0, 2), slug).toBe(stateCode);
      expect(byPincode.get(pincode)?.stateCode, slug).toBe(stateCode);
      expect(ratingTenths, slug).toBeGreaterThan(30);
      expect(handlingDays, slug).toBeGreaterThan(0);
    }
    for (const name of ['slug', 'gstin', 'skuPrefix'] as const) {
      expect(new Set(SELLERS.map((seller) => seller[name])).size).toBe(SELLERS.length);
    }
  });
});

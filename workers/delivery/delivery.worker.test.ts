import { eq as equal } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { askApi, deliveryRules as input } from '../../test/builders/api-routes.ts';
import { givenPincode, givenProduct, givenSeller } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson, givenUserActor, type Person } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { findProduct } from '../catalog/find-product.ts';
import { forgetRecent } from '../catalog/recent.ts';
import { categories, sellers } from '../db/schema/catalog.ts';
import { deliveryRules, holidays, shippingRates, zonePairs } from '../db/schema/delivery.ts';
import { auditLog } from '../db/schema/system.ts';
import { DEFAULT_DELIVERY_RULES } from '../domain/delivery.ts';
import { removeHoliday, setHoliday } from './change-holiday.ts';
import { removeZonePair, setZonePair } from './change-zone-pair.ts';
import { findDeliveryRules } from './find-delivery-rules.ts';
import { findDelivery } from './queries.ts';
import { readDeliveryRules } from './rules.ts';
import { setDeliveryRules } from './set-delivery-rules.ts';
import { setPincode } from './set-pincode.ts';

const { db } = givenContext();
/** A Monday morning in India. */
const MONDAY = Date.parse('2026-11-23T04:00:00Z');
const ctx = givenContext({ now: MONDAY });
const staff = givenStaff({ now: MONDAY });

beforeEach(async () => {
  for (const table of [deliveryRules, shippingRates, zonePairs, holidays]) await db.delete(table);
  forgetRecent();
  await givenPincode('560001');
  await givenPincode('793001', { district: 'Shillong', stateCode: '17', latitude: 25.57, longitude: 91.88 });
  await givenPincode('400001', { district: 'Mumbai', stateCode: '27', latitude: 18.94, longitude: 72.84 });
});

describe('the promise', () => {
  test('without rules is that of the domain', async () => {
    expect(await readDeliveryRules(ctx)).toEqual(DEFAULT_DELIVERY_RULES);
    const { sku } = await givenProduct({ pricePaise: 30_000 });
    expect(await findDelivery(ctx, '400001', sku)).toEqual({
      ...{ pincode: '400001', district: 'Mumbai', state: 'Maharashtra', isServiceable: true, refusal: null },
      ...{
        isCodAllowed: true,
        codRefusal: null,
        promisedOn: '2026-11-28',
        shippingPaise: 4_000,
        freeFromPaise: 50_000,
      },
    });
  });

  test('follows the rules of its day: card, cut-off, pair of states and holiday', async () => {
    const { sku } = await givenProduct({ pricePaise: 30_000 });
    await setDeliveryRules(staff, { ...input, rates: ratesOf(7_500) });
    await setZonePair(staff, { fromState: '29', toState: '27' }, 'regional');
    await setHoliday(staff, '2026-11-25', { name: 'A holiday' });
    expect(await findDelivery(ctx, '400001', sku)).toMatchObject({ promisedOn: '2026-11-27', shippingPaise: 7_500 });
    // The rules of the next year count from the next year on.
    const next = '2027-01-01T00:00:00.000Z';
    await setDeliveryRules(staff, { ...input, rates: ratesOf(9_900), validFrom: next });
    expect(await findDelivery(ctx, '400001', sku)).toMatchObject({ shippingPaise: 7_500 });
    forgetRecent();
    const later = givenContext({ now: Date.parse(next) });
    expect(await findDelivery(later, '400001', sku)).toMatchObject({ shippingPaise: 9_900 });
  });

  test('is the same on the product, by its weight, and free from the threshold on', async () => {
    await setDeliveryRules(staff, { ...input, rates: ratesOf(7_500) });
    const cheap = await givenProduct({ pricePaise: 30_000 });
    const dear = await givenProduct({ pricePaise: 50_000 });
    const offer = async (slug: string, pincode?: string) => {
      return (await findProduct(ctx, slug, { pincode })).variants[0]?.offer;
    };
    expect(await offer(cheap.slug)).toMatchObject({ shippingPaise: 7_500, delivery: null });
    expect((await offer(cheap.slug, '400001'))?.delivery).toEqual(await findDelivery(ctx, '400001', cheap.sku));
    expect(await offer(dear.slug)).toMatchObject({ shippingPaise: 0 });
  });

  test('says who does not go there', async () => {
    const sellerId = await givenSeller('Stay Near');
    const { sku, slug } = await givenProduct({ seller: 'Stay Near', category: 'big-things' });
    await db.update(sellers).set({ farthestZone: 'regional' }).where(equal(sellers.id, sellerId));
    expect(await findDelivery(ctx, '400001', sku)).toMatchObject({ isServiceable: false, refusal: 'seller' });
    await db.update(categories).set({ farthestZone: 'local' }).where(equal(categories.slug, 'big-things'));
    expect(await findDelivery(ctx, '400001', sku)).toMatchObject({ refusal: 'category', promisedOn: null });
    const { variants } = await findProduct(ctx, slug, { pincode: '400001' });
    expect(variants[0]).toMatchObject({ reason: 'not_serviceable', offer: { delivery: { refusal: 'category' } } });
    await setPincode(staff, '793001', { isServiceable: false, isCodAllowed: false });
    expect(await findDelivery(ctx, '793001')).toMatchObject({ isServiceable: false, refusal: 'pincode' });
    await setPincode(staff, '793001', { isServiceable: true, isCodAllowed: true });
  });

  test('says why cash is not taken', async () => {
    const listed = await givenProduct({ isCodAllowed: false });
    expect(await findDelivery(ctx, '560001', listed.sku)).toMatchObject({ isCodAllowed: false, codRefusal: 'item' });
    const dear = await givenProduct({ pricePaise: 6_000_000 });
    expect(await findDelivery(ctx, '560001', dear.sku)).toMatchObject({ codRefusal: 'value' });
    await setPincode(staff, '560001', { isServiceable: true, isCodAllowed: false });
    expect(await findDelivery(ctx, '560001', listed.sku)).toMatchObject({ codRefusal: 'pincode' });
    await setPincode(staff, '560001', { isServiceable: true, isCodAllowed: true });
  });

  test('of sellers: who reaches the pincode wins, and the others say why not', async () => {
    await givenPincode('110001', { district: 'Delhi', stateCode: '07', latitude: 28.63, longitude: 77.22 });
    await givenSeller('Near Delhi', { pincode: '110001', stateCode: '07' });
    await givenSeller('Near Home', { pincode: '560001', ratingTenths: 45 });
    const { slug } = await givenProduct({
      offers: [
        { seller: 'Near Delhi', sku: 'DELHI', pricePaise: 60_050 },
        { seller: 'Near Home', sku: 'HOME', pricePaise: 60_000 },
      ],
    });
    const at = async (pincode?: string) => (await findProduct(ctx, slug, { pincode })).variants[0];
    expect(await at()).toMatchObject({ offer: { sku: 'HOME' } });
    const delhi = await at('110001');
    expect(delhi).toMatchObject({ reason: 'faster', offer: { sku: 'DELHI' } });
    expect(delhi?.otherOffers).toMatchObject([{ sku: 'HOME', loss: { reason: 'later', byDays: 3 } }]);
  });
});

describe('the rules, for staff', () => {
  test('are told as they are now and as they will be', async () => {
    expect((await findDeliveryRules(staff)).current).toMatchObject({ validFrom: null, cutOffHour: 14 });
    await setDeliveryRules(staff, { ...input, cutOffHour: 16, rates: ratesOf(5_000) });
    const answer = await setDeliveryRules(staff, {
      ...{ ...input, cutOffHour: 12, rates: ratesOf(6_000), validFrom: '2027-01-01T00:00:00.000Z' },
    });
    expect(answer.current).toMatchObject({ cutOffHour: 16, rates: expect.arrayContaining(ratesOf(5_000)) });
    expect(answer.planned).toMatchObject([{ cutOffHour: 12, validFrom: '2027-01-01T00:00:00.000Z' }]);
  });

  test('of two that begin at the same moment one counts', async () => {
    const results = await Promise.allSettled(
      [1, 2].map((n) => setDeliveryRules(staff, { ...input, cutOffHour: n, rates: ratesOf(n) })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await db.$count(deliveryRules)).toBe(1);
    expect(await db.$count(shippingRates)).toBe(4);
  });

  test('do not begin in the past', async () => {
    const validFrom = '2026-01-01T00:00:00.000Z';
    await expect(setDeliveryRules(staff, { ...input, rates: ratesOf(1), validFrom })).rejects.toMatchObject({
      ...{ code: 'validation_failed', extra: { errors: [{ field: 'validFrom' }] } },
    });
  });

  test('the same holiday, pair or pincode again leaves no second trace', async () => {
    const twice = async (write: () => Promise<unknown>) => {
      await write();
      const before = await db.$count(auditLog);
      await write();
      expect(await db.$count(auditLog)).toBe(before);
    };
    await twice(() => setHoliday(staff, '2027-01-26', { name: 'Republic Day', nameHi: 'गणतंत्र दिवस' }));
    await twice(() => setZonePair(staff, { fromState: '29', toState: '32' }, 'regional'));
    await twice(() => setPincode(staff, '400001', { isServiceable: true, isCodAllowed: false }));
    await setPincode(staff, '400001', { isServiceable: true, isCodAllowed: true });
  });

  test('what is not there cannot be removed', async () => {
    await setHoliday(staff, '2027-01-26', { name: 'Republic Day' });
    const results = await Promise.allSettled([1, 2, 3].map(() => removeHoliday(staff, '2027-01-26')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(removeZonePair(staff, { fromState: '01', toState: '02' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(setPincode(staff, '999999', { isServiceable: true, isCodAllowed: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('are for staff with the permission', async () => {
    const actor = givenUserActor({ role: 'staff', permissions: ['catalog.write'] });
    const other = givenContext({ actor, now: MONDAY });
    for (const write of [
      () => findDeliveryRules(other),
      () => setDeliveryRules(other, { ...input, rates: ratesOf(1) }),
      () => setHoliday(other, '2027-01-26', { name: 'X' }),
      () => removeHoliday(other, '2027-01-26'),
      () => setZonePair(other, { fromState: '01', toState: '02' }, 'local'),
      () => removeZonePair(other, { fromState: '01', toState: '02' }),
      () => setPincode(other, '560001', { isServiceable: false, isCodAllowed: false }),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('bad input names its field', () => {
  let person: Person;
  beforeEach(async () => {
    person = await givenPerson({ role: 'staff' });
  });
  const send = async (path: string, body: unknown, method = 'PUT') => {
    const headers = { ...person.headers, 'content-type': 'application/json' };
    const { status, text } = await askApi(path, { method, headers, body: JSON.stringify(body) });
    const { errors } = JSON.parse(text) as { errors?: { field: string }[] };
    return [status, errors?.[0]?.field];
  };
  test.each<[string, unknown, string]>([
    ['/admin/delivery/rules', { ...input, cutOffHour: 25 }, 'cutOffHour'],
    ['/admin/delivery/rules', { ...input, rates: input.rates.slice(1) }, 'rates'],
    ['/admin/delivery/rules', { ...input, rates: [...input.rates, input.rates[0]] }, 'rates'],
    ['/admin/delivery/rules', { ...input, transitDays: { local: 1 } }, 'transitDays.regional'],
    ['/admin/delivery/rules', { ...input, speed: 1 }, 'speed'],
    ['/admin/delivery/holidays/2027-02-30', { name: 'Never' }, 'param.date'],
    ['/admin/delivery/holidays/2027-02-28', { name: '' }, 'name'],
    ['/admin/delivery/zone-pairs/29/99', { zone: 'local' }, 'param.toState'],
    ['/admin/delivery/zone-pairs/29/32', { zone: 'near' }, 'zone'],
    ['/admin/pincodes/12', { isServiceable: true, isCodAllowed: true }, 'param.pincode'],
    ['/admin/pincodes/560001', { isServiceable: 'yes', isCodAllowed: true }, 'isServiceable'],
  ])('PUT %s %o', async (path, body, field) => expect(await send(path, body)).toEqual([422, field]));

  test.each<[string, unknown, string]>([
    ['/admin/listings/ANY', { pricePaise: 1.5 }, 'pricePaise'],
    ['/admin/listings/ANY', { pricePaise: 0 }, 'pricePaise'],
    ['/admin/listings/ANY', { status: 'gone' }, 'status'],
    ['/admin/listings/ANY', {}, 'body'],
    ['/admin/listings/ANY', { stock: 1 }, 'stock'],
    ['/admin/products/any', { title: 'x' }, 'title'],
    ['/admin/products/any', { status: 'sold' }, 'status'],
  ])('PATCH %s %o', async (path, body, field) => expect(await send(path, body, 'PATCH')).toEqual([422, field]));

  test('a product at a pincode that there is not', async () => {
    const { slug } = await givenProduct();
    const { status, text } = await askApi(`/products/${slug}?pincode=999999`);
    expect([status, JSON.parse(text)]).toMatchObject([422, { errors: [{ field: 'query.pincode' }] }]);
  });
});

function ratesOf(feePaise: number) {
  return input.rates.map(({ zone, uptoGrams }) => ({
    ...{ zone: zone as 'local', uptoGrams, feePaise, extraPer500gPaise: 0 },
  }));
}

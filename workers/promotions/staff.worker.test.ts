import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenBrand, givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenPromotion, newPromotion } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { applyCoupon } from '../cart/apply-coupon.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { AppError } from '../http/problem.ts';
import { announceFlashSales } from './announce-flash-sales.ts';
import { changePromotion } from './change-promotion.ts';
import { createPromotion } from './create-promotion.ts';
import { findPromotion, listPromotions } from './find-promotion.ts';
import { flashPricesFor, offersFor } from './offers.ts';
import { newPromotionSchema, promotionChangeSchema } from './schemas.ts';
import { endPromotion, pausePromotion, resumePromotion } from './switch-promotion.ts';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(ms).toISOString();
const count = async (table: string) =>
  (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>('n')) ?? 0;

async function problemOf(work: Promise<unknown>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function post(body: object) {
  const { headers } = await givenPerson({ role: 'staff', permissions: ['promotions.write'] });
  const answer = await askApi('/admin/promotions', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}

const changeOf = (given = {}) => {
  const { kind: _kind, code: _code, sku: _sku, ...change } = newPromotion(given) as Record<string, unknown>;
  return promotionChangeSchema.parse(change);
};

test('made, found, changed, paused, gone on with, ended; with a row in the trail for each', async () => {
  const staff = givenStaff();
  const before = await count('audit_log');
  const made = await createPromotion(staff, newPromotionSchema.parse(newPromotion({ usageLimit: 5 })));
  expect(made).toMatchObject({ status: 'active', phase: 'running', usedCount: 0, usage: { orders: 0 } });
  expect((await listPromotions(staff, { code: made.code ?? '' })).promotions.map(({ id }) => id)).toEqual([made.id]);
  const changed = await changePromotion(staff, made.id, changeOf({ name: 'Twenty off' }));
  expect(changed).toMatchObject({ name: 'Twenty off', code: made.code, usageLimit: null });
  expect(await pausePromotion(staff, made.id)).toMatchObject({ status: 'paused', phase: 'paused' });
  expect(await pausePromotion(staff, made.id)).toMatchObject({ status: 'paused' });
  expect(await resumePromotion(staff, made.id)).toMatchObject({ phase: 'running' });
  expect(await endPromotion(staff, made.id)).toMatchObject({ status: 'ended', phase: 'over' });
  expect(await count('audit_log')).toBe(before + 5);
  expect(await problemOf(resumePromotion(staff, made.id))).toMatchObject({ code: 'illegal_transition' });
  expect(await problemOf(changePromotion(staff, made.id, changeOf()))).toMatchObject({ code: 'illegal_transition' });
  expect(await count('audit_log')).toBe(before + 5);
});

test('somebody else has none of it, and nothing is written', async () => {
  const { id } = await givenPromotion();
  const support = givenStaff({ permissions: ['orders.read'] });
  const writes = await count('promotions');
  for (const work of [
    createPromotion(support, newPromotionSchema.parse(newPromotion())),
    changePromotion(support, id, changeOf()),
    pausePromotion(support, id),
    endPromotion(support, id),
    findPromotion(support, id),
    listPromotions(support, {}),
  ]) {
    expect(await problemOf(work)).toMatchObject({ code: 'forbidden' });
  }
  expect(await count('promotions')).toBe(writes);
});

test.each<[string, object, string]>([
  ['ends before it starts', { validUntil: at(Date.now() - 2 * HOUR) }, 'validUntil'],
  ['more than everything', { rule: { type: 'percent', percentBps: 10_001 } }, 'rule.percentBps'],
  ['a code of odd letters', { code: 'TEN%OFF' }, 'code'],
  ['a coupon without a code', { code: null }, 'code'],
  ['a cart rule with one', { kind: 'cart', code: 'TEN' }, 'code'],
  ['a cap of nothing', { usageLimit: 0 }, 'usageLimit'],
  ['half a piece', { perPersonLimit: 0.5 }, 'perPersonLimit'],
  ['a rule of another kind', { rule: { type: 'price', pricePaise: 100 } }, 'rule.type'],
  ['no rule', { rule: { type: 'magic' } }, 'rule.type'],
  ['a bank that pays for a coupon', { bearer: { bankBps: 5000 } }, 'bearer.bankBps'],
  ['a bank offer that the seller pays', { kind: 'bank_offer', code: null, bearer: {} }, 'bearer.bankBps'],
  ['a category that is not there', { eligibility: { categoryPaths: ['/nowhere/'] } }, 'eligibility.categoryPaths.0'],
  ['a category that is no path', { eligibility: { categoryPaths: ['kurtas'] } }, 'eligibility.categoryPaths.0'],
  ['a SKU that is not there', { eligibility: { skus: ['NO-1'] } }, 'eligibility.skus.0'],
  ['a first order twice', { eligibility: { people: 'first_order' } }, 'perPersonLimit'],
  ['a field that there is not', { discount: 5 }, 'discount'],
])('%s: the field is named and nothing is written', async (_, given, field) => {
  const before = await count('promotions');
  const { status, body } = await post(newPromotion(given));
  expect([status, body.code]).toEqual([422, 'validation_failed']);
  expect((body.errors as { field: string }[]).map((error) => error.field)).toContain(field);
  expect(await count('promotions')).toBe(before);
});

test('a code is of one promotion, also of two made at once', async () => {
  const code = `ONE${Date.now()}`;
  const answers = await Promise.all([post(newPromotion({ code })), post(newPromotion({ code }))]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'code_taken',
    errors: [{ field: 'code' }],
  });
});

test('a limit below what is used is refused by name', async () => {
  await givenPincode('560001');
  const { sku } = await givenProduct({ pricePaise: 99_900 });
  const { id, code } = await givenPromotion({ usageLimit: 5, bearer: { sellerBps: 2500 } });
  for (let order = 0; order < 2; order++) {
    const buyer = await givenShopper({ sku });
    await applyCoupon(buyer, code);
    await placeOrder(buyer, checkoutOf(91_910), givenKey());
  }
  expect(await problemOf(changePromotion(givenStaff(), id, changeOf({ usageLimit: 1 })))).toMatchObject({
    extra: { errors: [{ field: 'usageLimit' }] },
  });
  expect(await changePromotion(givenStaff(), id, changeOf({ usageLimit: 2 }))).toMatchObject({ phase: 'used_up' });
  expect(await findPromotion(givenStaff(), id)).toMatchObject({
    usage: { orders: 2, quantity: 2, returned: 0 },
    // A quarter of 9,990 is 2,497.5: whole paise in each order, the seller's half first.
    cost: { amountPaise: 19_980, sellerPaise: 4996, platformPaise: 14_984, bankPaise: 0 },
  });
});

test('two who change it at once: one of them looks again', async () => {
  const { id } = await givenPromotion();
  const ends = await Promise.all(
    ['One', 'Two', 'Three'].map((name) =>
      problemOf(changePromotion(givenStaff(), id, changeOf({ name: `${name} off` }))),
    ),
  );
  expect(ends.filter((end) => end === null)).toHaveLength(1);
  expect(ends.filter((end) => end?.code === 'illegal_transition')).toHaveLength(2);
});

const saleOf = (sku: string, from: number, until: number, given = {}) => ({
  ...newPromotion({ kind: 'flash_sale', sku, rule: { type: 'price', pricePaise: 39_900 } }),
  ...{ validFrom: at(from), validUntil: at(until), ...given },
});

test('two flash sales of one SKU never share a moment, also when they are made at once', async () => {
  const { sku } = await givenProduct({ pricePaise: 49_900 });
  const now = Date.now();
  const answers = await Promise.all([1, 2, 3].map(() => post(saleOf(sku, now, now + HOUR))));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'promotion_overlaps',
    errors: [{ field: 'validFrom' }],
  });
  expect((await post(saleOf(sku, now + HOUR, now + 2 * HOUR))).status).toBe(201);
  const { id } = (answers.find(({ status }) => status === 201)?.body ?? {}) as { id: string };
  const longer = changeOf({ rule: { type: 'price', pricePaise: 39_900 }, validUntil: at(now + 90 * 60_000) });
  expect(await problemOf(changePromotion(givenStaff(), id, longer))).toMatchObject({ code: 'promotion_overlaps' });
  await endPromotion(givenStaff(), id);
  expect((await post(saleOf(sku, now, now + HOUR))).status).toBe(201);
});

test.each<[string, object, string]>([
  ['above the MRP', { rule: { type: 'price', pricePaise: 99_901 } }, 'rule.pricePaise'],
  ['without an end', { validUntil: null }, 'validUntil'],
  ['of no SKU', { sku: null }, 'sku'],
  ['of a SKU that is not there', { sku: 'NO-1' }, 'sku'],
  ['of a brand', { eligibility: { brandSlugs: ['haat-basics'] } }, 'eligibility.brandSlugs'],
])('a flash sale %s is refused', async (_, given, field) => {
  await givenBrand('Haat Basics');
  const { sku } = await givenProduct({ pricePaise: 49_900, mrpPaise: 99_900 });
  const { status, body } = await post(saleOf(sku, Date.now(), Date.now() + HOUR, given));
  expect([status, (body.errors as { field: string }[])[0]?.field]).toEqual([422, field]);
});

test('the start and the end of a flash sale are told once', async () => {
  const { sku, productId } = await givenProduct({ pricePaise: 49_900 });
  const now = Date.now();
  const told = async () => {
    const { results } = await env.DB.prepare(`SELECT 1 FROM outbox WHERE event ->> 'productId' = ?`)
      .bind(productId)
      .all();
    return results.length;
  };
  await post(saleOf(sku, now + HOUR, now + 2 * HOUR));
  expect(await told()).toBe(1);
  const cron = (ms: number) => announceFlashSales(givenContext({ now: now + ms }));
  await cron(HOUR - 1);
  expect(await told()).toBe(1);
  await Promise.all([cron(HOUR), cron(HOUR), cron(HOUR + 1)]);
  expect(await told()).toBe(2);
  await Promise.all([cron(2 * HOUR), cron(2 * HOUR)]);
  await cron(3 * HOUR);
  expect(await told()).toBe(3);
});

test('pages see what is for a product, and its flash price while pieces are left', async () => {
  const product = await givenProduct({ pricePaise: 49_900, category: 'lamps', brand: 'Deepam' });
  const { sku } = product;
  const of = (given: object) => givenPromotion({ kind: 'product', ...given });
  const shown = [
    await of({ eligibility: { brandSlugs: ['deepam'] } }),
    await of({ eligibility: { categoryPaths: ['/lamps/'], people: 'signed_in' } }),
    await givenPromotion({ eligibility: { skus: [sku] } }),
  ];
  await of({ eligibility: { brandSlugs: ['deepam'] }, isListed: false });
  await of({ eligibility: { brandSlugs: ['deepam'] }, validFrom: at(Date.now() + HOUR) });
  const paused = await of({ eligibility: { brandSlugs: ['deepam'] } });
  await pausePromotion(givenStaff(), paused.id);
  const seller =
    (await env.DB.prepare('SELECT seller_id FROM listings WHERE sku = ?').bind(sku).first<string>('seller_id')) ?? '';
  const asked = { categoryPath: '/lamps/', brandSlug: 'deepam', listings: [{ sku, sellerId: seller }] };
  const own = async () => {
    const ours = (await offersFor(givenContext(), asked)).map(({ promotionId }) => promotionId);
    return ours.filter((id) => [...shown, paused].some((each) => each.id === id));
  };
  expect((await own()).toSorted()).toEqual(shown.map(({ id }) => id).toSorted());
  const other = await givenProduct({ brand: 'Other' });
  const none = await offersFor(givenContext(), {
    ...asked,
    brandSlug: 'other',
    categoryPath: '/x/',
    listings: [{ sku: other.sku, sellerId: seller }],
  });
  expect(none.filter(({ promotionId }) => shown.some(({ id }) => id === promotionId))).toEqual([]);

  const { body } = await post(saleOf(sku, Date.now(), Date.now() + HOUR, { usageLimit: 2 }));
  expect((await flashPricesFor(givenContext(), [sku, other.sku])).get(sku)).toMatchObject({
    ...{ promotionId: body.id, pricePaise: 39_900, left: 2 },
  });
  await env.DB.prepare('UPDATE promotions SET used_count = 2 WHERE id = ?').bind(body.id).run();
  expect((await flashPricesFor(givenContext(), [sku])).size).toBe(0);
  const { text } = await askApi('/offers');
  const listed = (JSON.parse(text) as { offers: { promotionId: string; code: string | null }[] }).offers;
  expect(listed.map(({ promotionId }) => promotionId)).toEqual(expect.arrayContaining(shown.map(({ id }) => id)));
  expect(listed.map(({ promotionId }) => promotionId)).not.toContain(paused.id);
});

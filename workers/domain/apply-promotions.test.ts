import { describe, expect, test } from 'vitest';
import { type QuoteInput, quote } from './price.ts';
import { type GivenInput, promotionOf } from './promotion.fixture.ts';

type Line = Partial<QuoteInput['lines'][number]>;

function lineOf(sku: string, pricePaise: number, changes: Line = {}) {
  return {
    ...{ sku, pricePaise, mrpPaise: pricePaise, quantity: 1, sellerId: 'sel_a', sellerStateCode: '29' },
    ...{ gstRule: { kind: 'flat' as const, bps: 1800 }, categoryPath: '/fashion/', brandSlug: 'rang' },
    ...changes,
  };
}

function quoted(lines: QuoteInput['lines'], changes: Partial<QuoteInput>) {
  return quote({
    ...{ lines, discounts: [], shipping: { feePaise: 4000, freeFromPaise: 50_000 } },
    ...{ codFeePaise: 0, deliveryStateCode: '29', paymentMethod: null, ...changes },
  });
}

/** Promotion and amount of every adjustment. */
const amounts = ({ adjustments }: ReturnType<typeof quote>) =>
  adjustments.map(({ promotionId, amountPaise }) => [promotionId, amountPaise]);
const refusals = ({ declined }: ReturnType<typeof quote>) => declined.map(({ code, reason }) => [code, reason]);

const percent = (percentBps: number, maxPaise: number | null = null) =>
  ({ type: 'percent', percentBps, maxPaise }) as const;
const flat = (amountPaise: number) => ({ type: 'flat', amountPaise }) as const;
const free = (buy: number, get: number, percentBps = 10_000) =>
  ({ type: 'buy_x_get_y', buy, get, percentBps }) as const;

describe('flash sale', () => {
  const sale = (left: number | null) =>
    promotionOf({
      kind: 'flash_sale',
      left,
      rule: { type: 'price', pricePaise: 60_000 },
      eligibility: { skus: ['A'] },
    });

  test('every piece has the price', () => {
    const { adjustments, lines, totals } = quoted([lineOf('A', 100_000, { quantity: 3 }), lineOf('B', 5000)], {
      promotions: [sale(null)],
    });
    expect(adjustments).toMatchObject([
      { amountPaise: 120_000, pieces: 3, lines: [{ sku: 'A', amountPaise: 120_000 }] },
    ]);
    expect(lines.map((line) => [line.promotionPaise, line.grossPaise])).toEqual([
      [120_000, 180_000],
      [0, 5000],
    ]);
    expect(totals).toMatchObject({ promotionPaise: 120_000, discountPaise: 0, savedPaise: 120_000 });
  });

  test('as many pieces as are left', () => {
    const { adjustments } = quoted([lineOf('A', 100_000, { quantity: 3 })], { promotions: [sale(2)] });
    expect(adjustments).toMatchObject([{ amountPaise: 80_000, pieces: 2 }]);
  });

  test('is no dearer than the price', () => {
    expect(amounts(quoted([lineOf('A', 50_000)], { promotions: [sale(null)] }))).toEqual([]);
  });

  test('the others are computed on what it left', () => {
    const more = promotionOf({ id: 'prm_2', kind: 'product', rule: percent(1000) });
    const coupon = promotionOf({ id: 'prm_3', kind: 'coupon', code: 'TEN', rule: percent(1000) });
    const input = { promotions: [coupon, more, sale(null)], couponCodes: ['TEN'] };
    expect(amounts(quoted([lineOf('A', 100_000)], input))).toEqual([
      ['prm_1', 40_000],
      ['prm_2', 6000],
      ['prm_3', 5400],
    ]);
  });
});

describe('product promotions', () => {
  test('of two that exclude each other each line gets its better one', () => {
    const tenth = promotionOf({ id: 'prm_1', kind: 'product', rule: percent(1000) });
    const fifty = promotionOf({ id: 'prm_2', kind: 'product', rule: flat(5000), eligibility: { skus: ['B'] } });
    const { adjustments } = quoted([lineOf('A', 100_000), lineOf('B', 20_000)], { promotions: [tenth, fifty] });
    expect(adjustments.map(({ promotionId, lines }) => [promotionId, lines])).toEqual([
      ['prm_1', [{ sku: 'A', amountPaise: 10_000 }]],
      ['prm_2', [{ sku: 'B', amountPaise: 5000 }]],
    ]);
  });

  test('a maximum is for all its lines together, to the paisa', () => {
    const { adjustments } = quoted([lineOf('A', 100_000), lineOf('B', 100_000), lineOf('C', 100_000)], {
      promotions: [promotionOf({ kind: 'product', rule: percent(5000, 10_000) })],
    });
    expect(adjustments[0]?.lines.map((line) => line.amountPaise)).toEqual([3334, 3333, 3333]);
  });
});

describe('stacking', () => {
  const lines = [lineOf('A', 100_000)];
  const small = promotionOf({ id: 'prm_1', rule: percent(1000) });
  const large = promotionOf({ id: 'prm_2', rule: percent(2000) });

  test('among equals what saves most', () => {
    expect(amounts(quoted(lines, { promotions: [small, large] }))).toEqual([['prm_2', 20_000]]);
  });
  test('the higher priority, whatever it saves', () => {
    expect(amounts(quoted(lines, { promotions: [{ ...small, priority: 1 }, large] }))).toEqual([['prm_1', 10_000]]);
  });
  test('a priority that saves nothing has no say', () => {
    const nothing = promotionOf({ id: 'prm_0', priority: 9, rule: free(5, 1) });
    expect(amounts(quoted(lines, { promotions: [nothing, large] }))).toEqual([['prm_2', 20_000]]);
  });
  test('among those that save the same the older', () => {
    const twin = { ...small, id: 'prm_0' };
    expect(amounts(quoted(lines, { promotions: [small, twin] }))).toEqual([['prm_0', 10_000]]);
  });
  test('those that may stand together do, one on what the other left', () => {
    const together = [small, large].map((each) => ({ ...each, isStackable: true }));
    expect(amounts(quoted(lines, { promotions: together }))).toEqual([
      ['prm_1', 10_000],
      ['prm_2', 18_000],
    ]);
  });
  test('together they are weighed against the one that stands alone', () => {
    const together = [small, { ...small, id: 'prm_3' }].map((each) => ({ ...each, isStackable: true }));
    const alone = (percentBps: number) => promotionOf({ id: 'prm_9', rule: percent(percentBps) });
    expect(amounts(quoted(lines, { promotions: [...together, alone(1800)] }))).toHaveLength(2);
    expect(amounts(quoted(lines, { promotions: [...together, alone(2000)] }))).toEqual([['prm_9', 20_000]]);
  });
  test('the order in which they are given says nothing', () => {
    const promotions = [small, large, { ...large, id: 'prm_4', kind: 'product' as const }];
    expect(quoted(lines, { promotions: promotions.toReversed() })).toEqual(quoted(lines, { promotions }));
  });
});

describe('buy some, get some', () => {
  const lines = [lineOf('A', 30_000, { quantity: 2 }), lineOf('B', 10_000), lineOf('C', 20_000, { quantity: 3 })];
  test.each([
    ['the cheapest of three', free(2, 1), 30_000, 2],
    ['half a price', free(2, 1, 5000), 15_000, 2],
    ['one and one', free(1, 1), 50_000, 3],
    ['too few', free(6, 1), 0, 0],
  ])('%s', (_, rule, amountPaise, pieces) => {
    const { adjustments } = quoted(lines, { promotions: [promotionOf({ rule })] });
    expect(adjustments.map((each) => [each.amountPaise, each.pieces])).toEqual(
      pieces === 0 ? [] : [[amountPaise, pieces]],
    );
  });

  test('only of what it is for', () => {
    const promotion = promotionOf({ rule: free(2, 1), eligibility: { skus: ['A', 'B'] } });
    expect(quoted(lines, { promotions: [promotion] }).adjustments).toMatchObject([
      { amountPaise: 10_000, pieces: 1, lines: [{ sku: 'B' }] },
    ]);
  });
});

describe('coupons', () => {
  const lines = [lineOf('A', 80_000), lineOf('B', 20_000, { brandSlug: 'other' })];
  const coupon = promotionOf({ kind: 'coupon', code: 'TEN' });

  test('count when their code was typed', () => {
    expect(amounts(quoted(lines, { promotions: [coupon] }))).toEqual([]);
    expect(quoted(lines, { promotions: [coupon], couponCodes: ['TEN'] }).totals).toMatchObject({
      ...{ couponPaise: 10_000, promotionPaise: 0, grandPaise: 90_000 },
    });
  });

  test.each<[string, GivenInput, string, string, number | null]>([
    ['unknown', {}, 'OTHER', 'unknown_code', null],
    ['over', { refusal: 'expired' as const }, 'TEN', 'expired', null],
    ['for another brand', { eligibility: { brandSlugs: ['x'] } }, 'TEN', 'nothing_eligible', null],
    ['too little in the cart', { eligibility: { minCartPaise: 150_000 } }, 'TEN', 'min_cart', 50_000],
    [
      'too little of its brand',
      { eligibility: { minCartPaise: 90_000, brandSlugs: ['rang'] } },
      'TEN',
      'min_cart',
      10_000,
    ],
    ['another way to pay', { eligibility: { paymentMethods: ['cod'] } }, 'TEN', 'payment_method', null],
    ['saves nothing', { rule: free(9, 1) }, 'TEN', 'nothing_eligible', null],
    ['nothing to ship', { rule: { type: 'free_shipping' as const } }, 'TEN', 'nothing_eligible', null],
  ])('%s', (_, change, code, reason, missingPaise) => {
    const result = quoted(lines, {
      promotions: [promotionOf({ ...coupon, ...change })],
      ...{ couponCodes: [code], paymentMethod: 'stripe' },
    });
    expect(result.adjustments).toEqual([]);
    expect(result.declined).toMatchObject([{ code, reason, missingPaise }]);
  });

  test('one that does not stack excludes another; both may stack', () => {
    const other = promotionOf({ id: 'prm_2', kind: 'coupon', code: 'FIVE', rule: percent(500) });
    const both = { couponCodes: ['TEN', 'FIVE'] };
    const alone = quoted(lines, { promotions: [coupon, { ...other, isStackable: true }], ...both });
    expect(amounts(alone)).toEqual([['prm_1', 10_000]]);
    expect(refusals(alone)).toEqual([['FIVE', 'not_combinable']]);
    const stacked = [coupon, other].map((each) => ({ ...each, isStackable: true }));
    expect(amounts(quoted(lines, { promotions: stacked, ...both }))).toEqual([
      ['prm_1', 10_000],
      ['prm_2', 4500],
    ]);
  });

  test('the minimum is compared with what the kinds before left', () => {
    const sale = promotionOf({ id: 'prm_0', kind: 'product', rule: flat(1000) });
    const needs = promotionOf({ ...coupon, eligibility: { minCartPaise: 100_000 } });
    const result = quoted(lines, { promotions: [sale, needs], couponCodes: ['TEN'] });
    expect(result.declined).toMatchObject([{ reason: 'min_cart', missingPaise: 1000 }]);
  });
});

describe('what is near', () => {
  const near = (minCartPaise: number, changes = {}) => promotionOf({ eligibility: { minCartPaise }, ...changes });
  test.each([
    ['some more in the cart', near(60_000), 'min_cart'],
    ['much more', near(90_000), null],
    ['not for pages', near(60_000, { isListed: false }), null],
    ['a coupon', near(60_000, { kind: 'coupon', code: 'TEN' }), 'min_cart'],
    [
      'a way to pay',
      promotionOf({ kind: 'bank_offer', eligibility: { paymentMethods: ['stripe'] } }),
      'payment_method',
    ],
    ['a sign-in', promotionOf({ refusal: 'signed_in_only' }), 'signed_in_only'],
    ['over', promotionOf({ refusal: 'expired' }), null],
  ])('%s', (_, promotion, reason) => {
    const { declined } = quoted([lineOf('A', 40_000)], { promotions: [promotion] });
    expect(declined.map((each) => each.reason)).toEqual(reason === null ? [] : [reason]);
  });
});

describe('free shipping', () => {
  const freeShipping = (changes = {}) => promotionOf({ rule: { type: 'free_shipping' }, ...changes });
  const lines = [lineOf('A', 30_000), lineOf('B', 20_000, { sellerId: 'sel_b', brandSlug: 'other' })];

  test('takes the fees away, and nothing off lines', () => {
    const { adjustments, totals, charges } = quoted(lines, { promotions: [freeShipping()] });
    expect(adjustments).toMatchObject([{ amountPaise: 8000, lines: [] }]);
    expect(charges).toEqual([]);
    expect(totals).toMatchObject({ shippingPaise: 0, promotionPaise: 0, grandPaise: 50_000, freeFromPaise: null });
  });

  test('only of parcels with what it is for', () => {
    const promotion = freeShipping({ eligibility: { brandSlugs: ['rang'] } });
    const { totals, charges } = quoted(lines, { promotions: [promotion] });
    expect(charges.map(({ sellerId }) => sellerId)).toEqual(['sel_b']);
    expect(totals).toMatchObject({ freeFromPaise: 50_000, missingForFreeShippingPaise: 30_000 });
  });

  test('also of a fee that a coupon brought back', () => {
    const coupon = promotionOf({ id: 'prm_2', kind: 'coupon', code: 'TEN' });
    const input = { promotions: [freeShipping(), coupon], couponCodes: ['TEN'] };
    expect(quoted([lineOf('A', 52_000)], input).totals).toMatchObject({ shippingPaise: 0, grandPaise: 46_800 });
    expect(quoted([lineOf('A', 52_000)], { ...input, promotions: [coupon] }).totals.shippingPaise).toBe(4000);
  });

  test('does not apply where nothing is charged', () => {
    expect(amounts(quoted([lineOf('A', 50_000)], { promotions: [freeShipping()] }))).toEqual([]);
  });

  test('two that stack save a fee once', () => {
    const promotions = [freeShipping({ isStackable: true }), freeShipping({ id: 'prm_2', isStackable: true })];
    expect(amounts(quoted(lines, { promotions }))).toEqual([['prm_1', 8000]]);
  });
});

describe('bank offers and who bears what', () => {
  const lines = [lineOf('A', 99_900)];
  const bank = promotionOf({
    ...{ kind: 'bank_offer', rule: percent(1000, 5000), bearer: { sellerBps: 0, bankBps: 10_000 } },
    eligibility: { paymentMethods: ['razorpay'] },
  });

  test('a bank offer does not lower the taxed value', () => {
    const {
      lines: [line],
      totals,
      adjustments,
    } = quoted(lines, { promotions: [bank], paymentMethod: 'razorpay' });
    expect(line).toMatchObject({ grossPaise: 99_900, igstPaise: 0, bankOfferPaise: 5000, paidPaise: 94_900 });
    expect((line?.cgstPaise ?? 0) + (line?.sgstPaise ?? 0)).toBe(15_238);
    expect(totals).toMatchObject({ bankOfferPaise: 5000, grandPaise: 94_900 });
    expect(adjustments[0]?.shares).toEqual({ sellerPaise: 0, platformPaise: 0, bankPaise: 5000 });
  });

  test('a shared one sums to the paisa', () => {
    const shared = promotionOf({ rule: flat(10_001), bearer: { sellerBps: 3333, bankBps: 0 } });
    expect(quoted(lines, { promotions: [shared] }).adjustments[0]?.shares).toEqual({
      ...{ sellerPaise: 3333, platformPaise: 6668, bankPaise: 0 },
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/allocation.json' with { type: 'json' };
import { sum } from './money.ts';
import type { PaymentMethod } from './payment.ts';
import { type QuoteInput, quote, totalsOfAnyAge } from './price.ts';
import { promotionOf } from './promotion.fixture.ts';
import { PROMOTION_KINDS, type PromotionRule } from './promotion.ts';
import before from './quote-before-promotions.fixture.json' with { type: 'json' };

const FREE_SHIPPING = { feePaise: 0, freeFromPaise: 0 };

function lineOf(pricePaise: number, changes: Partial<QuoteInput['lines'][number]> = {}) {
  return {
    sku: `SKU-${pricePaise}`,
    sellerId: 'sel_a',
    sellerStateCode: '27',
    quantity: 1,
    mrpPaise: pricePaise,
    pricePaise,
    gstRule: { kind: 'flat', bps: 1800 } as const,
    ...changes,
  };
}

function inputOf(changes: Partial<QuoteInput>): QuoteInput {
  return { lines: [], discounts: [], shipping: FREE_SHIPPING, codFeePaise: 0, deliveryStateCode: '29', ...changes };
}

describe('an order with a coupon and a bank offer', () => {
  const { linesPaise, couponPaise, bankOfferPaise, expect: want, returnOfLine2 } = vectors.order;
  const { lines, totals } = quote(
    inputOf({
      lines: linesPaise.map((price) => lineOf(price)),
      discounts: [
        { kind: 'coupon', label: 'HAAT150', amountPaise: couponPaise },
        { kind: 'bank_offer', label: 'Bank', amountPaise: bankOfferPaise },
      ],
    }),
  );

  test('the coupon lowers the taxed value, the bank offer does not', () => {
    expect(lines.map((line) => line.grossPaise)).toEqual(want.afterCouponPaise);
    expect(lines.map((line) => line.igstPaise)).toEqual(want.igstPaise);
    expect(lines.map((line) => line.paidPaise)).toEqual(want.paidPaise);
    expect(totals.grandPaise).toBe(want.grandPaise);
  });

  test('a return of line 2 is refunded what was paid and credited what was invoiced', () => {
    expect(lines[1]?.paidPaise).toBe(returnOfLine2.refundToCustomerPaise);
    expect(lines[1]?.grossPaise).toBe(returnOfLine2.creditNoteGrossPaise);
    expect(lines[1]?.igstPaise).toBe(returnOfLine2.creditNoteIgstPaise);
  });
});

test('shipping is charged per seller below the threshold, with the tax of services', () => {
  const lines = [lineOf(30_000), lineOf(60_000, { sellerId: 'sel_b', sellerStateCode: '29' })];
  const { charges, totals } = quote(inputOf({ lines, shipping: { feePaise: 4000, freeFromPaise: 50_000 } }));
  expect(charges).toEqual([
    expect.objectContaining({
      kind: 'shipping',
      sellerId: 'sel_a',
      grossPaise: 4000,
      igstPaise: 610,
      taxablePaise: 3390,
    }),
  ]);
  expect(totals).toMatchObject({ shippingPaise: 4000, grandPaise: 94_000 });
});

test('a coupon worth more than the cart makes it free, not negative', () => {
  const discounts = [{ kind: 'coupon', label: 'ALL', amountPaise: 99_999_999 } as const];
  const { totals } = quote(inputOf({ lines: [lineOf(100), lineOf(33)], discounts }));
  expect(totals).toMatchObject({ grandPaise: 0, couponPaise: 133 });
});

test('the COD fee is split over sellers to the paisa', () => {
  const lines = [lineOf(100), lineOf(100, { sellerId: 'sel_b' }), lineOf(100, { sellerId: 'sel_c' })];
  const { charges, totals } = quote(inputOf({ lines, codFeePaise: 2000 }));
  expect(charges.map((charge) => charge.grossPaise)).toEqual([667, 667, 666]);
  expect(totals.codFeePaise).toBe(2000);
});

test('an order of before there were promotions is recomputed to the byte', () => {
  const { lines, charges, totals, adjustments, declined } = quote(before.input as QuoteInput);
  const { promotionPaise, freeFromPaise, missingForFreeShippingPaise, ...oldTotals } = totals;
  const oldLines = lines.map(({ promotionPaise: _, ...line }) => line);
  expect(JSON.stringify({ lines: oldLines, charges, totals: oldTotals })).toBe(JSON.stringify(before.quote));
  expect({ promotionPaise, adjustments, declined }).toEqual({ promotionPaise: 0, adjustments: [], declined: [] });
  expect(freeFromPaise).toBe(50_000);
  expect(missingForFreeShippingPaise).toBe(26_841);
  const stored = before.quote as unknown as Parameters<typeof totalsOfAnyAge>[0];
  expect(totalsOfAnyAge(stored)).toMatchObject({ promotionPaise: 0, grandPaise: before.quote.totals.grandPaise });
});

describe('laws, for any cart (invariant 25)', () => {
  const line = fc
    .record({
      price: fc.integer({ min: 1, max: 20_000_000 }),
      off: fc.nat(5_000_000),
      quantity: fc.integer({ min: 1, max: 10 }),
      seller: fc.constantFrom('27', '29', '07'),
      bps: fc.constantFrom(0, 300, 500, 1800, 4000),
    })
    .map(({ price, off, quantity, seller, bps }) =>
      lineOf(price, {
        quantity,
        mrpPaise: price + off,
        sellerId: `sel_${seller}`,
        sellerStateCode: seller,
        gstRule: bps === 500 ? { kind: 'slab', upToTaxablePaise: 250_000, bps, aboveBps: 1800 } : { kind: 'flat', bps },
      }),
    );
  const rule: fc.Arbitrary<PromotionRule> = fc.oneof(
    fc.record({ type: fc.constant('price' as const), pricePaise: fc.integer({ min: 1, max: 20_000_000 }) }),
    fc.record({ type: fc.constant('flat' as const), amountPaise: fc.integer({ min: 1, max: 30_000_000 }) }),
    fc.record({
      type: fc.constant('percent' as const),
      percentBps: fc.integer({ min: 1, max: 10_000 }),
      maxPaise: fc.option(fc.nat(1_000_000)),
    }),
    fc.record({
      type: fc.constant('buy_x_get_y' as const),
      buy: fc.integer({ min: 1, max: 4 }),
      get: fc.integer({ min: 1, max: 3 }),
      percentBps: fc.integer({ min: 1, max: 10_000 }),
    }),
    fc.constant({ type: 'free_shipping' as const }),
  );
  const promotion = fc
    .record({
      kind: fc.constantFrom(...PROMOTION_KINDS),
      no: fc.nat(99),
      rule,
      sellerBps: fc.nat(10_000),
      isStackable: fc.boolean(),
      priority: fc.nat(2),
      left: fc.option(fc.integer({ min: 1, max: 5 })),
      sellerIds: fc.constantFrom([], [], ['sel_27'], ['sel_29', 'sel_07']),
      minCartPaise: fc.constantFrom(0, 0, 1_000_000),
      paymentMethods: fc.constantFrom<PaymentMethod[]>([], [], ['razorpay']),
    })
    .map(({ no, sellerBps, sellerIds, minCartPaise, paymentMethods, ...each }) =>
      promotionOf({
        ...each,
        id: `prm_${String(no).padStart(2, '0')}`,
        code: each.kind === 'coupon' ? `CODE${no}` : null,
        bearer: each.kind === 'bank_offer' ? { sellerBps: 0, bankBps: 10_000 } : { sellerBps, bankBps: 0 },
        eligibility: { sellerIds, minCartPaise, paymentMethods },
      }),
    );
  const input = fc.record({
    lines: fc.array(line, { maxLength: 12 }),
    discounts: fc.array(
      fc.record({
        kind: fc.constantFrom('coupon' as const, 'bank_offer' as const),
        label: fc.constant('x'),
        amountPaise: fc.nat(30_000_000),
      }),
      { maxLength: 1 },
    ),
    promotions: fc.uniqueArray(promotion, { maxLength: 8, selector: ({ id }) => id }),
    typed: fc.nat(7),
    paymentMethod: fc.constantFrom('razorpay' as const, 'cod' as const, null),
    shipping: fc.record({ feePaise: fc.nat(20_000), freeFromPaise: fc.nat(100_000) }),
    codFeePaise: fc.nat(5_000),
    deliveryStateCode: fc.constantFrom('27', '29', null),
  });
  const cartOf = ({ typed, ...cart }: typeof input extends fc.Arbitrary<infer Cart> ? Cart : never): QuoteInput => ({
    ...cart,
    couponCodes: cart.promotions.flatMap(({ code }) => code ?? []).slice(0, typed),
  });

  test('discounts stay within their line, nothing is negative, lines and charges sum to the order', () => {
    fc.assert(
      fc.property(input, (given) => {
        const cart = cartOf(given);
        const { lines, charges, totals, adjustments, declined } = quote(cart);
        for (const quoted of lines) {
          const { promotionPaise, couponPaise, bankOfferPaise } = quoted;
          expect(promotionPaise + couponPaise + bankOfferPaise).toBeLessThanOrEqual(quoted.pricePaise);
          expect(Math.min(promotionPaise, couponPaise, bankOfferPaise)).toBeGreaterThanOrEqual(0);
          const { taxablePaise, cgstPaise, sgstPaise, igstPaise } = quoted;
          expect(taxablePaise + cgstPaise + sgstPaise + igstPaise).toBe(quoted.grossPaise);
          expect(Math.min(quoted.paidPaise, taxablePaise)).toBeGreaterThanOrEqual(0);
        }
        expect(Math.min(...Object.values(totals).map((amount) => amount ?? 0))).toBeGreaterThanOrEqual(0);
        const paid = sum(lines.map((quoted) => quoted.paidPaise)) + sum(charges.map((charge) => charge.grossPaise));
        expect(totals.grandPaise).toBe(paid);
        const { mrpPaise, discountPaise, promotionPaise, couponPaise, bankOfferPaise, shippingPaise, codFeePaise } =
          totals;
        expect(totals.grandPaise).toBe(
          mrpPaise - discountPaise - promotionPaise - couponPaise - bankOfferPaise + shippingPaise + codFeePaise,
        );
        expect(JSON.stringify(quote(cart))).toBe(JSON.stringify({ lines, charges, totals, adjustments, declined }));
      }),
      { numRuns: 10_000 },
    );
  });

  test('adjustments sum to what is off, line by line, kind by kind, and over who bears them', () => {
    fc.assert(
      fc.property(input, (given) => {
        const cart = { ...cartOf(given), discounts: [] };
        const { totals, adjustments } = quote(cart);
        const offBy = (...kinds: string[]) =>
          sum(
            adjustments
              .filter(({ kind }) => kinds.includes(kind))
              .flatMap((each) => each.lines.map((at) => at.amountPaise)),
          );
        expect(offBy('flash_sale', 'product', 'cart')).toBe(totals.promotionPaise);
        expect(offBy('coupon')).toBe(totals.couponPaise);
        expect(offBy('bank_offer')).toBe(totals.bankOfferPaise);
        for (const { rule: applied, amountPaise, shares, lines: parts } of adjustments) {
          expect(amountPaise).toBeGreaterThan(0);
          expect(sum(Object.values(shares))).toBe(amountPaise);
          expect(sum(parts.map((part) => part.amountPaise))).toBe(applied.type === 'free_shipping' ? 0 : amountPaise);
          expect(applied.type === 'percent' ? amountPaise : 0).toBeLessThanOrEqual(
            (applied.type === 'percent' ? applied.maxPaise : null) ?? Number.POSITIVE_INFINITY,
          );
        }
        for (const kind of PROMOTION_KINDS.filter((each) => each !== 'product' && each !== 'flash_sale')) {
          const ids = adjustments.filter((each) => each.kind === kind).map((each) => each.promotionId);
          const alone = cart.promotions?.filter(({ id, isStackable }) => ids.includes(id) && !isStackable) ?? [];
          expect(alone.length === 0 || ids.length === 1).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/allocation.json' with { type: 'json' };
import { sum } from './money.ts';
import { type QuoteInput, quote } from './price.ts';

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
  const input = fc.record({
    lines: fc.array(line, { maxLength: 12 }),
    discounts: fc.array(
      fc.record({
        kind: fc.constantFrom('coupon' as const, 'bank_offer' as const),
        label: fc.constant('x'),
        amountPaise: fc.nat(30_000_000),
      }),
      { maxLength: 3 },
    ),
    shipping: fc.record({ feePaise: fc.nat(20_000), freeFromPaise: fc.nat(100_000) }),
    codFeePaise: fc.nat(5_000),
    deliveryStateCode: fc.constantFrom('27', '29', null),
  });

  test('discounts stay within their line, nothing is negative, lines and charges sum to the order', () => {
    fc.assert(
      fc.property(input, (cart) => {
        const { lines, charges, totals } = quote(cart);
        for (const quoted of lines) {
          expect(quoted.couponPaise + quoted.bankOfferPaise).toBeLessThanOrEqual(quoted.pricePaise);
          const { taxablePaise, cgstPaise, sgstPaise, igstPaise } = quoted;
          expect(taxablePaise + cgstPaise + sgstPaise + igstPaise).toBe(quoted.grossPaise);
          expect(Math.min(quoted.paidPaise, taxablePaise)).toBeGreaterThanOrEqual(0);
        }
        expect(Math.min(...Object.values(totals))).toBeGreaterThanOrEqual(0);
        const paid = sum(lines.map((quoted) => quoted.paidPaise)) + sum(charges.map((charge) => charge.grossPaise));
        expect(totals.grandPaise).toBe(paid);
        const { mrpPaise, discountPaise, couponPaise, bankOfferPaise, shippingPaise, codFeePaise } = totals;
        expect(totals.grandPaise).toBe(
          mrpPaise - discountPaise - couponPaise - bankOfferPaise + shippingPaise + codFeePaise,
        );
        expect(JSON.stringify(quote(cart))).toBe(JSON.stringify({ lines, charges, totals }));
      }),
      { numRuns: 10_000 },
    );
  });
});

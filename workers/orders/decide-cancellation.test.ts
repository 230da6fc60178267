import { describe, expect, test } from 'vitest';
import type { FulfilmentStatus } from '../domain/fulfilment.ts';
import { paidFor } from '../domain/order-shares.ts';
import { quote } from '../domain/price.ts';
import { decideCancellation } from './decide-cancellation.ts';

const line = (sku: string, sellerId: string) => ({
  ...{ sku, sellerId, sellerStateCode: '29', quantity: 1, mrpPaise: 10_000, pricePaise: 10_000 },
  gstRule: { kind: 'flat' as const, bps: 1800 },
});

/** A and B of one seller, C of another; shipping ₹40 each, and a cash fee of ₹30 by value. */
const quoted = quote({
  lines: [line('A', 'sel_1'), line('B', 'sel_1'), line('C', 'sel_2')],
  discounts: [],
  shipping: { feePaise: 4_000, freeFromPaise: 50_000 },
  codFeePaise: 3_000,
  deliveryStateCode: '29',
});

interface Given {
  readonly cancelled?: readonly string[];
  readonly refunded?: readonly string[];
  readonly parcels?: readonly [FulfilmentStatus, FulfilmentStatus];
}

function decide(skus: readonly string[] | undefined, { cancelled = [], refunded = [], parcels }: Given = {}) {
  const [first, second] = parcels ?? ['pending', 'pending'];
  return decideCancellation(
    {
      quote: quoted,
      parcels: [
        { id: 'ful_1', sellerId: 'sel_1', status: first },
        { id: 'ful_2', sellerId: 'sel_2', status: second },
      ],
      lines: ['A', 'B', 'C'].map((sku, position) => ({
        ...{ id: `oln_${sku}`, fulfilmentId: sku === 'C' ? 'ful_2' : 'ful_1', position, sku, title: sku },
        ...{ paidPaise: 10_000, isCancelled: cancelled.includes(sku), isRefunded: refunded.includes(sku) },
      })),
    },
    skus,
  );
}

describe('what goes, and what comes back', () => {
  test.each([
    ['a line of two', ['A'], {}, ['A'], [], 10_000, false],
    ['both lines of a parcel, with its charges', ['A', 'B'], {}, ['A', 'B'], ['ful_1'], 26_000, false],
    ['the last line of a parcel', ['B'], { cancelled: ['A'] }, ['B'], ['ful_1'], 16_000, false],
    ['the only line of a parcel', ['C'], {}, ['C'], ['ful_2'], 15_000, false],
    ['everything', undefined, {}, ['A', 'B', 'C'], ['ful_1', 'ful_2'], 41_000, true],
    ['all that is left', undefined, { cancelled: ['A', 'B'] }, ['C'], ['ful_2'], 15_000, true],
    ['what is cancelled already: nothing', ['A'], { cancelled: ['A'] }, [], [], 0, false],
    ['packed is not gone', ['C'], { parcels: ['shipped', 'packed'] }, ['C'], ['ful_2'], 15_000, false],
    ['what staff gave back is in the books', ['A', 'B'], { refunded: ['A'] }, ['A', 'B'], ['ful_1'], 16_000, false],
  ] as const)('%s', (_, skus, given, taken, emptied, paise, isAll) => {
    const decision = decide(skus, given as Given);
    if (!decision.ok) throw new Error(decision.reason);
    expect(decision.plan.lines.map(({ sku }) => sku)).toEqual(taken);
    expect(decision.plan.emptiedParcelIds).toEqual(emptied);
    expect(paidFor(decision.plan.shares)).toBe(paise);
    expect(decision.plan.isAll).toBe(isAll);
  });
});

describe('what is refused', () => {
  test('a SKU that is not in the order', () => {
    expect(decide(['A', 'X'])).toEqual({ ok: false, reason: 'unknown_sku', sku: 'X' });
  });

  test.each(['shipped', 'out_for_delivery', 'delivered', 'rto', 'rto_received', 'returned'] as const)(
    'a line whose parcel is %s, and the whole with it',
    (status) => {
      for (const skus of [['C'], ['A', 'C'], undefined]) {
        expect(decide(skus, { parcels: ['pending', status] })).toMatchObject({
          ok: false,
          reason: 'on_its_way',
          line: { sku: 'C' },
        });
      }
    },
  );

  test('a parcel that has left does not matter to the others, nor once it is cancelled itself', () => {
    expect(decide(['A'], { parcels: ['pending', 'shipped'] }).ok).toBe(true);
    expect(decide(undefined, { cancelled: ['C'], parcels: ['pending', 'cancelled'] }).ok).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/gst.json' with { type: 'json' };
import { type GstRule, gstBpsFor, gstinCheckDigit, isValidGstin, supplyBetween, taxContained } from './gst.ts';
import { paise } from './money.ts';

const APPAREL: GstRule = { kind: 'slab', upToTaxablePaise: 250_000, bps: 500, aboveBps: 1800 };

describe('tax contained in an inclusive price', () => {
  test.each(vectors.cases)(
    '$grossPaise paise at $gstBps bps, $supply-state',
    ({ grossPaise, gstBps, supply, expect: want }) => {
      expect(taxContained(paise(grossPaise), gstBps, supply as 'inter' | 'intra')).toMatchObject(want);
    },
  );

  test('parts always sum to the whole', () => {
    const rates = fc.constantFrom(0, 300, 500, 1800, 4000);
    fc.assert(
      fc.property(
        fc.nat(10_000_000_00),
        rates,
        fc.constantFrom('inter' as const, 'intra' as const),
        (gross, bps, supply) => {
          const tax = taxContained(paise(gross), bps, supply);
          expect(tax.taxablePaise + tax.cgstPaise + tax.sgstPaise + tax.igstPaise).toBe(gross);
          expect(Math.min(tax.taxablePaise, tax.cgstPaise, tax.igstPaise)).toBeGreaterThanOrEqual(0);
          expect(tax.cgstPaise).toBe(tax.sgstPaise);
        },
      ),
    );
  });
});

describe('slab rate', () => {
  test.each(vectors.apparelSlab.cases)('$grossPaise paise → $expectGstBps bps', ({ grossPaise, expectGstBps }) => {
    expect(gstBpsFor(APPAREL, grossPaise, 1)).toBe(expectGstBps);
    expect(gstBpsFor(APPAREL, grossPaise * 3, 3)).toBe(expectGstBps);
  });
});

describe('GSTIN', () => {
  test.each(vectors.gstin.valid)('%s is valid', (gstin) => expect(isValidGstin(gstin)).toBe(true));
  test.each(vectors.gstin.invalid)('"%s" is not', (gstin) => expect(isValidGstin(gstin)).toBe(false));
  test('the check digit is the fifteenth character', () => expect(gstinCheckDigit('27AAPFU0939F1Z')).toBe('V'));
});

test('a sale inside the seller’s state is intra-state', () => {
  expect(supplyBetween('27', '27')).toBe('intra');
  expect(supplyBetween('27', '29')).toBe('inter');
});

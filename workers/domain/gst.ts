import { divideHalfUp, type Paise, paise } from './money.ts';

/** Goods and services tax. Prices include it (CGST Rules, rule 35), so it is extracted, never added. */

export type Supply = 'inter' | 'intra';

/** A rate that holds for every price, or one that depends on the taxable value of a piece (apparel, footwear). */
export type GstRule =
  | { readonly kind: 'flat'; readonly bps: number }
  | { readonly kind: 'slab'; readonly upToTaxablePaise: number; readonly bps: number; readonly aboveBps: number };

export interface TaxContained {
  readonly taxablePaise: Paise;
  readonly cgstPaise: Paise;
  readonly sgstPaise: Paise;
  readonly igstPaise: Paise;
}

/** The tax inside an inclusive amount. Cases: vectors/gst.json. */
export function taxContained(grossPaise: Paise, gstBps: number, supply: Supply): TaxContained {
  if (supply === 'inter') {
    const igst = divideHalfUp(grossPaise * gstBps, 10_000 + gstBps);
    return { taxablePaise: paise(grossPaise - igst), cgstPaise: paise(0), sgstPaise: paise(0), igstPaise: paise(igst) };
  }
  const half = paise(divideHalfUp(grossPaise * gstBps, 2 * (10_000 + gstBps)));
  return { taxablePaise: paise(grossPaise - 2 * half), cgstPaise: half, sgstPaise: half, igstPaise: paise(0) };
}

/**
 * The rate for `quantity` pieces that cost `grossPaise` together, after discounts.
 * In a slab, an inclusive price for which neither rate is self-consistent takes the higher one.
 */
export function gstBpsFor(rule: GstRule, grossPaise: number, quantity: number): number {
  if (rule.kind === 'flat') return rule.bps;
  const isWithin = grossPaise * 10_000 <= rule.upToTaxablePaise * (10_000 + rule.bps) * quantity;
  return isWithin ? rule.bps : rule.aboveBps;
}

/** IGST Act s.10(1)(ca): for an unregistered buyer the place of supply is the state of delivery. */
export function supplyBetween(sellerStateCode: string, deliveryStateCode: string): Supply {
  return sellerStateCode === deliveryStateCode ? 'intra' : 'inter';
}

const GSTIN = /^(\d{2})[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/;
const GSTIN_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Shape, state code and check digit (a Luhn variant, base 36) of a GSTIN. */
export function isValidGstin(gstin: string): boolean {
  const state = GSTIN.exec(gstin)?.[1];
  if (state === undefined || !(state in STATES)) return false;
  return gstinCheckDigit(gstin.slice(0, 14)) === gstin[14];
}

/** The 15th character of a GSTIN from its first 14. */
export function gstinCheckDigit(first14: string): string {
  let total = 0;
  for (let index = 0; index < 14; index++) {
    const product = GSTIN_DIGITS.indexOf(first14[index] ?? '') * (index % 2 === 0 ? 1 : 2);
    total += Math.floor(product / 36) + (product % 36);
  }
  return GSTIN_DIGITS[(36 - (total % 36)) % 36] ?? '';
}

/** States and union territories by their GST code. */
export const STATES: Readonly<Record<string, string>> = {
  '01': 'Jammu and Kashmir',
  '02': 'Himachal Pradesh',
  '03': 'Punjab',
  '04': 'Chandigarh',
  '05': 'Uttarakhand',
  '06': 'Haryana',
  '07': 'Delhi',
  '08': 'Rajasthan',
  '09': 'Uttar Pradesh',
  '10': 'Bihar',
  '11': 'Sikkim',
  '12': 'Arunachal Pradesh',
  '13': 'Nagaland',
  '14': 'Manipur',
  '15': 'Mizoram',
  '16': 'Tripura',
  '17': 'Meghalaya',
  '18': 'Assam',
  '19': 'West Bengal',
  '20': 'Jharkhand',
  '21': 'Odisha',
  '22': 'Chhattisgarh',
  '23': 'Madhya Pradesh',
  '24': 'Gujarat',
  '26': 'Dadra and Nagar Haveli and Daman and Diu',
  '27': 'Maharashtra',
  '29': 'Karnataka',
  '30': 'Goa',
  '31': 'Lakshadweep',
  '32': 'Kerala',
  '33': 'Tamil Nadu',
  '34': 'Puducherry',
  '35': 'Andaman and Nicobar Islands',
  '36': 'Telangana',
  '37': 'Andhra Pradesh',
  '38': 'Ladakh',
};

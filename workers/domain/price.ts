import { allocate } from './allocation.ts';
import { type Adjustment, applyPromotions, type Declined } from './apply-promotions.ts';
import { type GstRule, gstBpsFor, type Supply, supplyBetween, type TaxContained, taxContained } from './gst.ts';
import { type Paise, paise, sum } from './money.ts';
import type { PaymentMethod } from './payment.ts';
import type { PromotionInput } from './promotion.ts';

export type { Adjustment, Declined };

/**
 * The only place where an order's money is added up. Pure and deterministic: the same input gives the same
 * bytes, and every order stores its input so that it can be recomputed.
 *
 * Order of rules: listing price → flash sale, product promotions, cart rules, coupon (apply-promotions.ts) → shipping and
 * COD fee → bank offer; tax is contained in what is left before the bank offer.
 */

export interface QuoteLineInput {
  readonly sku: string;
  readonly sellerId: string;
  readonly sellerStateCode: string;
  readonly quantity: number;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly gstRule: GstRule;
  /** What promotions ask for; not in orders of before there were any. */
  readonly categoryPath?: string;
  readonly brandSlug?: string | null;
}

/**
 * An amount off the whole order, as orders had it before there were promotions. A seller- or platform-funded coupon lowers the value that GST is computed on;
 * a bank offer is a payment by somebody else and does not.
 */
export interface QuoteDiscountInput {
  readonly kind: 'coupon' | 'bank_offer';
  readonly label: string;
  readonly amountPaise: number;
}

export interface QuoteInput {
  readonly lines: readonly QuoteLineInput[];
  readonly discounts: readonly QuoteDiscountInput[];
  /** Those that may count, and those whose code was typed. */
  readonly promotions?: readonly PromotionInput[];
  /** As typed, in upper case. */
  readonly couponCodes?: readonly string[];
  /** Null before it is chosen. */
  readonly paymentMethod?: PaymentMethod | null;
  /**
   * Shipping per seller, free above the threshold of that seller's part of the order. Sellers that `feeBySeller` does
   * not name cost `feePaise`.
   */
  readonly shipping: {
    readonly feePaise: number;
    readonly freeFromPaise: number;
    readonly feeBySeller?: Readonly<Record<string, number>>;
  };
  /** 0 unless the buyer pays on delivery. One fee an order, split over sellers by value. */
  readonly codFeePaise: number;
  /** GST code of the delivery state; null before the address is known: tax is then shown as inter-state. */
  readonly deliveryStateCode: string | null;
}

export interface QuoteLine extends TaxContained {
  readonly sku: string;
  readonly sellerId: string;
  readonly quantity: number;
  /** MRP and selling price of the whole line, before discounts. */
  readonly mrpPaise: Paise;
  readonly pricePaise: Paise;
  /** Flash sale, product promotions and cart rules. */
  readonly promotionPaise: Paise;
  readonly couponPaise: Paise;
  /** What GST is computed on: price less promotions and coupon, tax included. */
  readonly grossPaise: Paise;
  readonly bankOfferPaise: Paise;
  /** What the buyer pays for the line. */
  readonly paidPaise: Paise;
  readonly gstBps: number;
  readonly supply: Supply;
}

/** Shipping and COD fee of one seller's fulfilment, tax included at the rate of transport services. */
export interface QuoteCharge extends TaxContained {
  readonly kind: 'shipping' | 'cod_fee';
  readonly sellerId: string;
  readonly grossPaise: Paise;
  readonly gstBps: number;
  readonly supply: Supply;
}

export interface QuoteTotals {
  readonly mrpPaise: Paise;
  readonly discountPaise: Paise;
  readonly promotionPaise: Paise;
  readonly couponPaise: Paise;
  readonly bankOfferPaise: Paise;
  readonly shippingPaise: Paise;
  readonly codFeePaise: Paise;
  readonly taxPaise: Paise;
  readonly grandPaise: Paise;
  readonly savedPaise: Paise;
  /** From what value on a seller's parcel is free; null when nothing is charged for shipping. */
  readonly freeFromPaise: number | null;
  /** What is missing for that in the parcel that is nearest to it. */
  readonly missingForFreeShippingPaise: number | null;
}

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly charges: readonly QuoteCharge[];
  readonly totals: QuoteTotals;
  /** Every promotion that counts, in the order in which they apply. */
  readonly adjustments: readonly Adjustment[];
  /** Typed codes that do not count, and offers that are near. */
  readonly declined: readonly Declined[];
}

/** GST on shipping and handling (SAC 9968). */
const CHARGE_GST_BPS = 1800;

export function quote(input: QuoteInput): Quote {
  const prices = input.lines.map((line) => paise(line.pricePaise * line.quantity));
  const applied = applyPromotions({
    lines: input.lines.map((line, index) => ({ ...line, pricePaise: prices[index] ?? 0 })),
    promotions: input.promotions ?? [],
    couponCodes: input.couponCodes ?? [],
    paymentMethod: input.paymentMethod ?? null,
    discounts: { coupon: discountOf(input, 'coupon'), bank_offer: discountOf(input, 'bank_offer') },
    shippingFor: (leftPaise) => shippingBySeller(input, leftPaise),
  });
  const lines = input.lines.map((line, index): QuoteLine => {
    const pricePaise = prices[index] ?? paise(0);
    const promotionPaise = applied.promotionPaise[index] ?? paise(0);
    const couponPaise = applied.couponPaise[index] ?? paise(0);
    const bankOfferPaise = applied.bankOfferPaise[index] ?? paise(0);
    const grossPaise = paise(pricePaise - promotionPaise - couponPaise);
    const gstBps = gstBpsFor(line.gstRule, grossPaise, line.quantity);
    const supply = supplyOf(line.sellerStateCode, input.deliveryStateCode);
    return {
      sku: line.sku,
      sellerId: line.sellerId,
      quantity: line.quantity,
      mrpPaise: paise(line.mrpPaise * line.quantity),
      pricePaise,
      promotionPaise,
      couponPaise,
      grossPaise,
      bankOfferPaise,
      paidPaise: paise(grossPaise - bankOfferPaise),
      gstBps,
      supply,
      ...taxContained(grossPaise, gstBps, supply),
    };
  });
  const charges = chargesOf(input, lines, applied.freeShippingSellerIds);
  const totals = totalsOf(input, lines, charges);
  return { lines, charges, totals, adjustments: applied.adjustments, declined: applied.declined };
}

/** Totals as an order of any age has them: those from before there were promotions had none. */
export function totalsOfAnyAge(stored: Pick<Quote, 'totals'>): QuoteTotals {
  const none = { promotionPaise: paise(0), freeFromPaise: null, missingForFreeShippingPaise: null };
  return { ...none, ...stored.totals };
}

function discountOf({ discounts }: QuoteInput, kind: QuoteDiscountInput['kind']): number {
  return sum(discounts.filter((discount) => discount.kind === kind).map((discount) => discount.amountPaise));
}

/** What each seller's parcel costs when its lines come to this, before any rule of free shipping. */
function shippingBySeller(input: QuoteInput, grossPaise: readonly number[]): ReadonlyMap<string, number> {
  const { feePaise, freeFromPaise, feeBySeller = {} } = input.shipping;
  const values = valueBySeller(input, grossPaise);
  return new Map(
    [...values].map(([sellerId, valuePaise]) => [
      sellerId,
      valuePaise >= freeFromPaise ? 0 : (feeBySeller[sellerId] ?? feePaise),
    ]),
  );
}

/** In the order in which sellers appear. */
function valueBySeller({ lines }: QuoteInput, grossPaise: readonly number[]): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [index, { sellerId }] of lines.entries()) {
    values.set(sellerId, (values.get(sellerId) ?? 0) + (grossPaise[index] ?? 0));
  }
  return values;
}

function chargesOf(
  input: QuoteInput,
  lines: readonly QuoteLine[],
  freeSellerIds: ReadonlySet<string>,
): readonly QuoteCharge[] {
  const grosses = lines.map((line) => line.grossPaise);
  const stateOf = new Map(input.lines.map((line) => [line.sellerId, line.sellerStateCode]));
  const shipping = shippingBySeller(input, grosses);
  const codFees = allocate(paise(input.codFeePaise), [...valueBySeller(input, grosses).values()]);
  return [...stateOf.keys()].flatMap((sellerId, index) => {
    const fees = [
      { kind: 'shipping', grossPaise: paise(freeSellerIds.has(sellerId) ? 0 : (shipping.get(sellerId) ?? 0)) },
      { kind: 'cod_fee', grossPaise: codFees[index] ?? paise(0) },
    ] as const;
    const supply = supplyOf(stateOf.get(sellerId) ?? '', input.deliveryStateCode);
    return fees
      .filter((fee) => fee.grossPaise > 0)
      .map((fee) => ({
        ...fee,
        sellerId,
        gstBps: CHARGE_GST_BPS,
        supply,
        ...taxContained(fee.grossPaise, CHARGE_GST_BPS, supply),
      }));
  });
}

function totalsOf(input: QuoteInput, lines: readonly QuoteLine[], charges: readonly QuoteCharge[]): QuoteTotals {
  const mrpPaise = sum(lines.map((line) => line.mrpPaise));
  const pricePaise = sum(lines.map((line) => line.pricePaise));
  const promotionPaise = sum(lines.map((line) => line.promotionPaise));
  const couponPaise = sum(lines.map((line) => line.couponPaise));
  const bankOfferPaise = sum(lines.map((line) => line.bankOfferPaise));
  const chargePaise = sum(charges.map((charge) => charge.grossPaise));
  const taxPaise = sum([...lines, ...charges].map((part) => part.cgstPaise + part.sgstPaise + part.igstPaise));
  return {
    mrpPaise,
    discountPaise: paise(mrpPaise - pricePaise),
    promotionPaise,
    couponPaise,
    bankOfferPaise,
    shippingPaise: sum(charges.filter((c) => c.kind === 'shipping').map((c) => c.grossPaise)),
    codFeePaise: sum(charges.filter((c) => c.kind === 'cod_fee').map((c) => c.grossPaise)),
    taxPaise,
    grandPaise: paise(sum(lines.map((line) => line.paidPaise)) + chargePaise),
    savedPaise: paise(mrpPaise - pricePaise + promotionPaise + couponPaise + bankOfferPaise),
    ...nextFreeShipping(input, lines, charges),
  };
}

/** The threshold, and how far the nearest of the parcels that cost something is from it. */
function nextFreeShipping(
  input: QuoteInput,
  lines: readonly QuoteLine[],
  charges: readonly QuoteCharge[],
): Pick<QuoteTotals, 'freeFromPaise' | 'missingForFreeShippingPaise'> {
  const { freeFromPaise } = input.shipping;
  const values = valueBySeller(
    input,
    lines.map((line) => line.grossPaise),
  );
  const missing = charges
    .filter((charge) => charge.kind === 'shipping')
    .map(({ sellerId }) => freeFromPaise - (values.get(sellerId) ?? 0));
  if (missing.length === 0) return { freeFromPaise: null, missingForFreeShippingPaise: null };
  return { freeFromPaise, missingForFreeShippingPaise: Math.min(...missing) };
}

function supplyOf(sellerStateCode: string, deliveryStateCode: string | null): Supply {
  return deliveryStateCode === null ? 'inter' : supplyBetween(sellerStateCode, deliveryStateCode);
}

import { allocate } from './allocation.ts';
import { type GstRule, gstBpsFor, type Supply, supplyBetween, type TaxContained, taxContained } from './gst.ts';
import { type Paise, paise, sum } from './money.ts';

/**
 * The only place where an order's money is added up. Pure and deterministic: the same input gives the same
 * bytes, and every order stores its input so that it can be recomputed.
 *
 * Order of rules: listing price → discounts → shipping and COD fee → tax contained in what is left.
 */

export interface QuoteLineInput {
  readonly sku: string;
  readonly sellerId: string;
  readonly sellerStateCode: string;
  readonly quantity: number;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly gstRule: GstRule;
}

/**
 * An amount off the whole order. A seller- or platform-funded coupon lowers the value that GST is computed on;
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
  /** Shipping per seller, free above the threshold of that seller's part of the order. */
  readonly shipping: { readonly feePaise: number; readonly freeFromPaise: number };
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
  readonly couponPaise: Paise;
  /** What GST is computed on: price less coupon, tax included. */
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
  readonly couponPaise: Paise;
  readonly bankOfferPaise: Paise;
  readonly shippingPaise: Paise;
  readonly codFeePaise: Paise;
  readonly taxPaise: Paise;
  readonly grandPaise: Paise;
  readonly savedPaise: Paise;
}

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly charges: readonly QuoteCharge[];
  readonly totals: QuoteTotals;
}

/** GST on shipping and handling (SAC 9968). */
const CHARGE_GST_BPS = 1800;

export function quote(input: QuoteInput): Quote {
  const prices = input.lines.map((line) => paise(line.pricePaise * line.quantity));
  const coupons = spread(input.discounts, 'coupon', prices);
  const grosses = prices.map((price, index) => paise(price - (coupons[index] ?? 0)));
  const bankOffers = spread(input.discounts, 'bank_offer', grosses);

  const lines = input.lines.map((line, index): QuoteLine => {
    const grossPaise = grosses[index] ?? paise(0);
    const bankOfferPaise = bankOffers[index] ?? paise(0);
    const gstBps = gstBpsFor(line.gstRule, grossPaise, line.quantity);
    const supply = supplyOf(line.sellerStateCode, input.deliveryStateCode);
    return {
      sku: line.sku,
      sellerId: line.sellerId,
      quantity: line.quantity,
      mrpPaise: paise(line.mrpPaise * line.quantity),
      pricePaise: prices[index] ?? paise(0),
      couponPaise: coupons[index] ?? paise(0),
      grossPaise,
      bankOfferPaise,
      paidPaise: paise(grossPaise - bankOfferPaise),
      gstBps,
      supply,
      ...taxContained(grossPaise, gstBps, supply),
    };
  });
  const charges = chargesOf(input, lines);
  return { lines, charges, totals: totalsOf(lines, charges) };
}

/** One kind of discount over the lines, never more than what is left of them. */
function spread(
  discounts: readonly QuoteDiscountInput[],
  kind: QuoteDiscountInput['kind'],
  bases: readonly Paise[],
): Paise[] {
  const wanted = sum(discounts.filter((discount) => discount.kind === kind).map((discount) => discount.amountPaise));
  return allocate(paise(Math.min(wanted, sum(bases))), bases);
}

function chargesOf(input: QuoteInput, lines: readonly QuoteLine[]): QuoteCharge[] {
  const stateOf = new Map(input.lines.map((line) => [line.sellerId, line.sellerStateCode]));
  const sellerIds = [...stateOf.keys()];
  const values = sellerIds.map((sellerId) =>
    sum(lines.filter((line) => line.sellerId === sellerId).map((line) => line.grossPaise)),
  );
  const codFees = allocate(paise(input.codFeePaise), values);
  return sellerIds.flatMap((sellerId, index) => {
    const isFree = (values[index] ?? 0) >= input.shipping.freeFromPaise;
    const fees = [
      { kind: 'shipping', grossPaise: paise(isFree ? 0 : input.shipping.feePaise) },
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

function totalsOf(lines: readonly QuoteLine[], charges: readonly QuoteCharge[]): QuoteTotals {
  const mrpPaise = sum(lines.map((line) => line.mrpPaise));
  const pricePaise = sum(lines.map((line) => line.pricePaise));
  const couponPaise = sum(lines.map((line) => line.couponPaise));
  const bankOfferPaise = sum(lines.map((line) => line.bankOfferPaise));
  const chargePaise = sum(charges.map((charge) => charge.grossPaise));
  const taxPaise = sum([...lines, ...charges].map((part) => part.cgstPaise + part.sgstPaise + part.igstPaise));
  return {
    mrpPaise,
    discountPaise: paise(mrpPaise - pricePaise),
    couponPaise,
    bankOfferPaise,
    shippingPaise: sum(charges.filter((c) => c.kind === 'shipping').map((c) => c.grossPaise)),
    codFeePaise: sum(charges.filter((c) => c.kind === 'cod_fee').map((c) => c.grossPaise)),
    taxPaise,
    grandPaise: paise(sum(lines.map((line) => line.paidPaise)) + chargePaise),
    savedPaise: paise(mrpPaise - pricePaise + couponPaise + bankOfferPaise),
  };
}

function supplyOf(sellerStateCode: string, deliveryStateCode: string | null): Supply {
  return deliveryStateCode === null ? 'inter' : supplyBetween(sellerStateCode, deliveryStateCode);
}

import { feesBySeller } from '../delivery/parcels.ts';
import type { DeliveryRules, Place } from '../domain/delivery.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import type { QuoteInput } from '../domain/price.ts';
import { isEligible, type PromotionInput } from '../domain/promotion.ts';
import type { Sellable } from './queries.ts';

export interface QuotedLine {
  readonly listing: Sellable;
  readonly quantity: number;
}

export interface QuoteSituation {
  /** Null before the address is known. */
  readonly destination: Place | null;
  /** Null before it is chosen. */
  readonly paymentMethod: PaymentMethod | null;
  /** As typed, in upper case. */
  readonly couponCode: string | null;
  /** Of promotions/queries.ts, for this person and this code. */
  readonly promotions: readonly PromotionInput[];
  readonly delivery: DeliveryRules;
}

/** The input of domain/price.quote for these lines: what the cart page, the checkout and the order share. */
export function quoteInputOf(lines: readonly QuotedLine[], situation: QuoteSituation): QuoteInput {
  const { destination, paymentMethod, couponCode, promotions, delivery } = situation;
  return {
    lines: lines.map(({ listing, quantity }) => ({
      sku: listing.sku,
      sellerId: listing.sellerId,
      sellerStateCode: listing.sellerStateCode,
      quantity,
      mrpPaise: listing.mrpPaise,
      pricePaise: listing.pricePaise,
      gstRule: listing.gstRule,
      categoryPath: listing.categoryPath,
      brandSlug: listing.brandSlug,
    })),
    discounts: [],
    promotions: promotions.filter((promotion) => mayMatter(promotion, lines, couponCode)),
    couponCodes: couponCode === null ? [] : [couponCode],
    paymentMethod,
    shipping: {
      feePaise: 0,
      freeFromPaise: delivery.freeFromPaise,
      feeBySeller: feesBySeller(delivery, lines, destination),
    },
    codFeePaise: paymentMethod === 'cod' && lines.length > 0 ? delivery.codFeePaise : 0,
    deliveryStateCode: destination?.stateCode ?? null,
  };
}

/** Keeps what an order stores small: what is for none of its lines, or over, says nothing. A typed code says why. */
function mayMatter(promotion: PromotionInput, lines: readonly QuotedLine[], couponCode: string | null): boolean {
  if (promotion.code !== null && promotion.code === couponCode) return true;
  const isOpen = promotion.refusal === null || promotion.refusal === 'signed_in_only';
  return isOpen && lines.some(({ listing }) => isEligible(promotion.eligibility, listing));
}

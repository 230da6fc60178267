import { COD_FEE_PAISE, SHIPPING } from '../domain/delivery.ts';
import type { QuoteInput } from '../domain/price.ts';
import type { Sellable } from './queries.ts';

export interface QuotedLine {
  readonly listing: Sellable;
  readonly quantity: number;
}

export interface QuoteSituation {
  /** GST code; null before the address is known. */
  readonly deliveryStateCode: string | null;
  readonly isCod: boolean;
}

/** The input of domain/price.quote for these lines: what the cart page, the checkout and the order share. */
export function quoteInputOf(lines: readonly QuotedLine[], { deliveryStateCode, isCod }: QuoteSituation): QuoteInput {
  return {
    lines: lines.map(({ listing, quantity }) => ({
      sku: listing.sku,
      sellerId: listing.sellerId,
      sellerStateCode: listing.sellerStateCode,
      quantity,
      mrpPaise: listing.mrpPaise,
      pricePaise: listing.pricePaise,
      gstRule: listing.gstRule,
    })),
    discounts: [],
    shipping: SHIPPING,
    codFeePaise: isCod && lines.length > 0 ? COD_FEE_PAISE : 0,
    deliveryStateCode,
  };
}

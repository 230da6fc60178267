/** What a promotion is. How it changes a price is in price.ts; this says who gets it, on what, and who pays for it. */

/** In the order in which they apply. A later one is computed on what the earlier ones left. */
export const PROMOTION_KINDS = ['flash_sale', 'product', 'cart', 'coupon', 'bank_offer'] as const;
export type PromotionKind = (typeof PROMOTION_KINDS)[number];

export type PromotionRule =
  /** The price of a piece, while pieces are left. */
  | { readonly type: 'price'; readonly pricePaise: number }
  /** Once off all that is eligible together. */
  | { readonly type: 'flat'; readonly amountPaise: number }
  | { readonly type: 'percent'; readonly percentBps: number; readonly maxPaise: number | null }
  /** Of every `buy + get` eligible pieces the `get` cheapest are this much cheaper; 10,000 is free. */
  | { readonly type: 'buy_x_get_y'; readonly buy: number; readonly get: number; readonly percentBps: number }
  | { readonly type: 'free_shipping' };

/** Empty lists mean: any. All that is given has to hold. */
export interface Eligibility {
  /** '/fashion/kurtas/': the category and everything below it. */
  readonly categoryPaths: readonly string[];
  readonly brandSlugs: readonly string[];
  readonly skus: readonly string[];
  readonly sellerIds: readonly string[];
  /** Of what is eligible, after the kinds that apply earlier. */
  readonly minCartPaise: number;
  readonly people: 'everyone' | 'signed_in' | 'first_order';
  readonly paymentMethods: readonly string[];
}

/** Shares of the cost; what is left of 10,000 is the platform's. A bank settles its offer after payment. */
export interface Bearer {
  readonly sellerBps: number;
  readonly bankBps: number;
}

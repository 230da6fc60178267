/** What goes in and out of a cart object. */

export interface CartEntry {
  readonly sku: string;
  readonly quantity: number;
  /** The unit price that the shopper last saw for the line. */
  readonly seenPricePaise: number;
}

/** A merge brought less of an item than both carts held; until the shopper changes the line or has seen it. */
export interface MergeCut {
  readonly sku: string;
  readonly wanted: number;
  /** 0 when the item was left out whole. */
  readonly got: number;
}

export interface CartContents {
  /** Grows with every change: names one state of the cart. */
  readonly version: number;
  readonly entries: readonly CartEntry[];
  readonly mergeCuts: readonly MergeCut[];
  /** Upper case; at most one. What it is worth is decided by the quote, each time. */
  readonly couponCode: string | null;
  /** Put aside: never ordered, never counted. An item is in the cart or here, not in both. */
  readonly saved: readonly CartEntry[];
}

export type CartRefusal =
  | 'too_many'
  | 'too_many_lines'
  | 'too_many_saved'
  | 'not_in_cart'
  | 'not_saved'
  | 'not_removed';

export type CartChange =
  | { readonly ok: true; readonly version: number; readonly itemCount: number; readonly quantity: number }
  | { readonly ok: false; readonly reason: CartRefusal };

export interface CartLimits {
  readonly maxQuantity: number;
  readonly maxLines: number;
}

/** What a guest's cart held when it was merged. The same for every merge until the guest adds something again. */
export interface CartTransfer {
  readonly transferId: string;
  readonly entries: readonly CartEntry[];
  readonly saved: readonly CartEntry[];
  readonly couponCode: string | null;
}

/** How many pieces of each SKU the cart holds after it was filled. */
export interface CartFilling {
  readonly version: number;
  readonly itemCount: number;
  readonly quantities: Readonly<Record<string, number>>;
}

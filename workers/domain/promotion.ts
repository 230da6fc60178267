import type { PaymentMethod } from './payment.ts';

/** What a promotion is, and who may have it. What it takes off is in promotion-savings.ts, how several meet in apply-promotions.ts. */

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
  readonly paymentMethods: readonly PaymentMethod[];
}

/** Shares of the cost; what is left of 10,000 is the platform's. A bank settles its offer after payment. */
export interface Bearer {
  readonly sellerBps: number;
  readonly bankBps: number;
}

/** Why a promotion does not count. */
export const PROMOTION_REFUSALS = [
  'unknown_code',
  'not_started',
  'expired',
  'used_up',
  'used_by_you',
  'min_cart',
  'nothing_eligible',
  'not_combinable',
  'first_order_only',
  'signed_in_only',
  'payment_method',
] as const;
export type PromotionRefusal = (typeof PROMOTION_REFUSALS)[number];

/** A promotion as a quote takes it: what an order stores, so that it can be recomputed when the promotion is long over. */
export interface PromotionInput {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly label: string;
  readonly labelHi: string | null;
  readonly code: string | null;
  readonly rule: PromotionRule;
  readonly eligibility: Eligibility;
  readonly bearer: Bearer;
  readonly isStackable: boolean;
  readonly priority: number;
  readonly isListed: boolean;
  /** What the clock, the counters and the person say (`standingOf`); null while it is open to them. */
  readonly refusal: PromotionRefusal | null;
  /** Uses that are left to this person: pieces of a flash sale, orders of all else. Null without a limit. */
  readonly left: number | null;
}

/** What eligibility asks of a line. */
export interface Promotable {
  readonly sku: string;
  readonly sellerId: string;
  readonly categoryPath?: string;
  readonly brandSlug?: string | null;
}

export function isEligible(
  {
    categoryPaths,
    brandSlugs,
    skus,
    sellerIds,
  }: Pick<Eligibility, 'categoryPaths' | 'brandSlugs' | 'skus' | 'sellerIds'>,
  { sku, sellerId, categoryPath = '', brandSlug = null }: Promotable,
): boolean {
  return (
    (categoryPaths.length === 0 || categoryPaths.some((path) => categoryPath.startsWith(path))) &&
    (brandSlugs.length === 0 || (brandSlug !== null && brandSlugs.includes(brandSlug))) &&
    (skus.length === 0 || skus.includes(sku)) &&
    (sellerIds.length === 0 || sellerIds.includes(sellerId))
  );
}

export interface StandingFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly status: 'active' | 'paused' | 'ended';
  readonly validFromAt: number;
  readonly validUntilAt: number | null;
  readonly people: Eligibility['people'];
  readonly usageLimit: number | null;
  readonly usedCount: number;
  readonly perPersonLimit: number | null;
  /** The most that any of the names of this person has used it. */
  readonly usedByPerson: number;
  readonly isSignedIn: boolean;
  /** True as long as nothing is known of the person. */
  readonly isFirstOrder: boolean;
}

/** Whether a promotion is open to a person now, and how often still. */
export function standingOf(facts: StandingFacts): Pick<PromotionInput, 'refusal' | 'left'> {
  const { usageLimit, usedCount, perPersonLimit, usedByPerson } = facts;
  const leftForAll = usageLimit === null ? Number.POSITIVE_INFINITY : Math.max(0, usageLimit - usedCount);
  const leftForThem = perPersonLimit === null ? Number.POSITIVE_INFINITY : Math.max(0, perPersonLimit - usedByPerson);
  const left = Math.min(leftForAll, leftForThem);
  return { refusal: refusalOf(facts, leftForAll, leftForThem), left: Number.isFinite(left) ? left : null };
}

function refusalOf(facts: StandingFacts, leftForAll: number, leftForThem: number): PromotionRefusal | null {
  const { now, status, validFromAt, validUntilAt, people, isSignedIn, isFirstOrder } = facts;
  if (status === 'ended' || (validUntilAt !== null && validUntilAt <= now)) return 'expired';
  if (status === 'paused') return 'expired';
  if (validFromAt > now) return 'not_started';
  if (leftForAll === 0) return 'used_up';
  if (leftForThem === 0) return 'used_by_you';
  if (people === 'signed_in' && !isSignedIn) return 'signed_in_only';
  return people === 'first_order' && !isFirstOrder ? 'first_order_only' : null;
}

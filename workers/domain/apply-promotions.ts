import { allocate } from './allocation.ts';
import { type Paise, paise, sum } from './money.ts';
import type { PaymentMethod } from './payment.ts';
import {
  type Bearer,
  isEligible,
  PROMOTION_KINDS,
  type Promotable,
  type PromotionInput,
  type PromotionKind,
  type PromotionRefusal,
  type PromotionRule,
} from './promotion.ts';
import { savingOn } from './promotion-savings.ts';

/**
 * How promotions meet. All the rules of stacking are here:
 *
 * 1. The kinds apply one after the other: flash sale → product → cart → coupon → shipping → bank offer. Each is computed
 *    on what the earlier ones left, and so is what its minimum is compared with.
 * 2. Within a kind, either one promotion counts that is not stackable, or all those that are. The highest priority
 *    decides, among equals what saves most, then the older id.
 * 3. Flash sales and product promotions compete line by line; cart rules, coupons and bank offers for the whole order.
 * 4. A coupon counts only when its code was typed. One that is not stackable excludes other coupons, nothing else.
 * 5. Free shipping competes within its kind by the fees that it saves, and is settled after the coupons.
 * 6. Nothing comes off a line that is not there any more. What saves nothing does not apply, and uses nothing up.
 */

export interface PromotedLine extends Promotable {
  readonly quantity: number;
  /** Of all its pieces. */
  readonly pricePaise: number;
}

export interface PromotionSituation {
  readonly lines: readonly PromotedLine[];
  readonly promotions: readonly PromotionInput[];
  /** Upper case. */
  readonly couponCodes: readonly string[];
  /** Null before it is chosen. */
  readonly paymentMethod: PaymentMethod | null;
  /** Amounts of orders from before there were promotions, off the whole order. */
  readonly discounts: Readonly<Record<'coupon' | 'bank_offer', number>>;
  /** What each seller's parcel costs when this is left of the lines. */
  shippingFor(leftPaise: readonly number[]): ReadonlyMap<string, number>;
}

/** One promotion's part in an order. */
export interface Adjustment {
  readonly promotionId: string;
  readonly kind: PromotionKind;
  readonly label: string;
  readonly labelHi: string | null;
  readonly code: string | null;
  readonly amountPaise: Paise;
  readonly bearer: Bearer;
  /** Who pays for the amount, to the paisa. */
  readonly shares: { readonly sellerPaise: Paise; readonly platformPaise: Paise; readonly bankPaise: Paise };
  readonly rule: PromotionRule;
  /** That are cheaper for it. */
  readonly pieces: number;
  /** Sums to the amount; empty for free shipping, which takes a charge away and nothing off lines. */
  readonly lines: readonly { readonly sku: string; readonly amountPaise: Paise }[];
}

/** A code that does not count, or an offer that is near. */
export interface Declined {
  readonly promotionId: string | null;
  readonly code: string | null;
  /** Null for a code that nobody knows. */
  readonly label: string | null;
  readonly labelHi: string | null;
  readonly reason: PromotionRefusal;
  /** With `min_cart`: how much more it takes. */
  readonly missingPaise: number | null;
}

export interface AppliedPromotions {
  readonly adjustments: readonly Adjustment[];
  readonly declined: readonly Declined[];
  /** By line: flash sale, product and cart; coupon; bank. */
  readonly promotionPaise: readonly Paise[];
  readonly couponPaise: readonly Paise[];
  readonly bankOfferPaise: readonly Paise[];
  /** Whose parcels cost nothing. */
  readonly freeShippingSellerIds: ReadonlySet<string>;
}

/** A promotion with the lines that it is for. */
interface Bid {
  readonly promotion: PromotionInput;
  readonly at: readonly number[];
}

/** One bid and what it took, line by line. */
interface Taken extends Bid {
  readonly amountsPaise: readonly number[];
  readonly pieces: number;
  /** For free shipping: the fees at this point. */
  readonly feesPaise: number;
}

export function applyPromotions(situation: PromotionSituation): AppliedPromotions {
  let leftPaise: readonly number[] = situation.lines.map((line) => line.pricePaise);
  const after = new Map<PromotionKind, readonly number[]>();
  const taken: Taken[] = [];
  const declined: Declined[] = [];
  for (const kind of PROMOTION_KINDS) {
    if (kind === 'coupon' || kind === 'bank_offer') leftPaise = lessDiscount(leftPaise, situation.discounts[kind]);
    const { bids, refused } = bidsOf(situation, kind, leftPaise);
    const won = kind === 'flash_sale' || kind === 'product' ? byLine(situation, bids, leftPaise) : bids;
    const chosen = kind === 'flash_sale' || kind === 'product' ? won : bestOf(situation, won, leftPaise);
    const results = takeAll(situation, chosen, leftPaise);
    taken.push(...results);
    declined.push(...refused, ...outbid(bids, results));
    leftPaise = less(leftPaise, results);
    after.set(kind, leftPaise);
  }
  const prices = situation.lines.map((line) => line.pricePaise);
  const gross = after.get('coupon') ?? prices;
  const freeing = freedBy(situation, taken, gross);
  return {
    adjustments: taken.flatMap((each) => adjustmentOf(situation, each, freeing.get(each))),
    declined: [...unknownCodes(situation), ...declined, ...freedNothing(taken, freeing)],
    promotionPaise: difference(prices, after.get('cart') ?? prices),
    couponPaise: difference(after.get('cart') ?? prices, gross),
    bankOfferPaise: difference(gross, after.get('bank_offer') ?? gross),
    freeShippingSellerIds: new Set([...freeing.keys()].flatMap((each) => sellersOf(situation, each))),
  };
}

/** Who may bid in a kind, and why the others may not; of those only what a shopper would want to know. */
function bidsOf(situation: PromotionSituation, kind: PromotionKind, leftPaise: readonly number[]) {
  const bids: Bid[] = [];
  const refused: Declined[] = [];
  for (const promotion of situation.promotions.filter((each) => each.kind === kind).toSorted(byRank)) {
    const at = situation.lines.flatMap((line, index) =>
      isEligible(promotion.eligibility, line) && (leftPaise[index] ?? 0) > 0 ? [index] : [],
    );
    const isTyped = promotion.code !== null && situation.couponCodes.includes(promotion.code);
    const refusal = refusalOf(situation, promotion, sum(at.map((index) => leftPaise[index] ?? 0)));
    if (refusal === null) {
      if (promotion.kind !== 'coupon' || isTyped) bids.push({ promotion, at });
    } else if (isTyped || isNear(promotion, refusal)) {
      refused.push(declinedOf(promotion, refusal));
    }
  }
  return { bids, refused };
}

type Refusal = Pick<Declined, 'reason' | 'missingPaise'>;

function refusalOf(
  { paymentMethod }: PromotionSituation,
  { refusal, eligibility }: PromotionInput,
  basePaise: number,
): Refusal | null {
  // Of what is not for this cart nobody needs to know who may have it.
  if (basePaise === 0 && (refusal === null || refusal === 'signed_in_only')) {
    return { reason: 'nothing_eligible', missingPaise: null };
  }
  if (refusal !== null) return { reason: refusal, missingPaise: null };
  const missingPaise = eligibility.minCartPaise - basePaise;
  if (missingPaise > 0) return { reason: 'min_cart', missingPaise };
  const { paymentMethods } = eligibility;
  const isPayable = paymentMethods.length === 0 || (paymentMethod !== null && paymentMethods.includes(paymentMethod));
  return isPayable ? null : { reason: 'payment_method', missingPaise: null };
}

/** Whether something of the shopper's own doing brings an offer that pages show: some more in the cart, a sign-in. */
function isNear({ isListed, kind, eligibility }: PromotionInput, { reason, missingPaise }: Refusal): boolean {
  if (!isListed) return false;
  if (reason === 'min_cart') return missingPaise !== null && missingPaise * 2 <= eligibility.minCartPaise;
  return kind !== 'coupon' && (reason === 'payment_method' || reason === 'signed_in_only');
}

/** Each line goes to the best of those that are for it; what each promotion has won. */
function byLine(situation: PromotionSituation, bids: readonly Bid[], leftPaise: readonly number[]): readonly Bid[] {
  const won = new Map<PromotionInput, number[]>();
  for (const index of situation.lines.keys()) {
    const here = bids.filter(({ at }) => at.includes(index)).map(({ promotion }) => ({ promotion, at: [index] }));
    for (const { promotion } of bestOf(situation, here, leftPaise)) {
      won.set(promotion, [...(won.get(promotion) ?? []), index]);
    }
  }
  return bids.flatMap(({ promotion }) => {
    const at = won.get(promotion);
    return at === undefined ? [] : [{ promotion, at }];
  });
}

/** Rule 2: one that stands alone, or all that may stand together. */
function bestOf(situation: PromotionSituation, bids: readonly Bid[], leftPaise: readonly number[]): readonly Bid[] {
  const together = bids.filter(({ promotion }) => promotion.isStackable);
  const options = [together, ...bids.filter(({ promotion }) => !promotion.isStackable).map((bid) => [bid])];
  const weighed = options
    .filter((option) => option.length > 0)
    .map((option) => ({ option, savedPaise: savedBy(takeAll(situation, option, leftPaise)) }))
    .map(({ option, savedPaise }) => ({
      option,
      savedPaise,
      // What saves nothing has no say, however high its priority; free shipping may yet turn out to save.
      priority: savedPaise > 0 ? Math.max(...option.map(({ promotion }) => promotion.priority)) : -Infinity,
      firstId: option.map(({ promotion }) => promotion.id).toSorted()[0] ?? '',
    }));
  const [best] = weighed.toSorted(
    (a, b) => compare(b.priority, a.priority) || b.savedPaise - a.savedPaise || (a.firstId < b.firstId ? -1 : 1),
  );
  return best?.option ?? [];
}

/** One after the other, each on what the one before left. */
function takeAll(situation: PromotionSituation, bids: readonly Bid[], startPaise: readonly number[]): readonly Taken[] {
  let leftPaise = startPaise;
  const taken: Taken[] = [];
  for (const { promotion, at } of bids) {
    const result = takeOne(situation, { promotion, at }, leftPaise);
    // Two rules of free shipping save the same fee once.
    const isFreed = (sellerId: string) =>
      taken.some(
        (other) => other.promotion.rule.type === 'free_shipping' && sellersOf(situation, other).includes(sellerId),
      );
    if (promotion.rule.type === 'free_shipping' && sellersOf(situation, result).every(isFreed)) continue;
    if (promotion.rule.type !== 'free_shipping' && savedBy([result]) === 0) continue;
    taken.push(result);
    leftPaise = less(leftPaise, [result]);
  }
  return taken;
}

function takeOne(situation: PromotionSituation, { promotion, at }: Bid, leftPaise: readonly number[]): Taken {
  const lines = at.map((index) => ({
    quantity: situation.lines[index]?.quantity ?? 0,
    leftPaise: leftPaise[index] ?? 0,
  }));
  const maxPieces = promotion.kind === 'flash_sale' ? promotion.left : null;
  const saving = savingOn(promotion.rule, lines, maxPieces);
  const amountsPaise = situation.lines.map((_, index) => saving.amountsPaise[at.indexOf(index)] ?? 0);
  const taken = { promotion, at, amountsPaise, pieces: saving.pieces };
  return { ...taken, feesPaise: promotion.rule.type === 'free_shipping' ? feesOf(situation, taken, leftPaise) : 0 };
}

/** Rule 5: which free-shipping rules save which fees, now that the coupons are off. The first comes first. */
function freedBy(situation: PromotionSituation, taken: readonly Taken[], grossPaise: readonly number[]) {
  const fees = situation.shippingFor(grossPaise);
  const freed = new Set<string>();
  const savings = new Map<Taken, number>();
  for (const each of taken.filter(({ promotion }) => promotion.rule.type === 'free_shipping')) {
    const fresh = sellersOf(situation, each).filter((sellerId) => !freed.has(sellerId));
    const feePaise = sum(fresh.map((sellerId) => fees.get(sellerId) ?? 0));
    for (const sellerId of fresh) freed.add(sellerId);
    if (feePaise > 0) savings.set(each, feePaise);
  }
  return savings;
}

function freedNothing(taken: readonly Taken[], freeing: ReadonlyMap<Taken, number>): readonly Declined[] {
  return taken
    .filter(
      (each) => each.promotion.rule.type === 'free_shipping' && each.promotion.code !== null && !freeing.has(each),
    )
    .map(({ promotion }) => declinedOf(promotion, { reason: 'nothing_eligible', missingPaise: null }));
}

/** Typed codes that lost to another: the shopper asks why. */
function outbid(bids: readonly Bid[], results: readonly Taken[]): readonly Declined[] {
  return bids
    .filter(({ promotion }) => promotion.code !== null && !results.some((each) => each.promotion === promotion))
    .map(({ promotion }) =>
      declinedOf(promotion, { reason: results.length > 0 ? 'not_combinable' : 'nothing_eligible', missingPaise: null }),
    );
}

function unknownCodes({ promotions, couponCodes }: PromotionSituation): readonly Declined[] {
  return couponCodes
    .filter((code) => !promotions.some((promotion) => promotion.kind === 'coupon' && promotion.code === code))
    .map((code) => ({
      ...{ promotionId: null, code, label: null, labelHi: null },
      ...{ reason: 'unknown_code', missingPaise: null },
    }));
}

function declinedOf({ id, code, label, labelHi }: PromotionInput, refusal: Refusal): Declined {
  return { promotionId: id, code, label, labelHi, ...refusal };
}

function adjustmentOf(
  { lines }: PromotionSituation,
  { promotion, amountsPaise, pieces }: Taken,
  freedPaise = 0,
): readonly Adjustment[] {
  const { id, kind, label, labelHi, code, bearer, rule } = promotion;
  const amountPaise = rule.type === 'free_shipping' ? paise(freedPaise) : sum(amountsPaise);
  if (amountPaise === 0) return [];
  const shared = allocate(amountPaise, [bearer.sellerBps, 10_000 - bearer.sellerBps - bearer.bankBps, bearer.bankBps]);
  const [sellerPaise = paise(0), platformPaise = paise(0), bankPaise = paise(0)] = shared;
  return [
    {
      ...{ promotionId: id, kind, label, labelHi, code, amountPaise, bearer },
      shares: { sellerPaise, platformPaise, bankPaise },
      ...{ rule, pieces },
      lines: lines.flatMap(({ sku }, index) => {
        const amount = amountsPaise[index] ?? 0;
        return amount === 0 ? [] : [{ sku, amountPaise: paise(amount) }];
      }),
    },
  ];
}

function lessDiscount(leftPaise: readonly number[], discountPaise: number): readonly number[] {
  const amounts = allocate(paise(Math.min(discountPaise, sum(leftPaise))), leftPaise);
  return leftPaise.map((left, index) => left - (amounts[index] ?? 0));
}

function less(leftPaise: readonly number[], taken: readonly Taken[]): readonly number[] {
  return leftPaise.map((left, index) => left - sum(taken.map(({ amountsPaise }) => amountsPaise[index] ?? 0)));
}

function difference(before: readonly number[], after: readonly number[]): readonly Paise[] {
  return before.map((amount, index) => paise(amount - (after[index] ?? 0)));
}

function savedBy(taken: readonly Taken[]): number {
  return sum(taken.map(({ amountsPaise, feesPaise }) => sum(amountsPaise) + feesPaise));
}

function feesOf(situation: PromotionSituation, bid: Bid, leftPaise: readonly number[]): number {
  const fees = situation.shippingFor(leftPaise);
  return sum(sellersOf(situation, bid).map((sellerId) => fees.get(sellerId) ?? 0));
}

function sellersOf({ lines }: PromotionSituation, { at }: Bid): readonly string[] {
  return [...new Set(at.flatMap((index) => lines[index]?.sellerId ?? []))];
}

function byRank(a: PromotionInput, b: PromotionInput): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1);
}

/** Without a subtraction: both may be without end. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

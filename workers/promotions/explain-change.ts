import type { Adjustment } from '../domain/apply-promotions.ts';
import { formatRupees } from '../domain/money.ts';
import { type Quote, type QuoteInput, quote } from '../domain/price.ts';
import type { PromotionInput, PromotionRefusal } from '../domain/promotion.ts';
import { AppError, type ProblemCode } from '../http/problem.ts';

/** A promotion that the shopper saw in the total and that does not count any more, or not for as much. */
export interface LostAdjustment extends Pick<Adjustment, 'promotionId' | 'kind' | 'label' | 'labelHi' | 'code'> {
  /** What it no longer takes off. */
  readonly amountPaise: number;
  readonly reason: PromotionRefusal;
}

/** Refusals that may have come about since the shopper looked. */
const RECENT: readonly PromotionRefusal[] = ['expired', 'used_up', 'used_by_you', 'first_order_only'];

/**
 * Which promotions made the total that the shopper saw: those that, taken as still open, bring it back to the paisa.
 * One is tried first, then all. Empty when promotions do not explain the difference. `quoteWith` quotes the same cart
 * with these promotions.
 */
export function lostAdjustments(
  promotions: readonly PromotionInput[],
  decided: Quote,
  expectedGrandPaise: number,
  quoteWith: (promotions: readonly PromotionInput[]) => QuoteInput,
): readonly LostAdjustment[] {
  const shut = promotions.filter(
    ({ refusal, kind, left }) => isRecent(refusal) || (kind === 'flash_sale' && left !== null),
  );
  for (const reopened of [...shut.map((each) => [each]), shut]) {
    const before = quote(quoteWith(promotions.map((each) => (reopened.includes(each) ? opened(each) : each))));
    if (before.totals.grandPaise !== expectedGrandPaise) continue;
    const lost = reopened.flatMap((each) => lossOf(each, before, decided));
    if (lost.length > 0) return lost;
  }
  return [];
}

function isRecent(refusal: PromotionRefusal | null): boolean {
  return refusal !== null && RECENT.includes(refusal);
}

function opened(promotion: PromotionInput): PromotionInput {
  return { ...promotion, refusal: null, left: null };
}

function lossOf(promotion: PromotionInput, before: Quote, decided: Quote): readonly LostAdjustment[] {
  const saw = before.adjustments.find((each) => each.promotionId === promotion.id);
  const got = decided.adjustments.find((each) => each.promotionId === promotion.id);
  const amountPaise = (saw?.amountPaise ?? 0) - (got?.amountPaise ?? 0);
  if (saw === undefined || amountPaise <= 0) return [];
  const { promotionId, kind, label, labelHi, code } = saw;
  return [{ promotionId, kind, label, labelHi, code, amountPaise, reason: promotion.refusal ?? 'used_up' }];
}

/** `flash_sold_out`, `coupon_used_up` or `price_changed`: what went, and both totals. */
export function lostProblem(
  lost: readonly LostAdjustment[],
  totals: { expectedGrandPaise: number; grandPaise: number },
) {
  const code = problemCodeOf(lost);
  const names = lost.map((each) => each.code ?? each.label).join(', ');
  const detail = `${names} ${VERDICTS[code]} The total is ${formatRupees(totals.grandPaise)} now, not ${formatRupees(totals.expectedGrandPaise)}.`;
  return new AppError(code, detail, { ...totals, lines: [], adjustments: lost, coupon: lost[0]?.code ?? null });
}

type LossCode = Extract<ProblemCode, 'flash_sold_out' | 'coupon_used_up' | 'price_changed'>;

const VERDICTS: Readonly<Record<LossCode, string>> = {
  flash_sold_out: 'is sold out at the flash price.',
  coupon_used_up: 'has been used up.',
  price_changed: 'no longer counts.',
};

function problemCodeOf(lost: readonly LostAdjustment[]): LossCode {
  const usedUp = lost.filter(({ reason }) => reason === 'used_up' || reason === 'used_by_you');
  if (usedUp.some(({ kind }) => kind === 'flash_sale')) return 'flash_sold_out';
  return usedUp.length > 0 ? 'coupon_used_up' : 'price_changed';
}

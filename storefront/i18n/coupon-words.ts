import { formatRupees } from '../../workers/domain/money.ts';
import { PROMOTION_REFUSALS, type PromotionRefusal } from '../../workers/domain/promotion.ts';
import { t } from './t.ts';

/** Why a coupon does not work, with how much is missing where that is known. */
export function couponRefusal(reason: PromotionRefusal, missingPaise: unknown): string {
  if (reason === 'min_cart' && typeof missingPaise === 'number') {
    return t('coupon.why.missing', { amount: formatRupees(missingPaise) });
  }
  return t(`coupon.why.${reason}`);
}

export function isRefusal(reason: unknown): reason is PromotionRefusal {
  return PROMOTION_REFUSALS.some((known) => known === reason);
}

import type { CartAdjustment, DeclinedPromotion } from '../../../workers/cart/schemas.ts';
import { formatRupees } from '../../../workers/domain/money.ts';
import { currentLocale } from '../../../workers/http/locale.ts';
import { formatCount } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/t.ts';

/** How many pieces of each SKU there are. */
export type Quantities = ReadonlyMap<string, number>;

/** One sentence about a promotion that counts: what it is, what it saves, on how much. */
export function adjustmentWords(adjustment: CartAdjustment, quantities: Quantities): string {
  const words = { label: nameOf(adjustment, quantities), amount: formatRupees(adjustment.amountPaise) };
  if (adjustment.rule.type === 'free_shipping') return t('adjust.freeShipping', words);
  if (adjustment.pieces === 0 || adjustment.kind === 'flash_sale') return t('adjust.whole', words);
  return t('adjust.on', { ...words, items: tCount('adjust.saves', adjustment.pieces) });
}

/** What promotions for a line take off it, each with its amount; a share of a coupon for the whole cart is none. */
export function lineAdjustmentWords(
  sku: string,
  adjustments: readonly CartAdjustment[],
  quantities: Quantities,
): string[] {
  return adjustments.flatMap((adjustment) => {
    const own = adjustment.lines.find((line) => line.sku === sku);
    if (own === undefined || adjustment.kind === 'coupon' || adjustment.kind === 'bank_offer') return [];
    const name = nameOf({ ...adjustment, lines: [own] }, quantities);
    return [t('adjust.lineLess', { name, amount: formatRupees(own.amountPaise) })];
  });
}

/** What would bring an offer that is near; null for what nobody can do anything about here. */
export function nearWords({ code, label, labelHi, reason, missingPaise }: DeclinedPromotion): string | null {
  if (label === null) return null;
  const name = labelIn({ label, labelHi }) ?? label;
  if (reason === 'min_cart' && missingPaise !== null) {
    const words = { label: name, amount: formatRupees(missingPaise) };
    return code === null ? t('coupon.near.min', words) : t('coupon.near.minCode', { ...words, code });
  }
  if (reason === 'signed_in_only') return t('coupon.near.signIn', { label: name });
  return reason === 'payment_method' ? t('coupon.near.pay', { label: name }) : null;
}

/** The name that its author gave it; where that says less than the rule, the rule. */
function nameOf(adjustment: CartAdjustment, quantities: Quantities): string {
  const { kind, rule, code, pieces, lines } = adjustment;
  if (kind === 'flash_sale') {
    const count = lines.reduce((sum, { sku }) => sum + (quantities.get(sku) ?? 0), 0);
    return pieces < count ? t('adjust.flash', { pieces, count }) : t('adjust.flashAll');
  }
  if (rule.type === 'buy_x_get_y') return ruleWords(rule) ?? adjustment.label;
  const label = labelIn(adjustment) ?? ruleWords(rule) ?? adjustment.label;
  return code === null ? label : t('adjust.coupon', { code, label });
}

/** Null in a language that its author does not write. */
function labelIn({ label, labelHi }: { readonly label: string; readonly labelHi: string | null }): string | null {
  return currentLocale() === 'hi' ? labelHi : label;
}

function ruleWords(rule: CartAdjustment['rule']): string | null {
  switch (rule.type) {
    case 'flat':
      return t('adjust.flat', { amount: formatRupees(rule.amountPaise) });
    case 'percent': {
      const percent = percentOf(rule.percentBps);
      if (rule.maxPaise === null) return t('adjust.percent', { percent });
      return t('adjust.upTo', { percent, amount: formatRupees(rule.maxPaise) });
    }
    case 'buy_x_get_y': {
      const words = { buy: formatCount(rule.buy), get: formatCount(rule.get) };
      const isFree = rule.percentBps === 10_000;
      return isFree
        ? t('adjust.cheapestFree', words)
        : t('adjust.cheapestOff', { ...words, percent: percentOf(rule.percentBps) });
    }
    default:
      return null;
  }
}

/** 1250 → "12.5". */
function percentOf(bps: number): string {
  return String(Number((bps / 100).toFixed(2)));
}

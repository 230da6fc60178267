import { formatRupees } from '../../../workers/domain/money.ts';
import { currentLocale } from '../../../workers/http/locale.ts';
import type { Offer } from '../../../workers/promotions/schemas.ts';
import { formatCount, formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';

/** The name that its author gave it; in a language that they do not write, what the rule says. */
export function offerName({ label, labelHi, rule }: Offer): string {
  return (currentLocale() === 'hi' ? (labelHi ?? ruleWords(rule)) : label) ?? label;
}

/** From which value (if the name does not say it), for whom, until when: 'from ₹999 · on your first order'. */
export function offerTerms(offer: Offer): string {
  const { minCartPaise, people, isByBank, endsAt } = offer;
  const [name, amount] = [offerName(offer), formatRupees(minCartPaise)];
  const terms = [
    minCartPaise > 0 && !name.includes(amount) ? t('offers.minCart', { amount }) : null,
    people === 'everyone' ? null : t(`offers.${people}`),
    isByBank ? t('offers.bank') : null,
    endsAt === null ? null : t('offers.until', { time: formatMoment(endsAt) }),
  ];
  return terms.filter((term) => term !== null).join(' · ');
}

function ruleWords(rule: Offer['rule']): string | null {
  switch (rule.type) {
    case 'flat':
      return t('adjust.flat', { amount: formatRupees(rule.amountPaise) });
    case 'percent': {
      const percent = String(rule.percentBps / 100);
      return rule.maxPaise === null
        ? t('adjust.percent', { percent })
        : t('adjust.upTo', { percent, amount: formatRupees(rule.maxPaise) });
    }
    case 'buy_x_get_y': {
      const words = { buy: formatCount(rule.buy), get: formatCount(rule.get) };
      return rule.percentBps === 10_000
        ? t('adjust.cheapestFree', words)
        : t('adjust.cheapestOff', { ...words, percent: String(rule.percentBps / 100) });
    }
    case 'free_shipping':
      return t('offers.freeShipping');
    default:
      return null;
  }
}

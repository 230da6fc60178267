import type { CartLine } from '../../../workers/cart/schemas.ts';
import { formatRupees } from '../../../workers/domain/money.ts';
import { t } from '../../i18n/t.ts';

export interface LineNotice {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: string;
}

/** What a shopper has to know about a line, in words. */
export function lineNotices(line: CartLine): LineNotice[] {
  const before = formatRupees(line.seenPricePaise);
  return line.notices.map((notice): LineNotice => {
    switch (notice) {
      case 'price_up':
        return { tone: 'warn', text: t('cart.line.priceUp', { before }) };
      case 'price_down':
        return { tone: 'good', text: t('cart.line.priceDown', { before }) };
      case 'unavailable':
        return { tone: 'bad', text: t('cart.line.unavailable') };
      case 'short_stock':
        return {
          tone: 'bad',
          text:
            line.available > 0 ? t('cart.line.shortStock', { count: line.available }) : t('cart.line.soldOut'),
        };
    }
  });
}

import type { CartLine } from '../../../workers/cart/schemas.ts';
import { formatRupees } from '../../../workers/domain/money.ts';
import { t } from '../../i18n/t.ts';

export interface LineNotice {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: string;
}

/** What a shopper has to know about a line, in words. */
export function lineNotices(line: CartLine): LineNotice[] {
  return line.notices.map((notice) => WORDS[notice](line));
}

const WORDS: Readonly<Record<CartLine['notices'][number], (line: CartLine) => LineNotice>> = {
  price_up: ({ seenPricePaise }) => ({
    tone: 'warn',
    text: t('cart.line.priceUp', { before: formatRupees(seenPricePaise) }),
  }),
  price_down: ({ seenPricePaise }) => ({
    tone: 'good',
    text: t('cart.line.priceDown', { before: formatRupees(seenPricePaise) }),
  }),
  unavailable: () => ({ tone: 'bad', text: t('cart.line.unavailable') }),
  short_stock: ({ available }) => ({
    tone: 'bad',
    text: available > 0 ? t('cart.line.shortStock', { count: available }) : t('cart.line.soldOut'),
  }),
  merge_cut: ({ mergeCut }) => ({
    tone: 'warn',
    text: t('cart.line.mergeCut', { wanted: mergeCut?.wanted ?? 0, got: mergeCut?.got ?? 0 }),
  }),
};

import { t } from '../i18n/t.ts';

/** What the search box's script says (islands/search-box.ts), in the language of the page. '#' stands for the value. */
export interface BoxWords {
  readonly back: string;
  readonly list: string;
  readonly queries: string;
  readonly categories: string;
  readonly brands: string;
  readonly products: string;
  readonly recent: string;
  readonly popular: string;
  readonly clear: string;
  readonly cleared: string;
  readonly inCategory: string;
  readonly corrected: string;
  readonly none: string;
  readonly failed: string;
  readonly one: string;
  readonly other: string;
  readonly soldOut: string;
}

export function boxWords(): string {
  const words: BoxWords = {
    back: t('box.back'),
    list: t('box.list'),
    queries: t('box.queries'),
    categories: t('box.categories'),
    brands: t('box.brands'),
    products: t('box.products'),
    recent: t('box.recent'),
    popular: t('box.popular'),
    clear: t('box.clear'),
    cleared: t('box.cleared'),
    inCategory: t('box.inCategory', { category: '#' }),
    corrected: t('box.corrected', { q: '#' }),
    none: t('box.none'),
    failed: t('box.failed'),
    one: t('box.count.one', { count: '#' }),
    other: t('box.count.other', { count: '#' }),
    soldOut: t('stock.out'),
  };
  return JSON.stringify(words);
}

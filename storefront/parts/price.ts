import { formatRupees } from '../../workers/domain/money.ts';
import { t } from '../i18n/t.ts';
import { type Html, html } from './html.ts';

export interface PriceFacts {
  readonly pricePaise: number;
  readonly mrpPaise?: number | undefined;
  readonly discountPercent?: number | undefined;
}

/** The price, and when the MRP is higher, the MRP struck through and the discount in green. Amounts in paise. */
export function price(
  { pricePaise, mrpPaise = pricePaise, discountPercent = 0 }: PriceFacts,
  size: 's' | 'm' | 'l' = 'm',
): Html {
  const before = html`<span class="visually-hidden">${t('price.mrp')} </span><s class="price-mrp">${formatRupees(mrpPaise)}</s>`;
  const off = html`<span class="price-off">${t('price.off', { percent: discountPercent })}</span>`;
  return html`<p class="price price-${size}"><span class="visually-hidden">${t('price.now')} </span><span class="price-now">${formatRupees(pricePaise)}</span>${mrpPaise > pricePaise && [before, discountPercent > 0 && off]}</p>`;
}

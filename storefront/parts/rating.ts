import { formatCount, formatRating } from '../i18n/format.ts';
import { t, tCount } from '../i18n/t.ts';
import { type Html, html } from './html.ts';

export interface RatingFacts {
  readonly ratingTenths: number;
  /** Left out where the number of ratings is not known, as for a seller. */
  readonly ratingCount?: number | undefined;
}

/** A rating chip with the number of ratings. Null for a product that nobody has rated yet. */
export function rating({ ratingTenths, ratingCount }: RatingFacts, isLong = false): Html | null {
  if (ratingTenths <= 0) return null;
  const stars = formatRating(ratingTenths);
  const tone = ratingTenths >= 35 ? 'high' : ratingTenths >= 25 ? 'middle' : 'low';
  return html`<span class="rating"><span class="rating-chip rating-${tone}"><span class="visually-hidden">${t('rating.label', { rating: stars })}</span><span aria-hidden="true">${stars} ★</span></span>${ratingCount !== undefined && count(ratingCount, isLong)}</span>`;
}

/** '1,204 ratings' in full, or '(1,204)' for those who see it. */
function count(ratingCount: number, isLong: boolean): Html {
  const words = tCount('ratings', ratingCount);
  if (isLong) return html`<span>${words}</span>`;
  return html`<span><span class="visually-hidden">${words}</span><span aria-hidden="true">(${formatCount(ratingCount)})</span></span>`;
}

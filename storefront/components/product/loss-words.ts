import type { OtherOffer } from '../../../workers/catalog/schemas.ts';
import { formatRupees } from '../../../workers/domain/money.ts';
import { t, tCount } from '../../i18n/t.ts';

/** Why an offer is not the first. */
export function lossWords({ reason, byPaise, byDays }: OtherOffer['loss']): string {
  if (reason === 'dearer') return t('loss.dearer', { amount: formatRupees(byPaise ?? 0) });
  return reason === 'later' ? tCount('loss.later', byDays ?? 0) : t(`loss.${reason}`);
}

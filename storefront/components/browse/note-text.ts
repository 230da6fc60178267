import { formatRupees, parseRupees } from '../../../workers/domain/money.ts';
import { t, tKnown } from '../../i18n/t.ts';
import type { BrowsingNote } from './browsing.ts';

/** What a page says of a part of its address that it could not take as it was. */
export function noteText(note: BrowsingNote): string {
  switch (note.kind) {
    case 'too_long':
      return t('note.tooLong', { count: note.count });
    case 'swapped':
      return t('note.swapped', { min: inRupees(note.min), max: inRupees(note.max) });
    case 'refused':
      return refusedText(note.name, note.value);
  }
}

/** The notes that belong beside the boxes of the price. */
export function isAboutPrice({ name }: BrowsingNote): boolean {
  return name === 'min' || name === 'max';
}

function refusedText(name: string, value: string): string {
  if (name === 'min' || name === 'max') return t('note.price', { value });
  if (name === 'sort') return t('note.sort', { value });
  if (name === 'category') return t('note.category', { value });
  return t('note.filter', { name: tKnown(`filters.${name}`, name.replace(/^attr\./, '')), value });
}

function inRupees(rupees: number): string {
  return formatRupees(parseRupees(String(rupees)) ?? 0);
}

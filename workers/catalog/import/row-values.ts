import { parseRupees } from '../../domain/money.ts';
import { idOf } from './columns.ts';
import type { Fields, RowProblem } from './item.ts';

/** Reads the cells of one row and keeps a list of what was wrong, so that a row names all its faults at once. */
export class RowValues {
  readonly problems: RowProblem[] = [];
  private readonly fields: Fields;

  constructor(fields: Fields) {
    this.fields = fields;
  }

  text(field: string): string {
    return this.fields[field] ?? '';
  }

  /** A name that a machine gave: letters, digits and . _ : / - */
  id(field: string): string {
    const id = idOf(this.fields[field]);
    if (id === '') this.wrong(field, 'missing');
    else if (!/^[\w.:/-]{1,64}$/.test(id)) this.wrong(field, 'not an id: at most 64 letters, digits and . _ : / -');
    return id;
  }

  /** MRP and selling price in paise. */
  prices(mrpField: string, priceField: string): { readonly mrpPaise: number; readonly pricePaise: number } {
    const [mrpPaise, pricePaise] = [this.rupees(mrpField), this.rupees(priceField)];
    if (mrpPaise > 0 && pricePaise > mrpPaise) this.wrong(priceField, `above the MRP in ${mrpField}`);
    return { mrpPaise, pricePaise };
  }

  /** '4.2' → 42. Empty or 'No rating available' → 0. */
  ratingTenths(field: string): number {
    const text = this.text(field).trim();
    if (text === '' || /^no rating/i.test(text)) return 0;
    if (/^[0-5](?:\.\d{1,4})?$/.test(text) && Number(text) <= 5) return Math.round(Number(text) * 10);
    this.wrong(field, 'not a rating from 0 to 5');
    return 0;
  }

  /** A whole number from 0 to `max`; null when the cell is empty. */
  count(field: string, max: number): number | null {
    const text = this.text(field).trim();
    if (text === '') return null;
    if (/^\d{1,9}$/.test(text) && Number(text) <= max) return Number(text);
    this.wrong(field, `not a whole number from 0 to ${max}`);
    return null;
  }

  wrong(field: string, reason: string): void {
    this.problems.push({ field, reason });
  }

  private rupees(field: string): number {
    const text = this.text(field).trim();
    if (text === '') {
      this.wrong(field, 'missing');
      return 0;
    }
    const amount = parseRupees(text);
    if (amount === null) this.wrong(field, `not an amount in rupees: '${text.slice(0, 40)}'`);
    else if (amount === 0) this.wrong(field, 'zero');
    return amount ?? 0;
  }
}

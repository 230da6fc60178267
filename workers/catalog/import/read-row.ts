import { isFlipkart } from './columns.ts';
import { readFlipkartRow } from './flipkart-row.ts';
import type { Fields, RowResult } from './item.ts';
import { readTemplateRow } from './template-row.ts';

/** Everything that one row says, or everything that is wrong with it. */
export function readRow(fields: Fields): RowResult {
  return isFlipkart(fields) ? readFlipkartRow(fields) : readTemplateRow(fields);
}

import { cleanLine } from './clean-text.ts';
import type { Fields } from './item.ts';

/** The two kinds of file that can be imported, known by their columns. docs/import.md explains each column. */
export type Format = 'flipkart' | 'haat';

interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const COLUMNS: Readonly<Record<Format, Columns>> = {
  flipkart: {
    required: ['uniq_id', 'product_name', 'product_category_tree', 'retail_price', 'discounted_price'],
    optional: [
      ...['pid', 'brand', 'product_rating', 'description', 'product_specifications'],
      // Part of the published data set, without a use here.
      ...['crawl_timestamp', 'product_url', 'image', 'overall_rating', 'is_FK_Advantage_product'],
    ],
  },
  haat: {
    required: ['listing_id', 'title', 'category', 'mrp', 'price'],
    optional: [
      ...['product_id', 'brand', 'description', 'specs', 'colour', 'size', 'rating', 'rating_count'],
      ...['stock', 'hsn', 'gst_code'],
    ],
  },
};

export type FormatResult =
  | { readonly ok: true; readonly format: Format }
  | { readonly ok: false; readonly reason: string };

/** Which format a header line belongs to, or which columns are unknown, missing or there twice. */
export function formatOf(header: readonly string[]): FormatResult {
  const format: Format = header.includes('uniq_id') ? 'flipkart' : 'haat';
  const { required, optional } = COLUMNS[format];
  const complaints = [
    complaint(
      'unknown',
      header.filter((name) => !required.includes(name) && !optional.includes(name)),
    ),
    complaint(
      'missing',
      required.filter((name) => !header.includes(name)),
    ),
    complaint(
      'repeated',
      header.filter((name, index) => header.indexOf(name) !== index),
    ),
  ].filter((each) => each !== '');
  if (complaints.length === 0) return { ok: true, format };
  return {
    ok: false,
    reason: `${complaints.join('; ')}. Columns of this format: ${[...required, ...optional].join(', ')}.`,
  };
}

/**
 * The texts by which a row is told apart from the others of its file: its listing id, and the variant that it offers
 * (a seller offers a variant once). Null where the row does not have one.
 */
export function identitiesOf(fields: Fields): readonly { readonly field: string; readonly value: string }[] {
  const identities = isFlipkart(fields)
    ? [
        ['uniq_id', idOf(fields.uniq_id)],
        ['pid', idOf(fields.pid)],
      ]
    : [
        ['listing_id', idOf(fields.listing_id)],
        ['product_id', templateVariant(fields)],
      ];
  return identities.flatMap(([field, value]) => (field && value ? [{ field, value }] : []));
}

export function isFlipkart(fields: Fields): boolean {
  return fields.uniq_id !== undefined;
}

/** The variant of a row of our own template: product, colour and size. Empty without a product id. */
export function templateVariant(fields: Fields): string {
  const productId = idOf(fields.product_id);
  if (productId === '') return '';
  return [productId, ...[fields.colour, fields.size].map((part) => cleanLine(part ?? '', 60).toLowerCase())].join('|');
}

export function idOf(text: string | undefined): string {
  return (text ?? '').trim();
}

function complaint(what: string, names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `'${name.slice(0, 60)}'`);
  return names.length === 0 ? '' : `${what} column${names.length === 1 ? '' : 's'} ${shown.join(', ')}`;
}

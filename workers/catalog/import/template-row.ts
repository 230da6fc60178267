import { attributesOf } from './attributes.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { idOf, templateVariant } from './columns.ts';
import { MAX_DESCRIPTION, MAX_TITLE } from './flipkart-row.ts';
import type { Fields, RowResult } from './item.ts';
import { RowValues } from './row-values.ts';
import { limitDepth } from './shelves.ts';
import { readTemplateSpecs } from './specs.ts';

const MAX_COUNT = 1_000_000;

/** A row of our own template: docs/import.md. Rows with one product_id are its variants, by colour and size. */
export function readTemplateRow(fields: Fields): RowResult {
  const row = new RowValues(fields);
  const listingId = row.id('listing_id');
  const productId = idOf(row.text('product_id')) === '' ? listingId : row.id('product_id');
  const title = cleanLine(row.text('title'), MAX_TITLE);
  if (title === '') row.wrong('title', 'missing');
  const category = limitDepth(pathOf(row.text('category')));
  if (category.length === 0) row.wrong('category', 'missing');
  const hsn = optional(row, 'hsn', /^\d{4,8}$/, 'not 4 to 8 digits');
  const gstCode = optional(row, 'gst_code', /^[a-z0-9-]{1,40}$/, 'not a GST code');
  const prices = row.prices('mrp', 'price');
  const ratingTenths = row.ratingTenths('rating');
  const ratingCount = row.count('rating_count', MAX_COUNT);
  const stock = row.count('stock', MAX_COUNT);
  if (row.problems.length > 0) return { ok: false, problems: row.problems };
  const brand = cleanLine(row.text('brand'), 60);
  return {
    ok: true,
    item: {
      listingId,
      productKey: `haat:${productId}`,
      variantKey: `haat:${templateVariant(fields) || listingId}`,
      title,
      brand: brand === '' ? null : brand,
      isBrandInTitle: false,
      category,
      description: cleanText(row.text('description'), MAX_DESCRIPTION),
      specs: readTemplateSpecs(row.text('specs')),
      attributes: attributesOf(row.text('colour'), row.text('size')),
      ...prices,
      ratingTenths,
      ratingCount: ratingCount ?? (ratingTenths > 0 ? 1 : 0),
      hsn,
      gstCode,
      stock,
    },
  };
}

function pathOf(text: string): readonly string[] {
  return text
    .split('>')
    .slice(0, 12)
    .map((name) => cleanLine(name, 60))
    .filter((name) => name !== '');
}

function optional(row: RowValues, field: string, pattern: RegExp, reason: string): string | null {
  const text = row.text(field).trim();
  if (text === '') return null;
  if (!pattern.test(text)) row.wrong(field, reason);
  return text;
}

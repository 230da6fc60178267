import { readAttributes } from './attributes.ts';
import { readCategoryTree, startsWithWords } from './category-tree.ts';
import { cleanLine, wordsOf } from './clean-text.ts';
import { idOf } from './columns.ts';
import { readFlipkartDescription } from './flipkart-description.ts';
import { inferCategory } from './infer-category.ts';
import type { Fields, RowResult } from './item.ts';
import { RowValues } from './row-values.ts';
import { shelve } from './shelves.ts';
import { readFlipkartSpecs } from './specs.ts';

export const MAX_TITLE = 200;
export const MAX_DESCRIPTION = 6000;

/** A row of the published Flipkart crawl. Each `pid` is one product with one variant. */
export function readFlipkartRow(fields: Fields): RowResult {
  const row = new RowValues(fields);
  const listingId = row.id('uniq_id');
  const pid = idOf(row.text('pid')) === '' ? listingId : row.id('pid');
  const title = cleanLine(row.text('product_name'), MAX_TITLE);
  if (title === '') row.wrong('product_name', 'missing');
  const prices = row.prices('retail_price', 'discounted_price');
  const ratingTenths = row.ratingTenths('product_rating');
  const specs = readFlipkartSpecs(row.text('product_specifications'));
  if (!specs.ok) row.wrong('product_specifications', specs.reason);
  const brandColumn = cleanLine(row.text('brand'), 60);
  const tree = readCategoryTree(row.text('product_category_tree'), title, brandColumn);
  const sourcePath = tree.path.length > 0 ? tree.path : inferCategory(title);
  if (sourcePath === null) row.wrong('product_category_tree', 'no department, and the title does not tell one');
  if (!specs.ok || sourcePath === null || row.problems.length > 0) return { ok: false, problems: row.problems };
  return {
    ok: true,
    item: {
      listingId,
      productKey: `flipkart:${pid}`,
      variantKey: `flipkart:${pid}`,
      title,
      brand: brandOf(brandColumn, title, tree.brand),
      // The first words of a book's title are no brand, however well known.
      isBrandInTitle: sourcePath[0] !== 'eBooks',
      category: shelve(sourcePath),
      description: readFlipkartDescription(row.text('description'), title, MAX_DESCRIPTION),
      specs: specs.specs,
      attributes: readAttributes(specs.specs, title, sourcePath, brandColumn),
      ...prices,
      ratingTenths,
      // The file has no counts; an average of nobody's ratings would look wrong.
      ratingCount: ratingTenths > 0 ? 1 : 0,
      hsn: null,
      gstCode: null,
      stock: null,
    },
  };
}

/** The column often holds a colour or a fit ('Black', 'Regular'): it counts only where the title begins with it. */
function brandOf(column: string, title: string, fromTree: string | null): string | null {
  return startsWithWords(title, wordsOf(column)) ? column : fromTree;
}

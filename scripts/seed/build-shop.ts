import type { InferInsertModel } from 'drizzle-orm';
import type { categories, sellers } from '../../workers/db/schema/catalog.ts';
import type { Catalogue } from './build-catalogue.ts';
import { FAMILIES } from './catalogue/families.ts';
import { CATEGORIES, type SeedCategory } from './categories.ts';
import { categoryReach, sellerReach } from './delivery.ts';
import { seedId } from './random.ts';
import { SELLERS } from './sellers.ts';

/** The tree, each category with the picture of a product below it. */
export function categoryRows(catalogue: Catalogue): InferInsertModel<typeof categories>[] {
  return CATEGORIES.map(({ glyph, parentSlug, ...category }) => {
    const parent = CATEGORIES.find(({ slug }) => slug === parentSlug);
    return {
      ...category,
      farthestZone: categoryReach(category.slug),
      id: seedId('category', category.path),
      parentId: parent === undefined ? null : seedId('category', parent.path),
      imageKey: pictureOf(glyph, category.path, catalogue),
    };
  });
}

export function sellerRows(): InferInsertModel<typeof sellers>[] {
  return SELLERS.map(({ skuPrefix: _, handlingDays: __, departments: ___, ...seller }) => ({
    id: seedId('seller', seller.slug),
    ...seller,
    farthestZone: sellerReach(seller.slug),
    status: 'active',
  }));
}

/** The first picture below a category that shows its emoji, or the first of all. */
function pictureOf(glyph: string, path: string, catalogue: Catalogue): string | null {
  const isBelow = (slug: string) => pathOf(slug)?.startsWith(path) === true;
  const family =
    FAMILIES.find((each) => each.glyph === glyph && isBelow(each.category)) ??
    FAMILIES.find(({ category }) => isBelow(category));
  const entry = [...catalogue.pictures].find(([, picture]) => picture.glyph === family?.glyph);
  return entry?.[0] ?? null;
}

function pathOf(slug: string): SeedCategory['path'] | undefined {
  return CATEGORIES.find((category) => category.slug === slug)?.path;
}

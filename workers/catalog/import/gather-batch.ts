import { eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { brands, categories, gstRates, listings, products, sellers, variants } from '../../db/schema/catalog.ts';
import { stockLevels } from '../../db/schema/stock.ts';
import { slugify } from './clean-text.ts';
import type { ImportItem } from './item.ts';
import type { ImportRecord } from './queries.ts';
import { sourceId } from './source-id.ts';

/** A row that can be imported, with the ids that follow from its names. */
export interface Candidate {
  readonly line: number;
  readonly item: ImportItem;
  readonly sourceKey: string;
  readonly productId: string;
  readonly variantId: string;
}

/** What the shop has of the things that a batch names. */
export type BatchState = Awaited<ReturnType<typeof gatherBatch>>;
export type KnownCategory = BatchState['categories'][number];

const MAX_BRAND_WORDS = 4;

export function candidateOf(line: number, item: ImportItem, sellerSlug: string): Candidate {
  return {
    line,
    item,
    sourceKey: `${sellerSlug}:${item.listingId}`,
    productId: sourceId('product', item.productKey),
    variantId: sourceId('variant', item.variantKey),
  };
}

export async function gatherBatch(ctx: Context, record: ImportRecord, candidates: readonly Candidate[]) {
  const among = (values: readonly string[]) =>
    sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(values)])}))`;
  const variantIds = among(candidates.map(({ variantId }) => variantId));
  const ofSeller = sql`(SELECT id FROM sellers WHERE slug = ${record.sellerSlug})`;
  const [sellerRows, categoryRows, brandRows, productRows, variantRows, listingRows, offerRows, rateRows] =
    await ctx.db.batch([
      ctx.db
        .select({ id: sellers.id, status: sellers.status })
        .from(sellers)
        .where(sql`${sellers.slug} = ${record.sellerSlug}`),
      ctx.db.select(CATEGORY).from(categories),
      ctx.db
        .select({ id: brands.id, slug: brands.slug })
        .from(brands)
        .where(inArray(brands.slug, among(candidates.flatMap(({ item }) => brandSlugs(item))))),
      ctx.db
        .select({ id: products.id })
        .from(products)
        .where(inArray(products.id, among(candidates.map(({ productId }) => productId)))),
      ctx.db.select({ id: variants.id }).from(variants).where(inArray(variants.id, variantIds)),
      ctx.db
        .select(LISTING)
        .from(listings)
        .leftJoin(stockLevels, eq(stockLevels.sku, listings.sku))
        .where(inArray(listings.sourceKey, among(candidates.map(({ sourceKey }) => sourceKey)))),
      ctx.db
        .select({ variantId: listings.variantId, sourceKey: listings.sourceKey, sku: listings.sku })
        .from(listings)
        .where(sql`${listings.variantId} IN ${variantIds} AND ${listings.sellerId} = ${ofSeller}`),
      ctx.db.selectDistinct({ code: gstRates.code }).from(gstRates),
    ]);
  return {
    seller: sellerRows[0] ?? null,
    categories: categoryRows,
    brandIds: new Map(brandRows.map(({ slug, id }) => [slug, id])),
    productIds: new Set(productRows.map(({ id }) => id)),
    variantIds: new Set(variantRows.map(({ id }) => id)),
    listings: new Map(listingRows.map((row) => [row.sourceKey ?? '', row])),
    offers: new Map(offerRows.map((row) => [row.variantId, row])),
    gstCodes: new Set(rateRows.map(({ code }) => code)),
  };
}

/** Slugs of the brand, or of what the title may begin with: the longest first. */
export function brandSlugs({ brand, title, isBrandInTitle }: ImportItem): readonly string[] {
  if (brand !== null) return [slugify(brand)];
  if (!isBrandInTitle) return [];
  const words = title.split(' ').slice(0, MAX_BRAND_WORDS);
  return words.map((_, index) => slugify(words.slice(0, words.length - index).join(' '))).filter((slug) => slug !== '');
}

const CATEGORY = {
  id: categories.id,
  parentId: categories.parentId,
  slug: categories.slug,
  name: categories.name,
  path: categories.path,
  depth: categories.depth,
  hsn: categories.hsn,
  gstCode: categories.gstCode,
  returnPolicy: categories.returnPolicy,
  returnWindowDays: categories.returnWindowDays,
  commissionBps: categories.commissionBps,
  isCodAllowed: categories.isCodAllowed,
  attributes: categories.attributes,
};

const LISTING = {
  id: listings.id,
  sourceKey: listings.sourceKey,
  sourceHash: listings.sourceHash,
  productId: listings.productId,
  variantId: listings.variantId,
  sku: listings.sku,
  /** By the projection. */
  onHand: stockLevels.onHand,
};

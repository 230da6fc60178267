import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Zone } from '../../domain/delivery.ts';
import type { GstRule } from '../../domain/gst.ts';

export interface SpecGroup {
  readonly name: string;
  readonly items: readonly { readonly key: string; readonly value: string }[];
}

/** An attribute of a category that shoppers may filter by: { name: 'colour', label: 'Colour' }. */
export interface AttributeDefinition {
  readonly name: string;
  readonly label: string;
}

/** GST rates are dated rows, not code: the newest row of a code that is not after the order counts. */
export const gstRates = sqliteTable(
  'gst_rates',
  {
    code: text().notNull(),
    validFromAt: integer().notNull(),
    rule: text({ mode: 'json' }).$type<GstRule>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.code, t.validFromAt] })],
);

/** How many gave how many stars; the average and the count stand on the product. */
export const productRatings = sqliteTable('product_ratings', {
  productId: text().primaryKey(),
  one: integer().notNull(),
  two: integer().notNull(),
  three: integer().notNull(),
  four: integer().notNull(),
  five: integer().notNull(),
});

/** `path` holds the slugs from the root: '/fashion/mens-clothing/t-shirts/'. A subtree is a range of paths. */
export const categories = sqliteTable(
  'categories',
  {
    id: text().primaryKey(),
    slug: text().notNull(),
    name: text().notNull(),
    parentId: text(),
    path: text().notNull(),
    depth: integer().notNull(),
    position: integer().notNull().default(0),
    imageKey: text(),
    attributes: text({ mode: 'json' }).$type<readonly AttributeDefinition[]>().notNull().default([]),
    hsn: text().notNull(),
    gstCode: text().notNull(),
    returnPolicy: text({ enum: ['refund', 'replacement', 'none'] })
      .notNull()
      .default('refund'),
    returnWindowDays: integer().notNull().default(7),
    commissionBps: integer().notNull().default(1000),
    isCodAllowed: integer({ mode: 'boolean' }).notNull().default(true),
    /** The farthest zone that its goods are sent to: a sofa does not fly. */
    farthestZone: text().$type<Zone>().notNull().default('remote'),
    /** Cards in the category itself, not below it. Triggers on product_cards keep it: counting is too much for a page. */
    cardCount: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('categories_slug').on(t.slug),
    uniqueIndex('categories_path').on(t.path),
    index('categories_parent').on(t.parentId, t.position),
  ],
);

export const brands = sqliteTable(
  'brands',
  { id: text().primaryKey(), slug: text().notNull(), name: text().notNull(), logoKey: text() },
  (t) => [uniqueIndex('brands_slug').on(t.slug)],
);

export const products = sqliteTable(
  'products',
  {
    id: text().primaryKey(),
    slug: text().notNull(),
    title: text().notNull(),
    brandId: text(),
    categoryId: text().notNull(),
    description: text().notNull().default(''),
    specs: text({ mode: 'json' }).$type<readonly SpecGroup[]>().notNull().default([]),
    status: text({ enum: ['draft', 'in_review', 'active', 'archived'] }).notNull(),
    ratingTenths: integer().notNull().default(0),
    ratingCount: integer().notNull().default(0),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [uniqueIndex('products_slug').on(t.slug), index('products_category').on(t.categoryId)],
);

export const variants = sqliteTable(
  'variants',
  {
    id: text().primaryKey(),
    productId: text().notNull(),
    /** By attribute name: { size: 'M', colour: 'Indigo' }; empty for a product without choices. */
    attributes: text({ mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull().default({}),
    gtin: text(),
    weightGrams: integer().notNull().default(500),
    position: integer().notNull().default(0),
  },
  (t) => [index('variants_product').on(t.productId, t.position)],
);

/** Pictures of a product. `key` is an object in MEDIA; `variantId` is set when the picture shows one variant. */
export const media = sqliteTable(
  'media',
  {
    id: text().primaryKey(),
    productId: text().notNull(),
    variantId: text(),
    key: text().notNull(),
    alt: text().notNull(),
    /** Of the original. */
    width: integer().notNull(),
    height: integer().notNull(),
    position: integer().notNull().default(0),
    /** Shown once its sizes are made; 'failed' for a file that turned out to be no picture. */
    status: text({ enum: ['pending', 'ready', 'failed'] })
      .notNull()
      .default('ready'),
    /** What was uploaded, in MEDIA; null for pictures that came with their sizes. */
    originalKey: text(),
  },
  (t) => [index('media_product').on(t.productId, t.position)],
);

export const sellers = sqliteTable(
  'sellers',
  {
    id: text().primaryKey(),
    slug: text().notNull(),
    name: text().notNull(),
    legalName: text().notNull(),
    gstin: text().notNull(),
    stateCode: text().notNull(),
    pincode: text().notNull(),
    address: text().notNull(),
    ratingTenths: integer().notNull().default(0),
    isCodAllowed: integer({ mode: 'boolean' }).notNull().default(true),
    /** The farthest zone this seller sends parcels to. */
    farthestZone: text().$type<Zone>().notNull().default('remote'),
    status: text({ enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
  },
  (t) => [uniqueIndex('sellers_slug').on(t.slug)],
);

/** One seller's offer of one variant. `sourceKey` makes imports idempotent. */
export const listings = sqliteTable(
  'listings',
  {
    id: text().primaryKey(),
    sku: text().notNull(),
    variantId: text().notNull(),
    productId: text().notNull(),
    sellerId: text().notNull(),
    mrpPaise: integer().notNull(),
    pricePaise: integer().notNull(),
    hsn: text().notNull(),
    gstCode: text().notNull(),
    handlingDays: integer().notNull().default(1),
    isCodAllowed: integer({ mode: 'boolean' }).notNull().default(true),
    status: text({ enum: ['active', 'inactive'] }).notNull(),
    /** Over how many stock objects a hot SKU is split; it only grows, because holds stay where they were made. */
    stockShards: integer().notNull().default(1),
    sourceKey: text(),
    sourceHash: text(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('listings_sku').on(t.sku),
    uniqueIndex('listings_offer').on(t.variantId, t.sellerId),
    uniqueIndex('listings_source').on(t.sourceKey),
    index('listings_product').on(t.productId),
  ],
);

/** Read model of the list pages and the search index: one row per product that may be seen. */
export const productCards = sqliteTable(
  'product_cards',
  {
    id: integer().primaryKey(),
    productId: text().notNull(),
    slug: text().notNull(),
    title: text().notNull(),
    brandId: text(),
    brandSlug: text(),
    brandName: text(),
    categoryId: text().notNull(),
    categoryPath: text().notNull(),
    /** The buy box over all variants: the price a card shows. */
    sku: text().notNull(),
    pricePaise: integer().notNull(),
    mrpPaise: integer().notNull(),
    discountPercent: integer().notNull(),
    ratingTenths: integer().notNull(),
    ratingCount: integer().notNull(),
    isInStock: integer({ mode: 'boolean' }).notNull(),
    imageKey: text(),
    imageAlt: text(),
    createdAt: integer().notNull(),
    /** Goes up with each rebuild of the card: what was read of an older one is not written to the index. */
    revision: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('product_cards_product').on(t.productId),
    index('product_cards_category').on(t.categoryPath),
    index('product_cards_brand').on(t.brandSlug),
    // Of one category the most rated first: what is like a product.
    index('product_cards_similar').on(t.categoryPath, t.isInStock, t.ratingCount),
    // The whole shop in another order than by popularity: read as far as the page goes, never sorted.
    index('product_cards_newest').on(t.createdAt),
    index('product_cards_price').on(t.pricePaise),
    index('product_cards_discount').on(t.isInStock, t.discountPercent, t.ratingCount),
    index('product_cards_rating').on(t.isInStock, t.ratingTenths, t.ratingCount),
  ],
);

/** Attribute values of a card, for filters and facets. `value` as shown, `name` as in the category. */
export const cardAttributes = sqliteTable(
  'card_attributes',
  { cardId: integer().notNull(), name: text().notNull(), value: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.cardId, t.name, t.value] }),
    index('card_attributes_value').on(t.name, t.value, t.cardId),
  ],
);

/**
 * Dictionary of the facets: a brand's slug, a category's path, or the attributes of a card as sorted JSON pairs.
 * A number never changes its meaning, so it may be remembered for ever.
 */
export const facetTerms = sqliteTable(
  'facet_terms',
  {
    no: integer().primaryKey(),
    kind: text({ enum: ['brand', 'category', 'attributes'] }).notNull(),
    value: text().notNull(),
  },
  (t) => [uniqueIndex('facet_terms_value').on(t.kind, t.value)],
);

export const imports = sqliteTable(
  'imports',
  {
    id: text().primaryKey(),
    /** Digest of the file and the options: the same file resumes where it stopped. */
    fileKey: text().notNull(),
    isDryRun: integer({ mode: 'boolean' }).notNull(),
    sellerSlug: text().notNull(),
    /** Pieces of a new listing whose row does not say. */
    defaultStock: integer().notNull(),
    lastLine: integer().notNull().default(0),
    createdCount: integer().notNull().default(0),
    updatedCount: integer().notNull().default(0),
    unchangedCount: integer().notNull().default(0),
    rejectedCount: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    finishedAt: integer(),
  },
  // Two starts of one file at once: one import. A finished import makes room for the next of the same file.
  (t) => [uniqueIndex('imports_open').on(t.fileKey, t.isDryRun).where(sql`finished_at IS NULL`)],
);

export const importRejections = sqliteTable(
  'import_rejections',
  {
    importId: text().notNull(),
    line: integer().notNull(),
    field: text().notNull(),
    reason: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.line, t.field] })],
);

/** Rules of cash on delivery as dated rows: the newest that is not after the order counts (domain/cod.ts). */
export const codRules = sqliteTable('cod_rules', {
  validFromAt: integer().primaryKey(),
  limitPaise: integer().notNull(),
  maxRefusedParcels: integer().notNull(),
  historyDays: integer().notNull(),
});

export const pincodes = sqliteTable('pincodes', {
  pincode: text().primaryKey(),
  district: text().notNull(),
  stateCode: text().notNull(),
  latitude: real().notNull(),
  longitude: real().notNull(),
  isServiceable: integer({ mode: 'boolean' }).notNull().default(true),
  isCodAllowed: integer({ mode: 'boolean' }).notNull().default(true),
});

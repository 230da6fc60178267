import { projectProducts } from '../../workers/catalog/project-product.ts';
import type { Context } from '../../workers/context.ts';
import {
  type AttributeDefinition,
  brands,
  categories,
  gstRates,
  listings,
  media,
  pincodes,
  products,
  type SpecGroup,
  sellers,
  variants,
} from '../../workers/db/schema/catalog.ts';
import { inventoryLedger, stockLevels } from '../../workers/db/schema/stock.ts';
import { type GstRule, gstinCheckDigit } from '../../workers/domain/gst.ts';
import { givenContext } from './context.ts';

export interface GivenOffer {
  readonly sku?: string;
  /** Name of the seller, made when missing. Rating and state come from `givenSeller`. */
  readonly seller?: string;
  readonly pricePaise?: number;
  readonly mrpPaise?: number;
  /** Pieces on the shelf; 10 unless said otherwise. */
  readonly stock?: number;
  readonly status?: 'active' | 'inactive';
  readonly handlingDays?: number;
  readonly isCodAllowed?: boolean;
  readonly gstCode?: string;
}

export interface GivenVariant extends GivenOffer {
  readonly attributes?: Readonly<Record<string, string>>;
  /** Several sellers on the variant; without it the variant's own price, stock and seller are its one offer. */
  readonly offers?: readonly GivenOffer[];
}

/** Everything has a default: `givenProduct({ title: 'Blue kurta', pricePaise: 79900, stock: 1 })`. */
export interface GivenProduct extends GivenVariant {
  readonly title?: string;
  readonly slug?: string;
  readonly brand?: string | null;
  /** Slugs from the root, made when missing: 'fashion/kurtas'. */
  readonly category?: string;
  readonly description?: string;
  readonly specs?: readonly SpecGroup[];
  readonly productStatus?: 'draft' | 'in_review' | 'active' | 'archived';
  readonly ratingTenths?: number;
  readonly ratingCount?: number;
  readonly createdAt?: number;
  /** Keys of pictures in MEDIA; pictures of a variant are given as 'key@0' (its position). */
  readonly images?: readonly string[];
  readonly variants?: readonly GivenVariant[];
}

export interface BuiltProduct {
  readonly productId: string;
  readonly slug: string;
  readonly title: string;
  readonly variantIds: readonly string[];
  /** In the order of variants and their offers. */
  readonly skus: readonly string[];
  /** The first SKU. */
  readonly sku: string;
}

let counter = 0;

/** Writes a product with its category, brand, sellers, offers, stock and read model, ready to be found and bought. */
export async function givenProduct(given: GivenProduct = {}): Promise<BuiltProduct> {
  const ctx = givenContext();
  const title = given.title ?? `Thing ${++counter}`;
  const slug = given.slug ?? `${slugOf(title)}-${++counter}`;
  const [productId, categoryId] = [ctx.newId('product') as string, await givenCategory(given.category ?? 'things')];
  const brandId = given.brand === null ? null : await givenBrand(given.brand ?? 'Haat Basics');
  await ctx.db.insert(products).values({
    ...{ id: productId, slug, title, brandId, categoryId, status: given.productStatus ?? 'active' },
    ...{ description: given.description ?? '', specs: given.specs ?? [] },
    ...{ ratingTenths: given.ratingTenths ?? 0, ratingCount: given.ratingCount ?? 0 },
    ...{ createdAt: given.createdAt ?? ctx.now, updatedAt: ctx.now },
  });
  const variantIds: string[] = [];
  const skus: string[] = [];
  for (const [position, variant] of (given.variants ?? [given]).entries()) {
    const variantId = ctx.newId('variant');
    variantIds.push(variantId);
    await ctx.db.insert(variants).values({ id: variantId, productId, position, attributes: variant.attributes ?? {} });
    for (const offer of variant.offers ?? [variant]) {
      skus.push(await givenOffer(ctx, { productId, variantId }, { ...offerOf(given), ...definedOf(offer) }));
    }
  }
  for (const [position, image] of (given.images ?? []).entries()) {
    const [key = image, at] = image.split('@');
    const variantId = at === undefined ? null : (variantIds[Number(at)] ?? null);
    const picture = {
      id: ctx.newId('media'),
      productId,
      variantId,
      key,
      alt: title,
      width: 1000,
      height: 1000,
      position,
    };
    await ctx.db.insert(media).values(picture);
  }
  await projectProducts(ctx, [productId]);
  return { productId, slug, title, variantIds, skus, sku: skus[0] ?? '' };
}

/** Makes what is missing of a path of categories and returns the id of the last. */
export async function givenCategory(
  path: string,
  attributes: readonly AttributeDefinition[] = [
    { name: 'size', label: 'Size' },
    { name: 'colour', label: 'Colour' },
  ],
): Promise<string> {
  const { db } = givenContext();
  await givenGstRate('gst_18', { kind: 'flat', bps: 1800 });
  let parent: { id: string; path: string } | null = null;
  for (const [depth, slug] of path.split('/').entries()) {
    const category: { id: string; path: string } = { id: `cat_${slug}`, path: `${parent?.path ?? '/'}${slug}/` };
    await db
      .insert(categories)
      .values({
        ...{ ...category, slug, name: nameOf(slug), parentId: parent?.id ?? null, depth, attributes },
        ...{ hsn: '6109', gstCode: 'gst_18' },
      })
      .onConflictDoNothing();
    parent = category;
  }
  return parent?.id ?? '';
}

export async function givenBrand(name: string): Promise<string> {
  const slug = slugOf(name);
  await givenContext()
    .db.insert(brands)
    .values({ id: `brd_${slug}`, slug, name })
    .onConflictDoNothing();
  return `brd_${slug}`;
}

/** Two digits of a GST state code decide between CGST + SGST and IGST. */
export async function givenSeller(
  name: string,
  options: {
    readonly stateCode?: string;
    readonly pincode?: string;
    readonly ratingTenths?: number;
    readonly status?: 'active' | 'suspended';
  } = {},
): Promise<string> {
  const slug = slugOf(name);
  const { stateCode = '29', pincode = '560001', ratingTenths = 40, status = 'active' } = options;
  const first14 = `${stateCode}ABCDE${String(++counter).padStart(4, '0')}F1Z`;
  await givenContext()
    .db.insert(sellers)
    .values({
      ...{ id: `sel_${slug}`, slug, name, legalName: `${name} Private Limited`, address: '1 Market Road' },
      ...{ gstin: first14 + gstinCheckDigit(first14), stateCode, pincode, ratingTenths, status },
    })
    .onConflictDoNothing();
  return `sel_${slug}`;
}

export async function givenPincode(
  pincode: string,
  place: Partial<Omit<typeof pincodes.$inferInsert, 'pincode'>> = {},
): Promise<void> {
  const bengaluru = { district: 'Bengaluru', stateCode: '29', latitude: 12.97, longitude: 77.59 };
  await givenContext()
    .db.insert(pincodes)
    .values({ ...bengaluru, ...place, pincode })
    .onConflictDoNothing();
}

export async function givenGstRate(code: string, rule: GstRule, validFromAt = 0): Promise<void> {
  await givenContext().db.insert(gstRates).values({ code, rule, validFromAt }).onConflictDoNothing();
}

async function givenOffer(
  ctx: Context,
  of: { readonly productId: string; readonly variantId: string },
  offer: GivenOffer,
): Promise<string> {
  const { sku = `SKU-${++counter}`, stock = 10, pricePaise = 49_900, mrpPaise = Math.max(99_900, pricePaise) } = offer;
  const { handlingDays = 1, isCodAllowed = true, gstCode = 'gst_18', status = 'active' } = offer;
  const sellerId = await givenSeller(offer.seller ?? 'Sharma Traders');
  await ctx.db.batch([
    ctx.db.insert(listings).values({
      ...{ ...of, id: ctx.newId('listing'), sku, sellerId, mrpPaise, pricePaise, status, updatedAt: ctx.now },
      ...{ hsn: '6109', gstCode, handlingDays, isCodAllowed },
    }),
    ctx.db.insert(stockLevels).values({ sku, onHand: stock, reserved: 0, seq: 1 }),
    ctx.db.insert(inventoryLedger).values({
      ...{ sku, seq: 1, onHandChange: stock, reservedChange: 0 },
      ...{ reason: 'import', ref: 'test', at: ctx.now },
    }),
  ]);
  return sku;
}

/** What a product says for all its offers; SKUs are never shared. */
function offerOf(given: GivenProduct): GivenOffer {
  const { seller, pricePaise, mrpPaise, stock, status, handlingDays, isCodAllowed, gstCode, sku } = given;
  const isAlone = given.variants === undefined && given.offers === undefined;
  return {
    ...definedOf({ seller, pricePaise, mrpPaise, stock, status, handlingDays, isCodAllowed, gstCode }),
    ...(isAlone && sku !== undefined ? { sku } : {}),
  };
}

function definedOf(offer: GivenOffer): GivenOffer {
  return Object.fromEntries(Object.entries(offer).filter(([, value]) => value !== undefined));
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function nameOf(slug: string): string {
  return slug.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
}

import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { AttributeDefinition, SpecGroup } from '../db/schema/catalog.ts';
import { type BuyBoxOffer, chooseBuyBox } from '../domain/buy-box.ts';
import { AppError } from '../http/problem.ts';
import { imageOf } from './image.ts';
import type { Offer, ProductDetail, Variant } from './schemas.ts';

interface ProductRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly specs: string;
  readonly ratingTenths: number;
  readonly ratingCount: number;
  readonly brandSlug: string | null;
  readonly brandName: string | null;
  readonly categoryPath: string;
  readonly attributes: string;
  readonly returnPolicy: ProductDetail['returnPolicy'];
  readonly returnWindowDays: number;
  readonly breadcrumbs: string;
}

interface OfferRow {
  readonly variantId: string;
  readonly attributes: string;
  readonly sku: string | null;
  readonly sellerSlug: string;
  readonly sellerName: string;
  readonly sellerRatingTenths: number;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly available: number;
  readonly isCodAllowed: number;
  readonly handlingDays: number;
}

interface MediaRow {
  readonly key: string;
  readonly alt: string;
  readonly variantId: string | null;
}

/** More pieces than this are nobody's business, and no order may hold more. */
const MAX_TOLD = 10;

/** A product as its page shows it, in one batch. `not_found` unless it is active: a draft does not exist outside. */
export async function findProduct(ctx: Context, slug: string): Promise<ProductDetail> {
  const [[product], offers, media] = await ctx.db.batch([
    ctx.db.all<ProductRow>(selectProduct(slug)),
    ctx.db.all<OfferRow>(selectOffers(slug)),
    ctx.db.all<MediaRow>(selectMedia(slug)),
  ]);
  if (product === undefined) throw new AppError('not_found', `There is no product ${slug}.`);
  return detailOf(product, offers, media);
}

const selectProduct = (slug: string): SQL => sql`
  SELECT p.id, p.slug, p.title, p.description, p.specs, p.rating_tenths AS ratingTenths, p.rating_count AS ratingCount,
    b.slug AS brandSlug, b.name AS brandName, c.path AS categoryPath, c.attributes, c.return_policy AS returnPolicy,
    c.return_window_days AS returnWindowDays,
    (WITH RECURSIVE chain (slug, name, parent_id, depth) AS (
       SELECT c.slug, c.name, c.parent_id, c.depth
       UNION ALL SELECT a.slug, a.name, a.parent_id, a.depth FROM chain JOIN categories a ON a.id = chain.parent_id)
     SELECT json_group_array(json_object('slug', slug, 'name', name) ORDER BY depth) FROM chain) AS breadcrumbs
  FROM products p
  JOIN categories c ON c.id = p.category_id
  LEFT JOIN brands b ON b.id = p.brand_id
  WHERE p.slug = ${slug} AND p.status = 'active'`;

/** A row per listing; a variant that nobody sells has one row without a SKU. */
const selectOffers = (slug: string): SQL => sql`
  SELECT v.id AS variantId, v.attributes, CASE WHEN s.id IS NULL THEN NULL ELSE l.sku END AS sku, s.slug AS sellerSlug,
    s.name AS sellerName, s.rating_tenths AS sellerRatingTenths, l.mrp_paise AS mrpPaise, l.price_paise AS pricePaise,
    COALESCE(k.on_hand - k.reserved, 0) AS available, l.is_cod_allowed AND c.is_cod_allowed AS isCodAllowed,
    l.handling_days AS handlingDays
  FROM products p
  JOIN categories c ON c.id = p.category_id
  JOIN variants v ON v.product_id = p.id
  LEFT JOIN listings l ON l.variant_id = v.id AND l.status = 'active'
  LEFT JOIN sellers s ON s.id = l.seller_id AND s.status = 'active'
  LEFT JOIN stock_levels k ON k.sku = l.sku
  WHERE p.slug = ${slug} AND p.status = 'active'
  ORDER BY v.position, v.id`;

const selectMedia = (slug: string): SQL => sql`
  SELECT m.key, m.alt, m.variant_id AS variantId
  FROM products p JOIN media m ON m.product_id = p.id
  WHERE p.slug = ${slug} ORDER BY m.position`;

function detailOf(
  { specs, brandSlug, brandName, categoryPath, attributes, breadcrumbs, ...product }: ProductRow,
  offers: readonly OfferRow[],
  media: readonly MediaRow[],
): ProductDetail {
  const variants = variantsOf(offers, JSON.parse(attributes) as readonly AttributeDefinition[]);
  const images = media.map(({ key, alt, variantId }) => ({ ...imageOf(key, alt, categoryPath), variantId }));
  return {
    ...product,
    brand: brandSlug === null || brandName === null ? null : { slug: brandSlug, name: brandName },
    breadcrumbs: JSON.parse(breadcrumbs) as ProductDetail['breadcrumbs'],
    specs: (JSON.parse(specs) as readonly SpecGroup[]).map(({ name, items }) => ({ name, items: [...items] })),
    images: images.length > 0 ? images : [{ ...imageOf(null, product.title, categoryPath), variantId: null }],
    options: optionsOf(variants, JSON.parse(attributes) as readonly AttributeDefinition[]),
    variants,
  };
}

function variantsOf(rows: readonly OfferRow[], definitions: readonly AttributeDefinition[]): Variant[] {
  return [...Map.groupBy(rows, (row) => row.variantId)].map(([id, offers]) => {
    const attributes = JSON.parse(offers[0]?.attributes ?? '{}') as Record<string, string>;
    const choice = chooseBuyBox(offers.flatMap(buyBoxOfferOf));
    return {
      id,
      attributes,
      label: namesInOrder([attributes], definitions)
        .map((name) => attributes[name])
        .join(', '),
      isInStock: (choice?.winner.available ?? 0) > 0,
      offer: choice === null ? null : offerOf(choice.winner),
      reason: choice?.reason ?? null,
      otherOffers: choice?.others.map(offerOf) ?? [],
    };
  });
}

type CandidateOffer = BuyBoxOffer & OfferRow & { readonly sku: string };

function buyBoxOfferOf(row: OfferRow): CandidateOffer[] {
  return row.sku === null ? [] : [{ ...row, sku: row.sku }];
}

function offerOf(row: CandidateOffer): Offer {
  const { sku, mrpPaise, pricePaise, handlingDays } = row;
  return {
    ...{ sku, mrpPaise, pricePaise, handlingDays },
    seller: { slug: row.sellerSlug, name: row.sellerName, ratingTenths: row.sellerRatingTenths },
    discountPercent: mrpPaise > 0 ? Math.floor(((mrpPaise - pricePaise) * 100) / mrpPaise) : 0,
    available: Math.max(0, Math.min(row.available, MAX_TOLD)),
    isCodAllowed: row.isCodAllowed === 1,
  };
}

/** What has to be picked, with the values in the order of the variants. */
function optionsOf(
  variants: readonly Variant[],
  definitions: readonly AttributeDefinition[],
): ProductDetail['options'] {
  const all = variants.map(({ attributes }) => attributes);
  return namesInOrder(all, definitions).map((name) => ({
    name,
    label: definitions.find((definition) => definition.name === name)?.label ?? name,
    values: [...new Set(all.flatMap((attributes) => attributes[name] ?? []))],
  }));
}

/** The category says the order; what it does not know comes after. */
function namesInOrder(
  attributes: readonly Readonly<Record<string, string>>[],
  definitions: readonly AttributeDefinition[],
): readonly string[] {
  const used = new Set(attributes.flatMap((each) => Object.keys(each)));
  const defined = definitions.map(({ name }) => name).filter((name) => used.has(name));
  return [...defined, ...[...used].filter((name) => !defined.includes(name))];
}

import type { Context } from '../context.ts';
import type { AttributeDefinition, SpecGroup } from '../db/schema/catalog.ts';
import { type Destination, deliveryOf, type PromisedListing, type PromiseRules } from '../delivery/queries.ts';
import { type BuyBoxOffer, chooseBuyBox } from '../domain/buy-box.ts';
import { type Place, shippingOf, type Zone } from '../domain/delivery.ts';
import { imageOf } from './image.ts';
import type { Offer, ProductDetail, Variant } from './schemas.ts';

/** A product as the database has it, JSON as text. */
export interface ProductRow {
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
  readonly categoryFarthestZone: Zone;
  readonly histogram: string | null;
  readonly breadcrumbs: string;
  readonly media: string;
  readonly deliveryRules: string;
  readonly promotions: string;
  readonly codLimitPaise: number | null;
  readonly destination: string | null;
}

export interface OfferRow {
  readonly variantId: string;
  readonly attributes: string;
  readonly weightGrams: number;
  readonly sku: string | null;
  readonly sellerId: string;
  readonly sellerSlug: string;
  readonly sellerName: string;
  readonly sellerRatingTenths: number;
  readonly sellerFarthestZone: Zone;
  readonly isSellerCodAllowed: number;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly available: number;
  readonly isCodAllowed: number;
  readonly handlingDays: number;
  readonly origin: string | null;
  readonly flashPricePaise: number | null;
  readonly flashEndsAt: number | null;
  readonly flashLeft: number | null;
}

/** By what offers are compared and promised. */
export interface OfferTerms extends PromiseRules {
  readonly destination: Destination | null;
}

/** More pieces than this are nobody's business, and no order may hold more. */
const MAX_TOLD = 10;

export function detailOf(ctx: Context, row: ProductRow, offers: readonly OfferRow[], terms: OfferTerms): ProductDetail {
  const { id, slug, title, description, ratingTenths, ratingCount, returnPolicy, returnWindowDays } = row;
  const definitions = JSON.parse(row.attributes) as readonly AttributeDefinition[];
  const variants = variantsOf(ctx, row, offers, terms);
  return {
    ...{ id, slug, title, description, ratingTenths, ratingCount, returnPolicy, returnWindowDays },
    histogram: row.histogram === null ? null : (JSON.parse(row.histogram) as number[]),
    brand: row.brandSlug === null || row.brandName === null ? null : { slug: row.brandSlug, name: row.brandName },
    breadcrumbs: JSON.parse(row.breadcrumbs) as ProductDetail['breadcrumbs'],
    specs: (JSON.parse(row.specs) as readonly SpecGroup[]).map(({ name, items }) => ({ name, items: [...items] })),
    images: imagesOf(row),
    options: optionsOf(variants, definitions),
    variants,
  };
}

interface MediaRow {
  readonly key: string;
  readonly alt: string;
  readonly variantId: string | null;
  readonly width: number;
  readonly height: number;
}

function imagesOf({ media, title, categoryPath }: ProductRow): ProductDetail['images'] {
  const rows = JSON.parse(media) as readonly MediaRow[];
  if (rows.length === 0) return [{ ...imageOf(null, title, categoryPath), variantId: null }];
  return rows.map(({ key, alt, variantId, ...size }) => ({ ...imageOf(key, alt, categoryPath, size), variantId }));
}

function variantsOf(ctx: Context, product: ProductRow, rows: readonly OfferRow[], terms: OfferTerms): Variant[] {
  const definitions = JSON.parse(product.attributes) as readonly AttributeDefinition[];
  return [...Map.groupBy(rows, (row) => row.variantId)].map(([id, own]) => {
    const attributes = JSON.parse(own[0]?.attributes ?? '{}') as Record<string, string>;
    const choice = chooseBuyBox(candidatesOf(ctx, product, own, terms));
    return {
      id,
      attributes,
      label: namesInOrder([attributes], definitions)
        .map((name) => attributes[name])
        .join(', '),
      isInStock: (choice?.winner.available ?? 0) > 0,
      offer: choice?.winner.offer ?? null,
      reason: choice?.reason ?? null,
      otherOffers: choice?.others.map(({ offer: { offer }, loss }) => ({ ...offer, loss })) ?? [],
    };
  });
}

interface Candidate extends BuyBoxOffer {
  readonly offer: Offer;
}

/** One a listing: of its flash sales the first row counts. */
function candidatesOf(ctx: Context, product: ProductRow, rows: readonly OfferRow[], terms: OfferTerms): Candidate[] {
  const sold = rows.filter((row): row is SoldRow => row.sku !== null);
  return [...Map.groupBy(sold, ({ sku }) => sku).values()].flatMap(([row]) => {
    return row === undefined ? [] : [candidateOf(ctx, product, row, terms)];
  });
}

type SoldRow = OfferRow & { readonly sku: string };

function candidateOf(ctx: Context, { categoryFarthestZone }: ProductRow, row: SoldRow, terms: OfferTerms): Candidate {
  const { sku, mrpPaise, handlingDays, sellerRatingTenths, sellerFarthestZone, weightGrams } = row;
  const pricePaise = row.flashPricePaise ?? row.pricePaise;
  const listing: PromisedListing = {
    ...{ sellerId: row.sellerId, pricePaise, handlingDays, weightGrams, sellerFarthestZone, categoryFarthestZone },
    origin: row.origin === null ? null : (JSON.parse(row.origin) as Place),
    isCodAllowed: row.isCodAllowed === 1,
    isSellerCodAllowed: row.isSellerCodAllowed === 1,
  };
  const delivery = terms.destination === null ? null : deliveryOf(ctx, terms, terms.destination, listing);
  const toCountry = shippingOf(terms.rules, 'national', { weightGrams, valuePaise: pricePaise });
  const available = Math.max(0, Math.min(row.available, MAX_TOLD));
  const shippingPaise = delivery?.shippingPaise ?? toCountry;
  const offer: Offer = {
    ...{ sku, mrpPaise, pricePaise, handlingDays, available, shippingPaise, delivery },
    seller: { slug: row.sellerSlug, name: row.sellerName, ratingTenths: sellerRatingTenths },
    discountPercent: mrpPaise > 0 ? Math.floor(((mrpPaise - pricePaise) * 100) / mrpPaise) : 0,
    isCodAllowed: listing.isCodAllowed && listing.isSellerCodAllowed,
    flash: flashOf(row),
  };
  const { promisedOn = null, isServiceable = null } = delivery ?? {};
  return { sku, pricePaise, available, sellerRatingTenths, shippingPaise, promisedOn, isServiceable, offer };
}

function flashOf({ flashPricePaise, flashEndsAt, flashLeft, pricePaise }: OfferRow): Offer['flash'] {
  if (flashPricePaise === null) return null;
  const endsAt = flashEndsAt === null ? null : new Date(flashEndsAt).toISOString();
  return { regularPricePaise: pricePaise, endsAt, left: flashLeft };
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

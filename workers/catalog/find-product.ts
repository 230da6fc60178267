import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { codLimitColumn, type Destination } from '../delivery/queries.ts';
import { deliveryRulesColumn, parseDeliveryRules } from '../delivery/rules.ts';
import type { DeliveryRules } from '../domain/delivery.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { NOBODY, offersOf } from '../promotions/offers.ts';
import { type PromotionRow, promotionsColumn } from '../promotions/queries.ts';
import type { Offer as PromotionOffer } from '../promotions/schemas.ts';
import { type CardRow, cardOf } from './card.ts';
import { detailOf, type OfferRow, type ProductRow } from './product-detail.ts';
import type { ProductCard, ProductDetail } from './schemas.ts';
import { selectSimilar } from './similar-products.ts';

export interface ProductSituation {
  /** Six digits; with them every offer says whether, when and for how much it gets there. */
  readonly pincode?: string | null | undefined;
}

export interface LiveProduct {
  readonly product: ProductDetail;
  /** Null where no pincode was asked for, or there is none such. */
  readonly destination: Destination | null;
  /** By which offers were promised. */
  readonly rules: DeliveryRules;
  /** Promotions that count for one of its listings; flash sales stand on the offers. */
  promotionsFor(sku: string): readonly PromotionOffer[];
}

export interface ProductPage extends LiveProduct {
  readonly similar: readonly ProductCard[];
}

/**
 * A product with the offers of all sellers. `not_found` unless it is active: a draft does not exist outside.
 * `validation_failed` for a pincode that there is not.
 */
export async function findProduct(
  ctx: Context,
  slug: string,
  { pincode = null }: ProductSituation = {},
): Promise<ProductDetail> {
  const { product, destination } = await findLiveProduct(ctx, slug, { pincode });
  if (pincode !== null && destination === null) throw fieldError('query.pincode', `There is no pincode ${pincode}.`);
  return product;
}

/** The same for a page, in one batch of two statements: a wrong pincode is not a wrong page. */
export async function findLiveProduct(
  ctx: Context,
  slug: string,
  { pincode = null }: ProductSituation = {},
): Promise<LiveProduct> {
  const [products, offers] = await ctx.db.batch([selectProduct(ctx, slug, pincode), selectOffers(ctx, slug)]);
  return presented(ctx, slug, products, offers);
}

/** With products like it: one batch of three statements. */
export async function findProductPage(
  ctx: Context,
  slug: string,
  { pincode = null }: ProductSituation = {},
): Promise<ProductPage> {
  const [products, offers, similar] = await ctx.db.batch([
    selectProduct(ctx, slug, pincode),
    selectOffers(ctx, slug),
    ctx.db.all<CardRow>(selectSimilar(slug)),
  ]);
  return { ...presented(ctx, slug, products, offers), similar: similar.map(cardOf) };
}

function presented(ctx: Context, slug: string, [row]: readonly ProductRow[], offers: readonly OfferRow[]): LiveProduct {
  if (row === undefined) throw new AppError('not_found', `There is no product ${slug}.`);
  const destination = row.destination === null ? null : destinationOf(row.destination);
  const rules = { rules: parseDeliveryRules(row.deliveryRules), codLimitPaise: row.codLimitPaise };
  const promotions = JSON.parse(row.promotions) as readonly PromotionRow[];
  const promotionsFor = (wanted: string) => {
    const listings = offers.flatMap(({ sku, sellerId }) => (sku === wanted ? [{ sku, sellerId }] : []));
    return offersOf(promotions, { categoryPath: row.categoryPath, brandSlug: row.brandSlug, listings });
  };
  const product = detailOf(ctx, row, offers, { ...rules, destination });
  return { product, destination, rules: rules.rules, promotionsFor };
}

function selectProduct(ctx: Context, slug: string, pincode: string | null) {
  return ctx.db.all<ProductRow>(sql`
    SELECT p.id, p.slug, p.title, p.description, p.specs, p.rating_tenths AS ratingTenths, p.rating_count AS ratingCount,
      b.slug AS brandSlug, b.name AS brandName, c.path AS categoryPath, c.attributes, c.return_policy AS returnPolicy,
      c.return_window_days AS returnWindowDays, c.farthest_zone AS categoryFarthestZone,
      CASE WHEN h.product_id IS NULL THEN NULL ELSE json_array(h.one, h.two, h.three, h.four, h.five) END AS histogram,
      ${breadcrumbsColumn} AS breadcrumbs, ${mediaColumn} AS media,
      ${deliveryRulesColumn(ctx.now)} AS deliveryRules,
      ${promotionsColumn(ctx, { skus: [], couponCode: null, person: NOBODY })} AS promotions, ${codLimitColumn(ctx.now)} AS codLimitPaise,
      (SELECT json_object('pincode', pincode, 'district', district, 'stateCode', state_code, 'latitude', latitude,
          'longitude', longitude, 'isServiceable', is_serviceable, 'isCodAllowed', is_cod_allowed)
        FROM pincodes WHERE pincode = ${pincode}) AS destination
    FROM products p
    JOIN categories c ON c.id = p.category_id
    LEFT JOIN brands b ON b.id = p.brand_id
    LEFT JOIN product_ratings h ON h.product_id = p.id
    WHERE p.slug = ${slug} AND p.status = 'active'`);
}

const breadcrumbsColumn: SQL = sql`
  (WITH RECURSIVE chain (slug, name, parent_id, depth) AS (
     SELECT c.slug, c.name, c.parent_id, c.depth
     UNION ALL SELECT a.slug, a.name, a.parent_id, a.depth FROM chain JOIN categories a ON a.id = chain.parent_id)
   SELECT json_group_array(json_object('slug', slug, 'name', name) ORDER BY depth) FROM chain)`;

/** A picture is shown once its sizes are made. */
const mediaColumn: SQL = sql`
  (SELECT json_group_array(json_object('key', m.key, 'alt', m.alt, 'variantId', m.variant_id,
      'width', m.width, 'height', m.height) ORDER BY m.position)
   FROM media m WHERE m.product_id = p.id AND m.status = 'ready')`;

/**
 * A row per listing, and per flash sale that runs on it; a variant that nobody sells has one row without a SKU. The
 * flash sale with the highest priority counts, and of equals the lowest price.
 */
function selectOffers(ctx: Context, slug: string) {
  return ctx.db.all<OfferRow>(sql`
    SELECT v.id AS variantId, v.attributes, v.weight_grams AS weightGrams,
      CASE WHEN s.id IS NULL THEN NULL ELSE l.sku END AS sku, s.id AS sellerId, s.slug AS sellerSlug,
      s.name AS sellerName, s.rating_tenths AS sellerRatingTenths, s.farthest_zone AS sellerFarthestZone,
      s.is_cod_allowed AS isSellerCodAllowed, l.mrp_paise AS mrpPaise, l.price_paise AS pricePaise,
      COALESCE(k.on_hand - k.reserved, 0) AS available, l.is_cod_allowed AND c.is_cod_allowed AS isCodAllowed,
      l.handling_days AS handlingDays,
      CASE WHEN o.pincode IS NULL THEN NULL ELSE json_object('pincode', o.pincode, 'stateCode', o.state_code,
        'latitude', o.latitude, 'longitude', o.longitude) END AS origin,
      f.rule ->> 'pricePaise' AS flashPricePaise, f.valid_until_at AS flashEndsAt,
      f.usage_limit - f.used_count AS flashLeft
    FROM products p
    JOIN categories c ON c.id = p.category_id
    JOIN variants v ON v.product_id = p.id
    LEFT JOIN listings l ON l.variant_id = v.id AND l.status = 'active'
    LEFT JOIN sellers s ON s.id = l.seller_id AND s.status = 'active'
    LEFT JOIN pincodes o ON o.pincode = s.pincode
    LEFT JOIN stock_levels k ON k.sku = l.sku
    LEFT JOIN promotions f ON f.sku = l.sku AND f.kind = 'flash_sale' AND f.status = 'active'
      AND f.valid_from_at <= ${ctx.now} AND (f.valid_until_at IS NULL OR f.valid_until_at > ${ctx.now})
      AND (f.usage_limit IS NULL OR f.usage_limit > f.used_count)
      AND f.rule ->> 'pricePaise' < l.price_paise
    WHERE p.slug = ${slug} AND p.status = 'active'
    ORDER BY v.position, v.id, l.sku, f.priority DESC, flashPricePaise`);
}

/** JSON knows no columns of booleans. */
function destinationOf(json: string): Destination {
  const row = JSON.parse(json) as Destination;
  return { ...row, isServiceable: Boolean(row.isServiceable), isCodAllowed: Boolean(row.isCodAllowed) };
}

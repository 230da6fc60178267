import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Place, Zone } from '../domain/delivery.ts';
import type { GstRule } from '../domain/gst.ts';

/** A listing with everything that a cart, a quote or an order needs of it. */
export interface Sellable {
  readonly sku: string;
  readonly productId: string;
  readonly productSlug: string;
  readonly title: string;
  readonly variantLabel: string;
  readonly categoryPath: string;
  readonly brandSlug: string | null;
  readonly imageKey: string | null;
  readonly sellerId: string;
  readonly sellerName: string;
  readonly sellerStateCode: string;
  /** Where the parcel starts; null when the seller's pincode is unknown. */
  readonly origin: Place | null;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly hsn: string;
  readonly gstRule: GstRule;
  readonly handlingDays: number;
  /** Of one piece. */
  readonly weightGrams: number;
  readonly sellerFarthestZone: Zone;
  readonly categoryFarthestZone: Zone;
  /** By listing and category. */
  readonly isCodAllowed: boolean;
  readonly isSellerCodAllowed: boolean;
  readonly stockShards: number;
  /** Listing, product and seller are all active. */
  readonly isActive: boolean;
  /** By the projection: a page may say so, only the stock object decides. */
  readonly available: number;
}

interface Row
  extends Omit<Sellable, 'variantLabel' | 'origin' | 'gstRule' | 'isCodAllowed' | 'isSellerCodAllowed' | 'isActive'> {
  readonly attributes: string;
  readonly pincode: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly originStateCode: string | null;
  readonly gstRule: string;
  readonly isCodAllowed: number;
  readonly isSellerCodAllowed: number;
  readonly isActive: number;
}

/** The statement behind `sellablesOf`, for a batch with other reads. Unknown SKUs are left out. */
export function selectSellables(ctx: Context, skus: readonly string[]) {
  return ctx.db.all<Row>(sql`
    SELECT l.sku, l.product_id AS productId, p.slug AS productSlug, p.title, v.attributes,
      c.path AS categoryPath, b.slug AS brandSlug, l.seller_id AS sellerId, s.name AS sellerName, s.state_code AS sellerStateCode,
      s.pincode, o.latitude, o.longitude, o.state_code AS originStateCode,
      l.mrp_paise AS mrpPaise, l.price_paise AS pricePaise, l.hsn, l.handling_days AS handlingDays,
      v.weight_grams AS weightGrams, s.farthest_zone AS sellerFarthestZone, c.farthest_zone AS categoryFarthestZone,
      l.is_cod_allowed AND c.is_cod_allowed AS isCodAllowed, s.is_cod_allowed AS isSellerCodAllowed,
      l.stock_shards AS stockShards,
      l.status = 'active' AND p.status = 'active' AND s.status = 'active' AS isActive,
      COALESCE(k.on_hand - k.reserved, 0) AS available,
      (SELECT rule FROM gst_rates WHERE code = l.gst_code AND valid_from_at <= ${ctx.now}
       ORDER BY valid_from_at DESC LIMIT 1) AS gstRule,
      (SELECT key FROM media m WHERE m.product_id = p.id AND m.status = 'ready' AND (m.variant_id IS NULL OR m.variant_id = v.id)
       ORDER BY m.variant_id IS NULL, m.position LIMIT 1) AS imageKey
    FROM json_each(${JSON.stringify(skus)}) wanted
    JOIN listings l ON l.sku = wanted.value
    JOIN products p ON p.id = l.product_id
    JOIN variants v ON v.id = l.variant_id
    JOIN categories c ON c.id = p.category_id
    JOIN sellers s ON s.id = l.seller_id
    LEFT JOIN brands b ON b.id = p.brand_id
    LEFT JOIN pincodes o ON o.pincode = s.pincode
    LEFT JOIN stock_levels k ON k.sku = l.sku`);
}

export function sellablesOf(rows: readonly Row[]): Map<string, Sellable> {
  return new Map(rows.map((row) => [row.sku, sellableOf(row)]));
}

export async function findSellables(ctx: Context, skus: readonly string[]): Promise<Map<string, Sellable>> {
  return sellablesOf(await selectSellables(ctx, skus));
}

function sellableOf({ attributes, pincode, latitude, longitude, originStateCode, ...row }: Row): Sellable {
  const hasOrigin = latitude !== null && longitude !== null && originStateCode !== null;
  return {
    ...row,
    variantLabel: Object.values(JSON.parse(attributes) as Record<string, string>).join(', '),
    origin: hasOrigin ? { pincode, latitude, longitude, stateCode: originStateCode } : null,
    gstRule: JSON.parse(row.gstRule) as GstRule,
    isCodAllowed: row.isCodAllowed === 1,
    isSellerCodAllowed: row.isSellerCodAllowed === 1,
    isActive: row.isActive === 1,
  };
}

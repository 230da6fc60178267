import { sql } from 'drizzle-orm';
import { imageOf } from './image.ts';
import type { ProductCard } from './schemas.ts';

/** A row of `product_cards`, as `cardColumns` selects it. */
export interface CardRow {
  readonly slug: string;
  readonly title: string;
  readonly brand: string | null;
  readonly sku: string;
  readonly pricePaise: number;
  readonly mrpPaise: number;
  readonly discountPercent: number;
  readonly ratingTenths: number;
  readonly ratingCount: number;
  readonly isInStock: number;
  readonly imageKey: string | null;
  readonly imageAlt: string | null;
  readonly categoryPath: string;
}

/** Of `product_cards c`. */
export const cardColumns = sql.raw(`c.slug, c.title, c.brand_name AS brand, c.sku, c.price_paise AS pricePaise,
  c.mrp_paise AS mrpPaise, c.discount_percent AS discountPercent, c.rating_tenths AS ratingTenths,
  c.rating_count AS ratingCount, c.is_in_stock AS isInStock, c.image_key AS imageKey, c.image_alt AS imageAlt,
  c.category_path AS categoryPath`);

export function cardOf({ imageKey, imageAlt, categoryPath, isInStock, ...row }: CardRow): ProductCard {
  return { ...row, isInStock: isInStock === 1, image: imageOf(imageKey, imageAlt ?? row.title, categoryPath) };
}

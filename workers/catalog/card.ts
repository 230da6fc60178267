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

/** Where each is, in `product_cards c`. */
const COLUMNS = {
  slug: 'c.slug',
  title: 'c.title',
  brand: 'c.brand_name',
  sku: 'c.sku',
  pricePaise: 'c.price_paise',
  mrpPaise: 'c.mrp_paise',
  discountPercent: 'c.discount_percent',
  ratingTenths: 'c.rating_tenths',
  ratingCount: 'c.rating_count',
  isInStock: 'c.is_in_stock',
  imageKey: 'c.image_key',
  imageAlt: 'c.image_alt',
  categoryPath: 'c.category_path',
} as const satisfies Readonly<Record<keyof CardRow, string>>;

/** Of `product_cards c`. */
export const cardColumns = sql.raw(
  Object.entries(COLUMNS)
    .map(([name, column]) => `${column} AS ${name}`)
    .join(', '),
);
export const CARD_NAMES = Object.keys(COLUMNS) as readonly (keyof CardRow)[];

export function cardOf({ imageKey, imageAlt, categoryPath, isInStock, ...row }: CardRow): ProductCard {
  return { ...row, isInStock: isInStock === 1, image: imageOf(imageKey, imageAlt ?? row.title, categoryPath) };
}

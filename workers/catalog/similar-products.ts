import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type CardRow, cardColumns, cardOf } from './card.ts';
import type { ProductCard } from './schemas.ts';

const SIMILAR_LIMIT = 12;
const NAMED_LIMIT = 20;

/** What else the product's category has in stock, the most popular first: read in the order of the index. */
export async function similarProducts(ctx: Context, slug: string): Promise<ProductCard[]> {
  return (await ctx.db.all<CardRow>(selectSimilar(slug))).map(cardOf);
}

export function selectSimilar(slug: string) {
  return sql`
    SELECT ${cardColumns}
    FROM products p
    JOIN categories g ON g.id = p.category_id
    CROSS JOIN product_cards c ON c.category_path = g.path AND c.is_in_stock = 1
    WHERE p.slug = ${slug} AND c.product_id <> p.id
    ORDER BY c.rating_count DESC LIMIT ${SIMILAR_LIMIT}`;
}

/** The cards of these products, in this order; what is not on sale any more is left out. */
export async function namedProducts(ctx: Context, slugs: readonly string[]): Promise<ProductCard[]> {
  const wanted = JSON.stringify([...new Set(slugs)].slice(0, NAMED_LIMIT));
  const rows = await ctx.db.all<CardRow>(sql`
    SELECT ${cardColumns}
    FROM json_each(${wanted}) wanted
    CROSS JOIN products p ON p.slug = wanted.value
    CROSS JOIN product_cards c ON c.product_id = p.id
    ORDER BY wanted.key`);
  return rows.map(cardOf);
}

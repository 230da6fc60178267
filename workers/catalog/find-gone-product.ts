import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';

/** What may still be said of a product that has been sold here. */
export interface GoneProduct {
  readonly title: string;
  readonly categorySlug: string;
  readonly categoryName: string;
}

/** Null unless it is archived: what was never for sale, or is not yet, does not exist outside. */
export async function findGoneProduct(ctx: Context, slug: string): Promise<GoneProduct | null> {
  const [gone] = await ctx.db.all<GoneProduct>(sql`
    SELECT p.title, c.slug AS categorySlug, c.name AS categoryName
    FROM products p JOIN categories c ON c.id = p.category_id
    WHERE p.slug = ${slug} AND p.status = 'archived'`);
  return gone ?? null;
}

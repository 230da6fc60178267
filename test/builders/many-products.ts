import { sql } from 'drizzle-orm';
import { projectProducts } from '../../workers/catalog/project-product.ts';
import { type GivenProduct, givenProduct } from './catalog.ts';
import { givenContext } from './context.ts';

const COPIED = {
  products: [
    ['id', 'slug'],
    'title, brand_id, category_id, description, specs, status, rating_tenths, rating_count, created_at, updated_at',
  ],
  variants: [['id', 'product_id'], 'attributes, position'],
  listings: [
    ['id', 'sku', 'variant_id', 'product_id'],
    'seller_id, mrp_paise, price_paise, hsn, gst_code, status, updated_at',
  ],
} as const;

/** So many products that are alike, made at once: for what only shows in numbers. */
export async function givenManyProducts(count: number, given: GivenProduct): Promise<void> {
  const { productId } = await givenProduct(given);
  const ctx = givenContext();
  for (const [table, [changed, kept]] of Object.entries(COPIED)) {
    const own = sql.raw(changed.map((column) => `t.${column} || '-' || n`).join(', '));
    const [into, same] = [sql.raw(`${changed.join(', ')}, ${kept}`), sql.raw(kept)];
    const isOriginal = sql`t.${sql.raw(table === 'products' ? 'id' : 'product_id')} = ${productId}`;
    await ctx.db.run(sql`
      WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < ${count})
      INSERT INTO ${sql.raw(table)} (${into}) SELECT ${own}, ${same} FROM ${sql.raw(table)} t JOIN n WHERE ${isOriginal}`);
  }
  const ids = await ctx.db.all<{ id: string }>(sql`SELECT id FROM products WHERE id LIKE ${`${productId}-%`}`);
  await projectProducts(
    ctx,
    ids.map(({ id }) => id),
  );
}

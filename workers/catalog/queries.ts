import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { type CardRow, cardColumns, cardOf } from './card.ts';
import { type CategoryNode, parentPathOf, pathsDownTo, readCategoryTree } from './category-tree.ts';
import type { Category, CategoryDetail, ProductCard } from './schemas.ts';

export { findProduct } from './find-product.ts';
export { homeRows } from './home-rows.ts';

/** Every category that has something to sell, depth-first. */
export async function listCategories(ctx: Context): Promise<Category[]> {
  const { nodes } = await readCategoryTree(ctx);
  return nodes.filter(({ productCount }) => productCount > 0).map(categoryOf);
}

/** Throws `not_found`. A category without products is found: its page says so. */
export async function findCategory(ctx: Context, slug: string): Promise<CategoryDetail> {
  const tree = await readCategoryTree(ctx);
  const node = tree.bySlug.get(slug);
  if (node === undefined) throw new AppError('not_found', `There is no category ${slug}.`);
  const [policy] = await ctx.db.all<Pick<CategoryDetail, 'returnPolicy' | 'returnWindowDays'>>(sql`
    SELECT return_policy AS returnPolicy, return_window_days AS returnWindowDays FROM categories WHERE slug = ${slug}`);
  if (policy === undefined) throw new AppError('not_found', `There is no category ${slug}.`);
  return {
    ...categoryOf(node),
    ...policy,
    breadcrumbs: pathsDownTo(parentPathOf(node.path)).flatMap((path) => {
      const above = tree.byPath.get(path);
      return above === undefined ? [] : [{ slug: above.slug, name: above.name }];
    }),
    children: tree.nodes
      .filter(({ path, productCount }) => parentPathOf(path) === node.path && productCount > 0)
      .map(categoryOf),
    attributes: [...node.attributes],
  };
}

const SIMILAR_LIMIT = 12;

/** What else the category has, the most rated first. */
export async function similarProducts(ctx: Context, categorySlug: string, exceptSlug: string): Promise<ProductCard[]> {
  const rows = await ctx.db.all<CardRow>(sql`
    SELECT ${cardColumns}
    FROM categories g
    JOIN facet_terms t ON t.kind = 'category' AND t.value >= g.path AND t.value < rtrim(g.path, '/') || '0'
    CROSS JOIN card_facets k ON k.category_no = t.no
    JOIN product_cards c ON c.id = k.card_id
    WHERE g.slug = ${categorySlug} AND k.is_in_stock = 1 AND c.slug <> ${exceptSlug}
    ORDER BY k.rating_count DESC, k.card_id LIMIT ${SIMILAR_LIMIT}`);
  return rows.map(cardOf);
}

function categoryOf({ slug, name, imageUrl, productCount, parentSlug, depth }: CategoryNode): Category {
  return { slug, name, imageUrl, productCount, parentSlug, depth };
}

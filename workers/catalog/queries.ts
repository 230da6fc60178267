import type { Context } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { type CategoryNode, parentPathOf, pathsDownTo, readCategoryTree } from './category-tree.ts';
import type { Category, CategoryDetail } from './schemas.ts';

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
  const { returnPolicy, returnWindowDays } = node;
  return {
    ...categoryOf(node),
    ...{ returnPolicy, returnWindowDays },
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

function categoryOf({ slug, name, image, productCount, parentSlug, depth }: CategoryNode): Category {
  return { slug, name, image, productCount, parentSlug, depth };
}

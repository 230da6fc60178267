import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { AttributeDefinition } from '../db/schema/catalog.ts';
import { imageOf } from './image.ts';
import { rememberRecent } from './recent.ts';
import type { Category, CategoryDetail } from './schemas.ts';

export interface CategoryNode extends Category {
  readonly path: string;
  readonly attributes: readonly AttributeDefinition[];
  readonly returnPolicy: CategoryDetail['returnPolicy'];
  readonly returnWindowDays: number;
}

export interface CategoryTree {
  /** Depth-first, siblings by position and name. */
  readonly nodes: readonly CategoryNode[];
  readonly bySlug: ReadonlyMap<string, CategoryNode>;
  readonly byPath: ReadonlyMap<string, CategoryNode>;
}

interface Row {
  readonly slug: string;
  readonly name: string;
  readonly path: string;
  readonly depth: number;
  readonly imageKey: string | null;
  readonly attributes: string;
  readonly returnPolicy: CategoryDetail['returnPolicy'];
  readonly returnWindowDays: number;
  readonly ownCount: number;
}

const recent = rememberRecent<CategoryTree>({ seconds: 15, entries: 1 });

/** What a page needs twice at the same time is read once. By request: a promise must not be awaited by another one. */
const reading = new WeakMap<Context, Promise<CategoryTree>>();

/** The whole tree with the number of visible products in each subtree; some seconds old at most. */
export async function readCategoryTree(ctx: Context): Promise<CategoryTree> {
  const known = recent.get('tree', ctx.now) ?? reading.get(ctx);
  if (known !== undefined) return await known;
  const tree = selectTree(ctx).finally(() => reading.delete(ctx));
  reading.set(ctx, tree);
  return await tree;
}

async function selectTree(ctx: Context): Promise<CategoryTree> {
  const rows = await ctx.db.all<Row>(sql`
    SELECT slug, name, path, depth, image_key AS imageKey, attributes, return_policy AS returnPolicy,
      return_window_days AS returnWindowDays, card_count AS ownCount
    FROM categories ORDER BY depth, position, name`);
  const tree = treeOf(rows);
  recent.set('tree', tree, ctx.now);
  return tree;
}

/** '/a/b/c/' → ['/a/', '/a/b/', '/a/b/c/']. */
export function pathsDownTo(path: string): readonly string[] {
  const slugs = path.split('/').slice(1, -1);
  return slugs.map((_, index) => `/${slugs.slice(0, index + 1).join('/')}/`);
}

export function parentPathOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}

function treeOf(rows: readonly Row[]): CategoryTree {
  const counts = new Map<string, number>();
  for (const { path, ownCount } of rows) {
    for (const above of pathsDownTo(path)) counts.set(above, (counts.get(above) ?? 0) + ownCount);
  }
  const slugOf = new Map(rows.map((row) => [row.path, row.slug]));
  const nodes = rows.map(({ imageKey, attributes, ownCount: _, ...row }) => ({
    ...row,
    image: imageOf(imageKey, row.name, row.path),
    productCount: counts.get(row.path) ?? 0,
    parentSlug: slugOf.get(parentPathOf(row.path)) ?? null,
    attributes: JSON.parse(attributes) as readonly AttributeDefinition[],
  }));
  const ordered = depthFirst(nodes);
  return {
    nodes: ordered,
    bySlug: new Map(ordered.map((node) => [node.slug, node])),
    byPath: new Map(ordered.map((node) => [node.path, node])),
  };
}

function depthFirst(nodes: readonly CategoryNode[]): readonly CategoryNode[] {
  const childrenOf = Map.groupBy(nodes, (node) => parentPathOf(node.path));
  const below = (path: string): readonly CategoryNode[] =>
    (childrenOf.get(path) ?? []).flatMap((node) => [node, ...below(node.path)]);
  return below('/');
}

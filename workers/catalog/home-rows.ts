import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type CardRow, cardColumns, cardOf } from './card.ts';
import { readCategoryTree } from './category-tree.ts';
import { rememberRecent } from './recent.ts';
import type { ProductCard } from './schemas.ts';

export interface HomeRow {
  readonly kind: 'deals' | 'best_rated' | 'newest' | 'popular';
  /** The department that a row of popular products is from; null for the others. */
  readonly category: string | null;
  /** Where all of the row is. */
  readonly href: string;
  readonly products: readonly ProductCard[];
}

const ROW_LENGTH = 12;
const DEPARTMENT_ROWS = 4;
/** A discount above this is a slip of the pen more often than a deal. */
const MAX_BELIEVABLE_DISCOUNT_PERCENT = 80;
/** An average of few ratings says little. */
const MIN_RATINGS = 20;

const recent = rememberRecent<readonly HomeRow[]>({ seconds: 15, entries: 1 });

/** The rows of the home page: deals, the best rated, the newest, and the largest departments. In one batch. */
export async function homeRows(ctx: Context): Promise<readonly HomeRow[]> {
  const known = recent.get('rows', ctx.now);
  if (known !== undefined) return known;
  const wanted = await wantedRows(ctx);
  const found = await ctx.db.batch(
    wanted.map(({ where, order }) => ctx.db.all<CardRow>(selectRow(where, order))) as [ReturnType<typeof ctx.db.all>],
  );
  const rows = wanted
    .map(({ kind, category, href }, index) => ({
      ...{ kind, category, href },
      products: (found[index] as CardRow[]).map(cardOf),
    }))
    .filter(({ products }) => products.length > 0);
  recent.set('rows', rows, ctx.now);
  return rows;
}

interface WantedRow extends Omit<HomeRow, 'products'> {
  readonly where: SQL;
  readonly order: SQL;
}

async function wantedRows(ctx: Context): Promise<readonly WantedRow[]> {
  const { nodes } = await readCategoryTree(ctx);
  const departments = nodes
    .filter(({ depth, productCount }) => depth === 0 && productCount > 0)
    .sort((a, b) => b.productCount - a.productCount)
    .slice(0, DEPARTMENT_ROWS);
  return [
    {
      kind: 'deals',
      category: null,
      href: '/search?sort=discount',
      where: sql`k.discount_percent <= ${MAX_BELIEVABLE_DISCOUNT_PERCENT}`,
      order: sql`k.discount_percent DESC, k.rating_count DESC`,
    },
    {
      kind: 'best_rated',
      category: null,
      href: '/search?sort=rating',
      where: sql`k.rating_count >= ${MIN_RATINGS}`,
      order: sql`k.rating_tenths DESC, k.rating_count DESC`,
    },
    {
      kind: 'newest',
      category: null,
      href: '/search?sort=newest',
      where: sql`TRUE`,
      order: sql`k.created_at DESC`,
    },
    ...departments.map(({ name, slug, path }) => ({
      kind: 'popular' as const,
      category: name,
      href: `/c/${slug}`,
      where: sql`k.category_no IN (SELECT no FROM facet_terms
        WHERE kind = 'category' AND value >= ${path} AND value < ${`${path.slice(0, -1)}0`})`,
      order: sql`k.rating_count DESC`,
    })),
  ];
}

/** Among equals those with a picture of their own come first: the row is cut from three times as many. */
function selectRow(where: SQL, order: SQL): SQL {
  return sql`
    SELECT * FROM (
      SELECT ${cardColumns}
      FROM (
        SELECT k.card_id FROM card_facets k WHERE k.is_in_stock = 1 AND ${where}
        ORDER BY ${order}, k.card_id LIMIT ${ROW_LENGTH * 10}
      ) hit JOIN product_cards c ON c.id = hit.card_id
    ) ORDER BY imageKey IS NULL LIMIT ${ROW_LENGTH}`;
}

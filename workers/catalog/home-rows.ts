import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { packedList, unpackedList } from '../db/packed-list.ts';
import { categoryMark } from '../domain/search/marks.ts';
import { CARD_NAMES, type CardRow, cardColumns, cardOf } from './card.ts';
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

/** The whole page fits into what a server sends before the first answer from a phone: about 14 KB, compressed. */
const ROW_LENGTH = 8;
const DEPARTMENT_ROWS = 4;
/** A discount above this is a slip of the pen more often than a deal. */
const MAX_BELIEVABLE_DISCOUNT_PERCENT = 80;
/** An average of few ratings says little. */
const MIN_RATINGS = 20;

const recent = rememberRecent<readonly HomeRow[]>({ seconds: 15, entries: 1 });

/** The rows of the home page: deals, the best rated, the newest, and the largest departments. In one statement. */
export async function homeRows(ctx: Context): Promise<readonly HomeRow[]> {
  const known = recent.get('rows', ctx.now);
  if (known !== undefined) return known;
  const wanted = await wantedRows(ctx);
  const packed = wanted.map(({ ids }) => packedList(selectRow(ids), CARD_NAMES));
  const [found = []] = await ctx.db.values<string[]>(sql`SELECT ${sql.join(packed, sql`, `)}`);
  const rows = wanted
    .map(({ kind, category, href }, index) => ({
      ...{ kind, category, href },
      products: unpackedList<CardRow>(found[index] ?? '[]', CARD_NAMES).map(cardOf),
    }))
    .filter(({ products }) => products.length > 0);
  recent.set('rows', rows, ctx.now);
  return rows;
}

interface WantedRow extends Omit<HomeRow, 'products'> {
  /** Cards, the best first; read in the order of an index, so that it does not matter how many there are. */
  readonly ids: SQL;
}

/** More than are shown, so that those without a picture can be left out. */
const LOOKED_AT = sql.raw(String(ROW_LENGTH * 10));

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
      ids: sql`
        SELECT id FROM product_cards
        WHERE is_in_stock = 1 AND discount_percent <= ${MAX_BELIEVABLE_DISCOUNT_PERCENT}
        ORDER BY discount_percent DESC, rating_count DESC, id DESC LIMIT ${LOOKED_AT}`,
    },
    {
      kind: 'best_rated',
      category: null,
      href: '/search?sort=rating',
      ids: sql`
        SELECT id FROM product_cards WHERE is_in_stock = 1 AND rating_count >= ${MIN_RATINGS}
        ORDER BY rating_tenths DESC, rating_count DESC, id DESC LIMIT ${LOOKED_AT}`,
    },
    {
      kind: 'newest',
      category: null,
      href: '/search?sort=newest',
      // The plus keeps the database from sorting all that is in stock: it reads the newest, and leaves out the few.
      ids: sql`
        SELECT id FROM product_cards WHERE +is_in_stock = 1 ORDER BY created_at DESC, id DESC LIMIT ${LOOKED_AT}`,
    },
    ...departments.map(({ name, slug, path }) => ({
      kind: 'popular' as const,
      category: name,
      href: `/c/${slug}`,
      ids: sql`
        SELECT k.card_id AS id FROM search_text CROSS JOIN search_rows k ON k.place = search_text.rowid
        WHERE search_text MATCH ${`marks : "${categoryMark(path)}"`} AND k.is_in_stock = 1
        ORDER BY search_text.rowid LIMIT ${LOOKED_AT}`,
    })),
  ];
}

/** Those with a picture of their own come first. */
function selectRow(ids: SQL): SQL {
  return sql`
    SELECT * FROM (SELECT ${cardColumns} FROM (${ids}) hit JOIN product_cards c ON c.id = hit.id)
    ORDER BY imageKey IS NULL LIMIT ${ROW_LENGTH}`;
}

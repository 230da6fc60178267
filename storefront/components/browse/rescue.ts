import type { ProductCard } from '../../../workers/catalog/schemas.ts';
import type { Context } from '../../../workers/context.ts';
import type { SearchQuery, SearchResult } from '../../../workers/search/schemas.ts';
import { searchProducts } from '../../../workers/search/search-products.ts';
import { suggestAsTyped } from '../../../workers/search/suggest-as-typed.ts';

/** What a page shows when nothing was found: never an empty page. */
export interface Rescue {
  /** The category that the products are of; null when no word tells of one. */
  readonly category: { readonly slug: string; readonly name: string } | null;
  readonly products: readonly ProductCard[];
}

/** Another list to look at. */
export interface Shelf {
  readonly label: string;
  readonly href: string;
}

const SHOWN = 12;

/** Null when something was found. */
export async function rescueFor(ctx: Context, query: SearchQuery, { total }: SearchResult): Promise<Rescue | null> {
  if (total > 0) return null;
  const category = await categoryIn(ctx, query);
  const { products } = await popularIn(ctx, category?.slug);
  if (products.length > 0 || category === null) return { category, products };
  return { category: null, products: (await popularIn(ctx)).products };
}

/** The best of a category, or of the whole shop. */
async function popularIn(ctx: Context, category?: string): Promise<SearchResult> {
  return await searchProducts(ctx, { ...(category === undefined ? {} : { category }), page: 1, limit: SHOWN });
}

/** Of all words, the last one names the thing most often: 'pure silk zari saree'. */
async function categoryIn(ctx: Context, { q = '' }: SearchQuery): Promise<Rescue['category']> {
  const last = q.split(/\s+/).at(-1) ?? '';
  if (last === '') return null;
  const [category] = (await suggestAsTyped(ctx, last)).categories;
  return category ?? null;
}

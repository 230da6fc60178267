import { eq } from 'drizzle-orm';
import { projectProducts } from '../../workers/catalog/project-product.ts';
import { type Context, createContext } from '../../workers/context.ts';
import { users } from '../../workers/db/schema/accounts.ts';
import {
  brands,
  categories,
  listings,
  media,
  pincodes,
  products,
  sellers,
  variants,
} from '../../workers/db/schema/catalog.ts';
import { inventoryLedger, stockLevels } from '../../workers/db/schema/stock.ts';
import { buildCatalogue, type Catalogue } from './build-catalogue.ts';
import { categoryRows, sellerRows } from './build-shop.ts';
import { CATEGORIES, LEAF_CATEGORIES } from './categories.ts';
import { DEMO_LOGINS, putDemoPeople } from './demo-logins.ts';
import { insertRows } from './insert-rows.ts';
import { openShop } from './open-shop.ts';
import { drawPictures } from './pictures/draw-pictures.ts';
import { readPincodes } from './pincodes.ts';
import { repeated } from './repeat.ts';

export interface SeedSummary {
  readonly categories: number;
  readonly leafCategories: number;
  readonly brands: number;
  readonly sellers: number;
  readonly products: number;
  readonly variants: number;
  readonly listings: number;
  readonly pictures: number;
  readonly pincodes: number;
}

/**
 * Fills the local database and R2 below `stateDir` with the demo shop. Returns null when it is there already, and adds
 * the people whom an older one lacks; one that was killed half-way is completed.
 */
export async function seedShop(stateDir: string): Promise<SeedSummary | null> {
  const { env, dispose } = await openShop(stateDir);
  try {
    const ctx = createContext({ env, actor: { kind: 'system', name: 'seed' } });
    if (!(await isSeeded(ctx))) return await fillShop(ctx);
    await putDemoPeople(ctx);
    return null;
  } finally {
    await dispose();
  }
}

/** The people are put in last: where the first of them is, everything is. */
async function isSeeded(ctx: Context): Promise<boolean> {
  const found = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, DEMO_LOGINS[0].email));
  return found.length > 0;
}

async function fillShop(ctx: Context): Promise<SeedSummary> {
  const catalogue = buildCatalogue();
  const drawing = drawPictures(catalogue.pictures, (key, webp) =>
    repeated(() => ctx.env.MEDIA.put(key, webp, { httpMetadata: { contentType: 'image/webp' } })),
  );
  const [pincodeCount] = await Promise.all([fillDatabase(ctx, catalogue), drawing]);
  await putDemoPeople(ctx);
  return {
    categories: CATEGORIES.length,
    leafCategories: LEAF_CATEGORIES.length,
    brands: catalogue.brands.length,
    sellers: sellerRows().length,
    products: catalogue.products.length,
    variants: catalogue.variants.length,
    listings: catalogue.listings.length,
    pictures: catalogue.pictures.size,
    pincodes: pincodeCount,
  };
}

async function fillDatabase(ctx: Context, catalogue: Catalogue): Promise<number> {
  await insertRows(ctx.db, categories, categoryRows(catalogue));
  await insertRows(ctx.db, sellers, sellerRows());
  await insertRows(ctx.db, brands, catalogue.brands);
  await insertRows(ctx.db, products, catalogue.products);
  await insertRows(ctx.db, variants, catalogue.variants);
  await insertRows(ctx.db, media, catalogue.media);
  await insertRows(ctx.db, stockLevels, catalogue.stockLevels);
  await insertRows(ctx.db, inventoryLedger, catalogue.inventoryLedger);
  await insertRows(ctx.db, listings, catalogue.listings);
  const productIds = catalogue.products.map(({ id }) => id);
  await repeated(() => projectProducts(ctx, productIds));
  const allPincodes = readPincodes();
  await insertRows(ctx.db, pincodes, allPincodes);
  return allPincodes.length;
}

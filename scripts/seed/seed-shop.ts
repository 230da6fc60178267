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
  productRatings,
  products,
  sellers,
  variants,
} from '../../workers/db/schema/catalog.ts';
import { deliveryRules, holidays, shippingRates, zonePairs } from '../../workers/db/schema/delivery.ts';
import { promotions } from '../../workers/db/schema/promotions.ts';
import { inventoryLedger, stockLevels } from '../../workers/db/schema/stock.ts';
import { pictureNames } from '../../workers/domain/media.ts';
import { buildCatalogue, type Catalogue } from './build-catalogue.ts';
import { categoryRows, sellerRows } from './build-shop.ts';
import { CATEGORIES, LEAF_CATEGORIES } from './categories.ts';
import { DELIVERY_RULES, HOLIDAYS, SHIPPING_RATES, ZONE_PAIRS } from './delivery.ts';
import { DEMO_LOGINS, putDemoPeople } from './demo-logins.ts';
import { insertRows } from './insert-rows.ts';
import { openShop } from './open-shop.ts';
import { drawPictures } from './pictures/draw-pictures.ts';
import { readPincodes } from './pincodes.ts';
import { promotionRows } from './promotions.ts';
import { ratingRows } from './ratings.ts';
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
 * the people and the sizes of pictures that an older one lacks; one that was killed half-way is completed.
 */
export async function seedShop(stateDir: string): Promise<SeedSummary | null> {
  const { env, dispose } = await openShop(stateDir);
  try {
    const ctx = createContext({ env, actor: { kind: 'system', name: 'seed' } });
    if (!(await isSeeded(ctx))) return await fillShop(ctx);
    await putPictures(ctx, buildCatalogue());
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
  const [pincodeCount] = await Promise.all([fillDatabase(ctx, catalogue), putPictures(ctx, catalogue)]);
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

/** Draws what is not there in all its sizes. */
async function putPictures({ env }: Context, { pictures }: Catalogue): Promise<void> {
  const there = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await env.MEDIA.list({ prefix: 'catalog/', ...(cursor === undefined ? {} : { cursor }) });
    for (const { key } of page.objects) there.add(key);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  const missing = [...pictures].filter(([key]) => pictureNames(key).some((name) => !there.has(name)));
  await drawPictures(new Map(missing), (name, file) =>
    repeated(() => env.MEDIA.put(name, file, { httpMetadata: { contentType: `image/${name.split('.').at(-1)}` } })),
  );
}

async function fillDatabase(ctx: Context, catalogue: Catalogue): Promise<number> {
  await insertRows(ctx.db, categories, categoryRows(catalogue));
  await insertRows(ctx.db, sellers, sellerRows());
  await insertRows(ctx.db, brands, catalogue.brands);
  await insertRows(ctx.db, products, catalogue.products);
  await insertRows(ctx.db, productRatings, ratingRows(catalogue.products));
  await insertRows(ctx.db, variants, catalogue.variants);
  await insertRows(ctx.db, media, catalogue.media);
  await insertRows(ctx.db, stockLevels, catalogue.stockLevels);
  await insertRows(ctx.db, inventoryLedger, catalogue.inventoryLedger);
  await insertRows(ctx.db, listings, catalogue.listings);
  const productIds = catalogue.products.map(({ id }) => id);
  await repeated(() => projectProducts(ctx, productIds));
  await insertRows(ctx.db, deliveryRules, [DELIVERY_RULES]);
  await insertRows(ctx.db, shippingRates, SHIPPING_RATES);
  await insertRows(ctx.db, zonePairs, ZONE_PAIRS);
  await insertRows(ctx.db, holidays, HOLIDAYS);
  await insertRows(ctx.db, promotions, promotionRows(catalogue, ctx.now));
  const allPincodes = readPincodes();
  await insertRows(ctx.db, pincodes, allPincodes);
  return allPincodes.length;
}

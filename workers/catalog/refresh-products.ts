import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { originOf } from '../feeds/site.ts';
import { settingOf } from '../http/stand-in.ts';
import { productKeys } from '../pages/page-key.ts';
import { purgePages } from '../pages/serve-page.ts';
import { projectProducts } from './project-product.ts';

/**
 * After an edit, a new price, or stock that has run out or come back: rebuilds what is shown of these products, and
 * forgets their kept pages here, so that the next view shows it. Lists and other places follow within a minute.
 */
export async function refreshProducts(ctx: Context, productIds: readonly string[]): Promise<void> {
  await projectProducts(ctx, productIds);
  await purgeProducts(ctx, productIds);
}

async function purgeProducts(ctx: Context, productIds: readonly string[]): Promise<void> {
  const shop = settingOf(ctx.env.APP_URL);
  // Only a test has no address; its pages are too old within a minute.
  if (shop === null) return;
  const rows = await ctx.db.all<{ slug: string; variantIds: string }>(sql`
    SELECT p.slug, (SELECT json_group_array(v.id) FROM variants v WHERE v.product_id = p.id) AS variantIds
    FROM json_each(${JSON.stringify(productIds)}) wanted
    JOIN products p ON p.id = wanted.value`);
  const origin = originOf(ctx.env, new URL(shop));
  const keys = rows.flatMap(({ slug, variantIds }) => productKeys(origin, slug, JSON.parse(variantIds) as string[]));
  await purgePages(keys, ctx.later);
}

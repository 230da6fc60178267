import { and, eq, lt, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { listings } from '../db/schema/catalog.ts';
import { splitStatements } from '../db/stock-projection.ts';
import { fieldError } from '../http/problem.ts';
import { findStock, noStock, selectListing } from './queries.ts';
import type { Stock } from './schemas.ts';

/**
 * Splits a hot SKU over several objects. It only grows, because holds stay where they were made. D1 is told first:
 * orders then ask objects that have nothing yet, and gather from the first one until it has shared. May be repeated.
 * Throws `not_found`, `validation_failed`.
 */
export async function splitStock(ctx: Context, sku: string, shards: number): Promise<Stock> {
  requirePermission(ctx, 'stock.write');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'stock.read');
  const [listing] = await selectListing(ctx, sku);
  if (listing === undefined) throw noStock(sku);
  if (shards < listing.shards) throw fieldError('shards', `${sku} is split over ${listing.shards}; it only grows.`);
  const isMore = sql`EXISTS (SELECT 1 FROM ${listings} WHERE sku = ${sku} AND stock_shards < ${shards})`;
  await ctx.db.batch([
    auditWrite(ctx, { action: 'stock.split', subject: sku, before: listing, after: { shards } }, isMore),
    ...splitStatements(ctx.db, sku, shards),
    ctx.db
      .update(listings)
      .set({ stockShards: shards, updatedAt: ctx.now })
      .where(and(eq(listings.sku, sku), lt(listings.stockShards, shards))),
  ]);
  await ctx.env.STOCK.getByName(sku).split(shards);
  return await findStock(ctx, sku);
}

import { sql } from 'drizzle-orm';
import { refreshProducts } from '../catalog/refresh-products.ts';
import type { Context } from '../context.ts';
import { projectionStatements } from '../db/stock-projection.ts';
import type { StockChangedMessage } from '../domain/event.ts';
import { skuOfShard } from '../domain/stock-shards.ts';

/**
 * Writes what stock objects said to D1, and refreshes the cards and pages of products of which something has sold out
 * or come back: only those can have another buy box. Repeated and late messages change nothing.
 */
export async function projectStock(ctx: Context, messages: readonly StockChangedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const skus = JSON.stringify([...new Set(messages.map((message) => skuOfShard(message.sku)))]);
  const readAvailability = () =>
    ctx.db.all<{ sku: string; productId: string; isInStock: number }>(sql`
      SELECT l.sku, l.product_id AS productId, COALESCE(k.on_hand - k.reserved, 0) > 0 AS isInStock
      FROM json_each(${skus}) wanted
      JOIN listings l ON l.sku = wanted.value
      LEFT JOIN stock_levels k ON k.sku = l.sku`);
  const results = await ctx.db.batch([
    readAvailability(),
    ...messages.flatMap((message) => projectionStatements(ctx.db, message)),
    readAvailability(),
  ]);
  const before = new Map(rowsOf(results[0]).map((row) => [row.sku, row.isInStock]));
  const turned = rowsOf(results.at(-1)).filter((row) => before.get(row.sku) !== row.isInStock);
  if (turned.length > 0) await refreshProducts(ctx, [...new Set(turned.map((row) => row.productId))]);
}

type AvailabilityRow = { readonly sku: string; readonly productId: string; readonly isInStock: number };

function rowsOf(result: unknown): readonly AvailabilityRow[] {
  return result as readonly AvailabilityRow[];
}

import type { InferInsertModel } from 'drizzle-orm';
import { type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Context } from '../../context.ts';
import { insertMany } from '../../db/insert-many.ts';
import { brands, categories, importRejections, listings, products, variants } from '../../db/schema/catalog.ts';
import { outbox } from '../../db/schema/orders.ts';
import { inventoryLedger, stockLevels } from '../../db/schema/stock.ts';
import type { DomainEvent } from '../../domain/event.ts';
import type { Id } from '../../domain/id.ts';
import type { BatchPlan, ListingUpdate, StockCount } from './plan-batch.ts';
import type { Rejection } from './schemas.ts';

export type Statement = BatchItem<'sqlite'>;

/** Characters of one JSON parameter: D1 takes 2 MB, and a character may have three bytes. */
const MAX_PARAMETER = 600_000;

/**
 * The catalogue rows of a plan. Plain INSERTs: when somebody else has made one of them since the plan was decided, the
 * whole batch fails on its unique key and is planned again.
 */
export function catalogueStatements(ctx: Context, plan: BatchPlan, importId: string): Statement[] {
  const { now: at } = ctx;
  const born = plan.listings.map(({ sku, stock }) => ({ sku, stock }));
  return [
    ...insertAll(ctx, categories, plan.categories),
    ...insertAll(ctx, brands, plan.brands),
    ...insertAll(ctx, products, plan.products),
    ...insertAll(ctx, variants, plan.variants),
    ...insertAll(
      ctx,
      listings,
      plan.listings.map(({ stock: _stock, ...listing }) => listing),
    ),
    ...insertAll(
      ctx,
      stockLevels,
      born.map(({ sku, stock }) => ({ sku, onHand: stock, reserved: 0, seq: 1 })),
    ),
    ...insertAll(
      ctx,
      inventoryLedger,
      born.map(({ sku, stock }) => ({
        ...{ sku, seq: 1, onHandChange: stock, reservedChange: 0, reason: 'import' as const, ref: importId, at },
      })),
    ),
    ...chunksOf(plan.updates).flatMap((chunk) => updateStatements(ctx, chunk)),
  ];
}

/**
 * Announcements that these products have changed and these shelves were counted. The import rebuilds the cards and tells
 * the stock objects itself, and takes the announcements back; if it dies before that, the sweep of the outbox finds them.
 */
export function announceBatch(
  ctx: Context,
  productIds: readonly string[],
  counts: readonly StockCount[],
  importId: string,
) {
  const rowOf = <Event extends DomainEvent>(event: Event) => ({ id: ctx.newId('event'), event, createdAt: ctx.now });
  const products = productIds.map((productId) => rowOf({ type: 'product.changed' as const, productId }));
  const counted = counts.map(({ line, sku, onHand }) =>
    rowOf({ type: 'stock.counted' as const, sku, onHand, ref: `${importId}:${line}` }),
  );
  return { products, counted, statements: insertAll(ctx, outbox, [...products, ...counted]) };
}

export function takeBack(ctx: Context, eventIds: readonly Id<'event'>[]) {
  return ctx.db.run(sql`DELETE FROM ${outbox} WHERE id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)}))`);
}

export function rejectionStatements(ctx: Context, importId: string, rejected: readonly Rejection[]): Statement[] {
  return chunksOf(rejected).map((chunk) =>
    ctx.db.run(sql`
      INSERT INTO ${importRejections} (import_id, line, field, reason)
      SELECT ${importId}, value ->> 'line', value ->> 'field', value ->> 'reason'
      FROM json_each(${JSON.stringify(chunk)}) WHERE TRUE
      ON CONFLICT (import_id, line, field) DO UPDATE SET reason = excluded.reason`),
  );
}

function updateStatements(ctx: Context, updates: readonly ListingUpdate[]): Statement[] {
  const from = (rows: readonly unknown[]): SQL => sql`FROM json_each(${JSON.stringify(rows)}) AS j`;
  const of = (name: string): SQL => sql`j.value ->> ${sql.raw(`'$.${name}'`)}`;
  // The last row of a product speaks for it: an UPDATE that joins two rows would pick either.
  const rowsOf = <Part extends keyof ListingUpdate>(part: Part) => [
    ...new Map(updates.map((update) => [update[part].id, update[part]])).values(),
  ];
  return [
    ctx.db.run(sql`
      UPDATE products SET title = ${of('title')}, brand_id = ${of('brandId')}, category_id = ${of('categoryId')},
        description = ${of('description')}, specs = ${of('specs')}, rating_tenths = ${of('ratingTenths')},
        rating_count = ${of('ratingCount')}, updated_at = ${ctx.now}
      ${from(rowsOf('product'))} WHERE products.id = ${of('id')}`),
    ctx.db.run(sql`
      UPDATE variants SET attributes = ${of('attributes')} ${from(rowsOf('variant'))} WHERE variants.id = ${of('id')}`),
    ctx.db.run(sql`
      UPDATE listings SET mrp_paise = ${of('mrpPaise')}, price_paise = ${of('pricePaise')}, hsn = ${of('hsn')},
        gst_code = ${of('gstCode')}, source_hash = ${of('sourceHash')}, updated_at = ${ctx.now}
      ${from(rowsOf('listing'))} WHERE listings.id = ${of('id')}`),
  ];
}

function insertAll<Table extends SQLiteTable>(
  ctx: Context,
  table: Table,
  rows: readonly InferInsertModel<Table>[],
): Statement[] {
  return chunksOf(rows).map((chunk) => insertMany(ctx.db, table, chunk));
}

/** Runs of rows whose JSON fits in one parameter; none for no rows. */
function chunksOf<Row>(rows: readonly Row[]): readonly Row[][] {
  const chunks: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (length > room) {
      chunks.push([]);
      room = MAX_PARAMETER;
    }
    chunks.at(-1)?.push(row);
    room -= length;
  }
  return chunks;
}

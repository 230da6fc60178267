import { asc, eq, inArray, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { listings } from '../db/schema/catalog.ts';
import { orders } from '../db/schema/orders.ts';
import { stockLevels, stockShards } from '../db/schema/stock.ts';
import { availableOf, orderIdOf, type StockLevel } from '../domain/stock.ts';
import { shardNameOf, sumOf } from '../domain/stock-shards.ts';
import { AppError } from '../http/problem.ts';
import type { StockReport } from '../objects/stock-messages.ts';
import type { Stock } from './schemas.ts';

const LEDGER_ROWS = 50;
const HOLD_ROWS = 100;

/** The stock of a SKU as its objects and D1 see it. Throws `not_found`. */
export async function findStock(ctx: Context, sku: string): Promise<Stock> {
  requirePermission(ctx, 'stock.read');
  const [[listing], [projection]] = await ctx.db.batch([
    selectListing(ctx, sku),
    ctx.db.select().from(stockLevels).where(eq(stockLevels.sku, sku)),
  ]);
  if (listing === undefined) throw noStock(sku);
  const reports = await Promise.all(
    objectsOf(ctx, sku, listing.shards).map((object) => object.report({ entries: LEDGER_ROWS, openHolds: HOLD_ROWS })),
  );
  return {
    sku,
    shards: listing.shards,
    level: shown(sumOf(reports.map(({ state }) => state))),
    projection: projection === undefined ? null : { ...shown(projection), seq: projection.seq },
    objects: reports.map(objectOf),
    holds: await holdsOf(ctx, reports),
  };
}

export function selectListing(ctx: Context, sku: string) {
  return ctx.db.select({ shards: listings.stockShards }).from(listings).where(eq(listings.sku, sku));
}

export function selectShards(ctx: Context, sku: string) {
  return ctx.db.select().from(stockShards).where(eq(stockShards.sku, sku)).orderBy(asc(stockShards.objectName));
}

export function objectsOf(ctx: Context, sku: string, shards: number) {
  return Array.from({ length: shards }, (_, index) => ctx.env.STOCK.getByName(shardNameOf(sku, index)));
}

export function shown(level: StockLevel) {
  return { onHand: level.onHand, reserved: level.reserved, available: availableOf(level) };
}

export function noStock(sku: string): AppError {
  return new AppError('not_found', `No listing has the SKU ${sku}.`);
}

/** Goes back from the level of now, so that each entry shows the level after it. */
function objectOf({ name, state, transfers, entries }: StockReport): Stock['objects'][number] {
  let { onHand, reserved } = state;
  const ledger = entries.map(({ onHandChange, reservedChange, at, ...entry }) => {
    const row = { ...entry, onHandChange, reservedChange, at: new Date(at).toISOString(), onHand, reserved };
    onHand -= onHandChange;
    reserved -= reservedChange;
    return row;
  });
  const inTransit = transfers.reduce((sum, { quantity }) => sum + quantity, 0);
  return { name, level: shown(state), seq: state.seq, inTransit, ledger };
}

async function holdsOf(ctx: Context, reports: readonly StockReport[]): Promise<Stock['holds']> {
  const holds = reports
    .flatMap(({ name, openHolds }) => openHolds.map((hold) => ({ ...hold, objectName: name })))
    .sort((a, b) => a.expiresAt - b.expiresAt)
    .slice(0, HOLD_ROWS);
  const orderIds = JSON.stringify(holds.map(({ orderId }) => orderIdOf(orderId)));
  const rows = await ctx.db
    .select({ id: orders.id, orderNo: orders.orderNo, status: orders.status })
    .from(orders)
    .where(inArray(orders.id, sql`(SELECT value FROM json_each(${orderIds}))`));
  const known = new Map(rows.map((row) => [row.id, row]));
  return holds.map(({ orderId: holdId, quantity, expiresAt, objectName }) => {
    const order = known.get(orderIdOf(holdId));
    return {
      ...{ holdId, orderNo: order?.orderNo ?? null, orderStatus: order?.status ?? null },
      ...{ objectName, quantity, expiresAt: new Date(expiresAt).toISOString() },
    };
  });
}

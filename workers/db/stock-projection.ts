import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { StockChangedMessage } from '../domain/event.ts';
import type { OrderStatus } from '../domain/order.ts';
import { orderIdOf, type StockLevel } from '../domain/stock.ts';
import { shardNameOf, skuOfShard } from '../domain/stock-shards.ts';
import type { Db } from './client.ts';
import { orders } from './schema/orders.ts';
import { inventoryLedger, stockLevels, stockShards } from './schema/stock.ts';

/** An object that wakes for the first time finds one entry; this bounds what could be there at worst. */
const MAX_OPENING = 1000;

/** What D1 knows of a SKU: the opening balance of its object. Null for a SKU that no listing has. */
export async function readOpening(db: Db, sku: string) {
  const [known, entries] = await db.batch([
    db.select({ sku: stockLevels.sku }).from(stockLevels).where(eq(stockLevels.sku, sku)),
    selectEntries(db, sku, 0, MAX_OPENING),
  ]);
  if (known.length === 0) return null;
  // The level of a SKU that is split is that of all its objects; the ledger is this one's alone.
  const level: StockLevel = {
    onHand: entries.reduce((sum, entry) => sum + entry.onHandChange, 0),
    reserved: entries.reduce((sum, entry) => sum + entry.reservedChange, 0),
  };
  return { level, entries };
}

/** A part of D1's copy of an object's ledger, from the oldest entry on. */
export function selectEntries(db: Db, name: string, afterSeq: number, limit: number) {
  return db
    .select({
      seq: inventoryLedger.seq,
      onHandChange: inventoryLedger.onHandChange,
      reservedChange: inventoryLedger.reservedChange,
      reason: inventoryLedger.reason,
      ref: inventoryLedger.ref,
      at: inventoryLedger.at,
    })
    .from(inventoryLedger)
    .where(and(eq(inventoryLedger.sku, name), gt(inventoryLedger.seq, afterSeq)))
    .orderBy(asc(inventoryLedger.seq))
    .limit(limit);
}

/** How far D1's ledger of a SKU goes without a gap, from an entry up to which it is known to be complete. */
export async function readKeptSeq(db: Db, sku: string, fromSeq: number): Promise<number> {
  const [row] = await db.all<{ seq: number | null }>(sql`
    SELECT MAX(seq) AS seq FROM (
      SELECT seq, seq - ROW_NUMBER() OVER (ORDER BY seq) AS missing
      FROM ${inventoryLedger} WHERE sku = ${sku} AND seq > ${fromSeq})
    WHERE missing = ${fromSeq}`);
  return row?.seq ?? fromSeq;
}

/** Statuses of the orders behind a list of holds, by hold. */
export async function readOrderStatuses(db: Db, holdIds: readonly string[]): Promise<Map<string, OrderStatus>> {
  const rows = await db
    .select({ id: orders.id, status: orders.status })
    .from(orders)
    .where(and(inArray(orders.id, sql`(SELECT value FROM json_each(${JSON.stringify(holdIds.map(orderIdOf))}))`)));
  const statuses = new Map(rows.map((row) => [row.id, row.status]));
  return new Map(
    holdIds.flatMap((holdId) => {
      const status = statuses.get(orderIdOf(holdId));
      return status === undefined ? [] : [[holdId, status] as const];
    }),
  );
}

/**
 * Statements that bring D1 up to a stock object's message. Repeats and old messages change nothing: entries are unique
 * by (object, seq), and a level only gives way to a newer one. The level of a SKU that is split is the sum over its
 * objects, and so is its number, which therefore grows with each of theirs.
 */
export function projectionStatements(db: Db, message: StockChangedMessage) {
  const { sku: name, seq, level, entries } = message;
  const sku = skuOfShard(name);
  return [
    db.run(sql`
      INSERT OR IGNORE INTO ${inventoryLedger} (sku, seq, on_hand_change, reserved_change, reason, ref, at)
      SELECT ${name}, value ->> 'seq', value ->> 'onHandChange', value ->> 'reservedChange',
             value ->> 'reason', value ->> 'ref', value ->> 'at'
      FROM json_each(${JSON.stringify(entries)})`),
    db.run(sql`
      UPDATE ${stockShards} SET on_hand = ${level.onHand}, reserved = ${level.reserved}, seq = ${seq}
      WHERE object_name = ${name} AND seq < ${seq}`),
    db.run(sql`
      INSERT INTO ${stockLevels} (sku, on_hand, reserved, seq)
      SELECT ${sku}, COALESCE(SUM(on_hand), ${level.onHand}), COALESCE(SUM(reserved), ${level.reserved}),
             COALESCE(SUM(seq), ${seq})
      FROM ${stockShards} WHERE sku = ${sku}
      ON CONFLICT (sku) DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved, seq = excluded.seq
      WHERE excluded.seq > stock_levels.seq`),
  ] as const;
}

/**
 * Statements that split the level of a SKU over so many objects: the first has all of it, the others nothing, until
 * they say otherwise. For the batch that flags the listing; before any of the others has ever been called.
 */
export function splitStatements(db: Db, sku: string, shards: number) {
  const names = JSON.stringify(Array.from({ length: shards }, (_, index) => shardNameOf(sku, index)));
  return [
    db.run(sql`
      INSERT OR IGNORE INTO ${stockShards} (object_name, sku, on_hand, reserved, seq)
      SELECT sku, sku, on_hand, reserved, seq FROM ${stockLevels} WHERE sku = ${sku}`),
    db.run(sql`
      INSERT OR IGNORE INTO ${stockShards} (object_name, sku, on_hand, reserved, seq)
      SELECT value, ${sku}, 0, 0, 0 FROM json_each(${names})`),
  ] as const;
}

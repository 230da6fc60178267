import { eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { stockLevels } from '../db/schema/stock.ts';
import { selectEntries } from '../db/stock-projection.ts';
import { type Hold, orderIdOf } from '../domain/stock.ts';
import {
  auditStockBooks,
  type ObjectBooks,
  type OrderBooks,
  type StockBooks,
  type StockVerdict,
} from '../domain/stock-audit.ts';
import { shardNameOf } from '../domain/stock-shards.ts';
import type { LedgerEntry } from '../objects/stock-store.ts';
import { objectsOf, selectListing, selectShards } from './queries.ts';
import { MAX_SHARDS, type StockAudit } from './schemas.ts';

const PAGE = 20;
const CHUNK = 2000;
/** Objects and D1 are read one after the other: what differs in a shop that sells is looked at again. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 400;

/**
 * Compares, for a page of SKUs that anything has touched, what the objects, their ledgers, D1's copies and the orders
 * say. Wakes the objects of these SKUs, and only these.
 */
export async function auditStock(ctx: Context, afterSku = ''): Promise<StockAudit> {
  requirePermission(ctx, 'stock.read');
  const touched = await selectTouched(ctx, afterSku);
  const skus = await Promise.all(touched.map(async ({ sku }) => ({ sku, ...(await auditSku(ctx, sku)) })));
  return { skus, nextCursor: touched.length < PAGE ? null : (touched.at(-1)?.sku ?? null) };
}

async function auditSku(ctx: Context, sku: string): Promise<{ differences: string[]; pending: string[] }> {
  let verdict: StockVerdict = { differences: [], pending: [] };
  for (let look = 1; look <= LOOKS; look++) {
    verdict = auditStockBooks(await readBooks(ctx, sku), Date.now());
    if (verdict.differences.length === 0) break;
    if (look < LOOKS) await scheduler.wait(BETWEEN_LOOKS_MS);
  }
  return { differences: [...verdict.differences], pending: [...verdict.pending] };
}

/** A level that is not its opening balance, an order, an entry behind the first, or a split. */
function selectTouched(ctx: Context, afterSku: string) {
  return ctx.db.all<{ sku: string }>(sql`
    SELECT sku FROM (
      SELECT k.sku FROM stock_levels k LEFT JOIN inventory_ledger e ON e.sku = k.sku AND e.seq = 1
      WHERE k.sku > ${afterSku}
        AND (k.seq <> 1 OR k.reserved <> 0 OR e.on_hand_change IS NULL OR k.on_hand <> e.on_hand_change)
      UNION SELECT sku FROM order_lines WHERE sku > ${afterSku}
      UNION SELECT substr(sku, 1, instr(sku || '#', '#') - 1) FROM inventory_ledger WHERE seq > 1 AND sku > ${afterSku}
      UNION SELECT sku FROM stock_shards WHERE sku > ${afterSku})
    WHERE sku > ${afterSku} ORDER BY sku LIMIT ${PAGE}`);
}

/**
 * D1's copies first: what they have, the object has had. Its level before its ledger, which then contains that level.
 * Orders last: whoever holds a piece was there before.
 */
async function readBooks(ctx: Context, sku: string): Promise<StockBooks> {
  const names = JSON.stringify(Array.from({ length: MAX_SHARDS }, (_, index) => shardNameOf(sku, index)));
  const [[listing], [projection], shards, ends] = await ctx.db.batch([
    selectListing(ctx, sku),
    ctx.db.select().from(stockLevels).where(eq(stockLevels.sku, sku)),
    selectShards(ctx, sku),
    ctx.db.all<{ name: string; seq: number }>(sql`
      SELECT sku AS name, MAX(seq) AS seq FROM inventory_ledger
      WHERE sku IN (SELECT value FROM json_each(${names})) GROUP BY sku`),
  ]);
  const copies = new Map(shards.map((shard) => [shard.objectName, shard]));
  const keptSeqs = new Map(ends.map(({ name, seq }) => [name, seq]));
  const objects = await Promise.all(
    objectsOf(ctx, sku, listing?.shards ?? 1).map(async (object, index): Promise<ObjectBooks> => {
      const name = shardNameOf(sku, index);
      const copy = shards.length === 0 ? projection : copies.get(name);
      const kept = await allOf((last: LedgerEntry | undefined) => selectEntries(ctx.db, name, last?.seq ?? 0, CHUNK));
      const { state, sums, transfers } = await object.report();
      const ledger = await allOf((last: LedgerEntry | undefined) => object.ledger(CHUNK, last?.seq));
      const holds = await allOf((last: Hold | undefined) => object.holds(CHUNK, last?.orderId));
      return {
        ...{ name, level: state, heldSum: sums.held, ledger, holds, transfers },
        ...{ kept, keptSeq: keptSeqs.get(name) ?? 0, projection: copy ?? null },
      };
    }),
  );
  const holdIds = objects.flatMap(({ holds }) => holds.map(({ orderId }) => orderId));
  return { projection: projection ?? null, objects, orders: await readOrders(ctx, sku, holdIds) };
}

/** All pages of a list, each asked for by the last row of the one before. */
async function allOf<Row>(pageAfter: (last: Row | undefined) => PromiseLike<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await pageAfter(rows.at(-1));
    rows.push(...page);
    if (page.length < CHUNK) return rows;
  }
}

/** Orders with a line of the SKU, and those that a hold names whatever they bought. */
async function readOrders(ctx: Context, sku: string, holdIds: readonly string[]): Promise<readonly OrderBooks[]> {
  const orderIds = JSON.stringify([...new Set(holdIds.map(orderIdOf))]);
  const rows = await ctx.db.all<OrderRow>(sql`
    SELECT o.id AS orderId, o.order_no AS orderNo, o.status,
      COALESCE(SUM(CASE WHEN l.cancellation_id IS NULL THEN l.quantity END), 0) AS quantity,
      COALESCE(MAX(f.status IN ('rto_received', 'returned')), 0) AS hasComeBack,
      o.id IN (SELECT event ->> 'orderId' FROM outbox WHERE due_at IS NOT NULL) AS isMoving
    FROM orders o
    LEFT JOIN order_lines l ON l.order_id = o.id AND l.sku = ${sku}
    LEFT JOIN fulfilments f ON f.id = l.fulfilment_id
    WHERE o.id IN (SELECT order_id FROM order_lines WHERE sku = ${sku} UNION SELECT value FROM json_each(${orderIds}))
    GROUP BY o.id`);
  return rows.map((row) => ({ ...row, hasComeBack: row.hasComeBack === 1, isMoving: row.isMoving === 1 }));
}

type OrderRow = Omit<OrderBooks, 'hasComeBack' | 'isMoving'> & {
  readonly hasComeBack: number;
  readonly isMoving: number;
};

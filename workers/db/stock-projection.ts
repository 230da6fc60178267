import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { StockChangedMessage } from '../domain/event.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { StockLevel } from '../domain/stock.ts';
import type { Db } from './client.ts';
import { orders } from './schema/orders.ts';
import { inventoryLedger, stockLevels } from './schema/stock.ts';

/** What D1 knows of a SKU: the opening balance of its object. Null for a SKU that no listing has. */
export async function readOpening(db: Db, sku: string) {
  const [levels, entries] = await db.batch([
    db
      .select({ onHand: stockLevels.onHand, reserved: stockLevels.reserved })
      .from(stockLevels)
      .where(eq(stockLevels.sku, sku)),
    db
      .select({
        seq: inventoryLedger.seq,
        onHandChange: inventoryLedger.onHandChange,
        reservedChange: inventoryLedger.reservedChange,
        reason: inventoryLedger.reason,
        ref: inventoryLedger.ref,
        at: inventoryLedger.at,
      })
      .from(inventoryLedger)
      .where(eq(inventoryLedger.sku, sku))
      .orderBy(asc(inventoryLedger.seq)),
  ]);
  const level: StockLevel | undefined = levels[0];
  return level === undefined ? null : { level, entries };
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

/** Statuses of the orders behind a list of holds. A hold id is an order id, or '<order id>:late'. */
export async function readOrderStatuses(db: Db, holdIds: readonly string[]): Promise<Map<string, OrderStatus>> {
  const orderIdOf = (holdId: string) => holdId.split(':')[0] ?? holdId;
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
 * Statements that bring D1 up to a stock object's message. Repeats and old messages change nothing: entries are
 * unique by (sku, seq), and a level only gives way to a newer one.
 */
export function projectionStatements(db: Db, message: StockChangedMessage) {
  const { sku, seq, level, entries } = message;
  return [
    db.run(sql`
      INSERT OR IGNORE INTO ${inventoryLedger} (sku, seq, on_hand_change, reserved_change, reason, ref, at)
      SELECT ${sku}, value ->> 'seq', value ->> 'onHandChange', value ->> 'reservedChange',
             value ->> 'reason', value ->> 'ref', value ->> 'at'
      FROM json_each(${JSON.stringify(entries)})`),
    db.run(sql`
      INSERT INTO ${stockLevels} (sku, on_hand, reserved, seq)
      VALUES (${sku}, ${level.onHand}, ${level.reserved}, ${seq})
      ON CONFLICT (sku) DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved, seq = excluded.seq
      WHERE excluded.seq > stock_levels.seq`),
  ] as const;
}

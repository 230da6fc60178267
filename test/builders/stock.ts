import { env } from 'cloudflare:workers';
import { splitStatements } from '../../workers/db/stock-projection.ts';
import { shardNameOf } from '../../workers/domain/stock-shards.ts';
import type { HeldLine } from '../../workers/stock/order-stock.ts';
import { givenContext } from './context.ts';

let counter = 0;

/** Stock of a SKU without a listing, split over so many objects. They have their shares already. */
export async function givenStock({ onHand = 10, shards = 1 } = {}) {
  const sku = `STOCK-${++counter}`;
  const { db } = givenContext();
  await env.DB.batch([
    env.DB.prepare('INSERT INTO stock_levels VALUES (?, ?, 0, 1)').bind(sku, onHand),
    env.DB.prepare(`INSERT INTO inventory_ledger VALUES (?, 1, ?, 0, 'import', 'imp_1', 0)`).bind(sku, onHand),
  ]);
  const objects = Array.from({ length: shards }, (_, index) => env.STOCK.getByName(shardNameOf(sku, index)));
  if (shards > 1) {
    await db.batch([...splitStatements(db, sku, shards)]);
    await env.STOCK.getByName(sku).split(shards);
  }
  const line = (quantity = 1): HeldLine => ({ sku, quantity, stockShards: shards, title: 'Kurta' });
  /** What each object has, by its own word. */
  const levels = () => Promise.all(objects.map((object) => object.read()));
  const total = async () =>
    (await levels()).reduce(
      (sum, { onHand: here, reserved }) => ({ onHand: sum.onHand + here, reserved: sum.reserved + reserved }),
      { onHand: 0, reserved: 0 },
    );
  return { sku, first: env.STOCK.getByName(sku), objects, line, levels, total };
}

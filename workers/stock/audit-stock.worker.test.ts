import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { COD_FEE_PAISE } from '../domain/delivery.ts';
import { auditStock } from './audit-stock.ts';
import type { StockAudit } from './schemas.ts';
import { splitStock } from './split-stock.ts';

const ctx = givenContext();
let sku = '';

beforeEach(async () => {
  await givenPincode('560001');
  ({ sku } = await givenProduct({ stock: 10, pricePaise: 99_900, mrpPaise: 99_900 }));
});

async function order(quantity: number, paymentMethod: 'cod' | 'stripe'): Promise<string> {
  const shopper = await givenShopper({ sku, quantity });
  const grandPaise = quantity * 99_900 + (paymentMethod === 'cod' ? COD_FEE_PAISE : 0);
  return (await placeOrder(shopper, checkoutOf(grandPaise, { paymentMethod }), givenKey())).orderNo;
}

async function audit(): Promise<StockAudit['skus'][number] | undefined> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: StockAudit = await auditStock(ctx, cursor);
    const found = page.skus.find((each) => each.sku === sku);
    if (found !== undefined) return found;
    cursor = page.nextCursor;
  }
  return undefined;
}

const settled = () =>
  vi.waitFor(async () => expect(await audit()).toEqual({ sku, differences: [], pending: [] }), {
    ...{ timeout: 20_000, interval: 300 },
  });

const run = (statement: string) => env.DB.prepare(statement).bind(sku).run();

test('a SKU that nobody touched is left asleep', async () => {
  expect(await audit()).toBeUndefined();
});

test.each([1, 4])('orders, holds, adjustments over %i objects: the books agree', async (shards) => {
  if (shards > 1) await splitStock(ctx, sku, shards);
  await order(2, 'cod');
  await order(7, 'stripe');
  await env.STOCK.getByName(sku).adjust(-1, 'manual', 'broken');
  await settled();
});

test.each([
  ['UPDATE stock_levels SET reserved = reserved + 1 WHERE sku = ?', /projection 10\/3/],
  ['UPDATE stock_levels SET seq = seq - 1 WHERE sku = ?', /projection at entry 1, D1 ledger at 2/],
  ['UPDATE inventory_ledger SET reserved_change = 1 WHERE sku = ? AND seq = 2', /another entry 2/],
  [`INSERT INTO inventory_ledger SELECT sku, 3, 1, 0, 'manual', 'x', 0 FROM listings WHERE sku = ?`, /another entry 3/],
  ['UPDATE order_lines SET quantity = 3 WHERE sku = ?', /of 3, 0 sold and 2 held/],
  [
    `UPDATE orders SET status = 'expired' WHERE id IN (SELECT order_id FROM order_lines WHERE sku = ?)`,
    /dead, and has pieces/,
  ],
  ['DELETE FROM orders WHERE id IN (SELECT order_id FROM order_lines WHERE sku = ?)', /which is no order/],
])('%s: is named', async (corruption, text) => {
  await order(2, 'stripe');
  await settled();
  await run(corruption);
  expect((await audit())?.differences.join('; ')).toMatch(text);
});

test('the level of a SKU that was never sold is named when it is not its opening balance', async () => {
  await run('UPDATE stock_levels SET on_hand = 11 WHERE sku = ?');
  expect((await audit())?.differences).toEqual([`${sku}: projection 11/0, the object had 10/0 at entry 1`]);
});

test('a hold that its placed order never sold is named; while it is announced, it is pending', async () => {
  await order(2, 'stripe');
  await settled();
  await run(`UPDATE orders SET status = 'paid' WHERE id IN (SELECT order_id FROM order_lines WHERE sku = ?)`);
  expect((await audit())?.differences).toHaveLength(1);
  await run(
    `INSERT INTO outbox (id, event, created_at, due_at)
     SELECT 'evt_pending', json_object('type', 'order.placed', 'orderId', order_id), 0, 9e15 FROM order_lines WHERE sku = ?`,
  );
  expect(await audit()).toMatchObject({ differences: [], pending: [expect.stringContaining('0 sold and 2 held')] });
  await env.DB.prepare(`DELETE FROM outbox WHERE id = 'evt_pending'`).run();
});

test('of a split SKU, each object is compared, and so is the sum', async () => {
  await splitStock(ctx, sku, 2);
  await order(2, 'cod');
  await settled();
  await run(`UPDATE stock_shards SET on_hand = on_hand + 1 WHERE object_name = ? || '#1'`);
  const differences = (await audit())?.differences.join('; ') ?? '';
  expect(differences).toContain(`${sku}#1: projection`);
  expect(differences).toContain('its objects sum up to');
});

test('only for who may read stock', async () => {
  const shopper = givenContext({ actor: { kind: 'anonymous' } });
  await expect(auditStock(shopper)).rejects.toMatchObject({ code: 'unauthenticated' });
});

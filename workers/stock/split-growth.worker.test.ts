import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenStock } from '../../test/builders/stock.ts';
import { splitStatements } from '../db/stock-projection.ts';
import { homeShardOf } from '../domain/stock-shards.ts';
import { StockObject } from '../objects/stock-object.ts';
import { commitStock, type HeldLine, holdStock, holdStockAgain, releaseStock } from './order-stock.ts';

const ctx = givenContext();
let orders = 0;

afterEach(() => {
  vi.restoreAllMocks();
});

/** An order that has one home while its SKU is split over two objects, and another one over four. */
function movingOrder(home = 1): string {
  for (;;) {
    const id = `ord_${String(++orders).padStart(26, '0')}`;
    if (homeShardOf(id, 2) === home && homeShardOf(id, 4) > 1) return id;
  }
}

type Stock = Awaited<ReturnType<typeof givenStock>>;

async function grow({ sku, first, line }: Stock, shards: number, quantity = 1) {
  await ctx.db.batch([...splitStatements(ctx.db, sku, shards)]);
  await first.split(shards);
  const all = Array.from({ length: shards }, (_, index) => env.STOCK.getByName(index === 0 ? sku : `${sku}#${index}`));
  const reserved = async () =>
    (await Promise.all(all.map((object) => object.read()))).reduce((sum, level) => sum + level.reserved, 0);
  return { line: (): HeldLine => ({ ...line(quantity), stockShards: shards }), reserved };
}

const late = (orderId: string) => `${orderId}:late`;
const hold = (id: string, line: HeldLine) => holdStockAgain(ctx, id, [line], Date.now());

test.each([1, 2])('a hold that is asked for again after a split of %i has grown is the same hold', async (shards) => {
  const stock = await givenStock({ onHand: 40, shards });
  const id = late(movingOrder());
  await hold(id, stock.line(2));
  const grown = await grow(stock, 4, 2);
  expect(grown.line().stockShards).toBe(4);
  await hold(id, grown.line());
  await hold(id, stock.line(2));
  expect(await grown.reserved()).toBe(2);
  expect(await commitStock(ctx, id, [grown.line()])).toEqual([]);
  expect(await grown.reserved()).toBe(0);
  await releaseStock(ctx, id, [grown.line()]);
  expect(await stock.first.read()).toMatchObject({ reserved: 0 });
});

test('two that ask at once while the split grows get one hold', async () => {
  for (let round = 0; round < 10; round++) {
    const stock = await givenStock({ onHand: 40 });
    const id = late(movingOrder());
    const growing = grow(stock, 4, 2);
    const old = Promise.all([hold(id, stock.line(2)), hold(id, stock.line(2))]);
    const grown = await growing;
    await Promise.all([old, hold(id, grown.line())]);
    expect(await grown.reserved()).toBe(2);
  }
});

test('an order that was read before the split grew gives back all its parts', async () => {
  const stock = await givenStock({ onHand: 8, shards: 2 });
  const grown = await grow(stock, 4);
  const [id, stale] = [movingOrder(), stock.line(7)];
  await holdStock(ctx, id, [stale], Date.now());
  expect(await grown.reserved()).toBe(7);
  await releaseStock(ctx, id, [stale]);
  expect(await grown.reserved()).toBe(0);
});

test('an order that was read before the split grew sells all its parts', async () => {
  const stock = await givenStock({ onHand: 8, shards: 2 });
  const grown = await grow(stock, 4);
  const [id, stale] = [movingOrder(), stock.line(7)];
  await holdStock(ctx, id, [stale], Date.now());
  expect(await commitStock(ctx, id, [stale])).toEqual([]);
  expect(await grown.reserved()).toBe(0);
});

test('an object that does not answer keeps the others waiting for some seconds, not for ever', async () => {
  const stock = await givenStock({ onHand: 8, shards: 2 });
  const look = vi.spyOn(StockObject.prototype, 'look');
  look.mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 20_000)));
  const [first, second] = [movingOrder(), movingOrder()];
  const startedAt = Date.now();
  const refused = expect(holdStock(ctx, first, [stock.line(7)], Date.now())).rejects.toThrow('does not answer');
  await holdStock(ctx, second, [stock.line(7)], Date.now());
  await refused;
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  await releaseStock(ctx, first, [stock.line(7)]);
  expect(await stock.total()).toEqual({ onHand: 8, reserved: 7 });
}, 25_000);

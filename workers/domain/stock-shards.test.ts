import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hold } from './stock.ts';
import {
  decideGather,
  decideTake,
  homeShardOf,
  planMoves,
  type ShardView,
  shardNameOf,
  skuOfShard,
} from './stock-shards.ts';

const view = (available: number, part: ShardView['part'] = null): ShardView => ({ available, part });
const held = (quantity: number): Hold => ({ orderId: 'ord_1', quantity, state: 'held', expiresAt: 0 });

test('the first object has the name of the SKU', () => {
  expect([0, 1, 15].map((index) => shardNameOf('HT-1', index))).toEqual(['HT-1', 'HT-1#1', 'HT-1#15']);
  expect(['HT-1', 'HT-1#15'].map(skuOfShard)).toEqual(['HT-1', 'HT-1']);
});

test('orders spread evenly, and every hold of an order has the same home', () => {
  const counts = [0, 0, 0, 0];
  for (let index = 0; index < 4000; index++)
    counts[homeShardOf(`ord_01JDK${index}`, 4)] = (counts[homeShardOf(`ord_01JDK${index}`, 4)] ?? 0) + 1;
  for (const count of counts) expect(count).toBeGreaterThan(800);
  expect(homeShardOf('ord_1:late', 16)).toBe(homeShardOf('ord_1', 16));
  expect(homeShardOf('ord_1', 1)).toBe(0);
});

test('a part takes what is there, tops up, and never takes from a hold that was released', () => {
  const level = { onHand: 3, reserved: 1 };
  expect(decideTake(level, null, 'ord_1', 5)).toMatchObject({ ok: true, quantity: 2, change: { reservedChange: 2 } });
  expect(decideTake(level, held(2), 'ord_1', 3)).toMatchObject({
    ok: true,
    quantity: 3,
    change: { reservedChange: 1 },
  });
  expect(decideTake(level, held(2), 'ord_1', 2)).toEqual({ ok: true, quantity: 2, change: null });
  expect(decideTake({ onHand: 0, reserved: 0 }, null, 'ord_1', 2)).toEqual({ ok: true, quantity: 0, change: null });
  expect(decideTake(level, { ...held(2), state: 'committed' }, 'ord_1', 5)).toMatchObject({
    quantity: 2,
    change: null,
  });
  expect(decideTake(level, { ...held(2), state: 'released' }, 'ord_1', 5)).toEqual({
    ok: false,
    reason: 'hold_released',
  });
});

test('a SKU is sold out only when all its objects together have too little', () => {
  expect(decideGather([view(1), view(0), view(2)], 1, 3)).toEqual({ ok: true, missing: 3, walk: [1, 2, 0] });
  expect(decideGather([view(1), view(0), view(1)], 1, 3)).toEqual({ ok: false, reason: 'out_of_stock', available: 2 });
});

test('what an earlier gather has got counts; a hold that was released stays so', () => {
  expect(decideGather([view(0, held(1)), view(0, held(2))], 0, 3)).toMatchObject({ ok: true, missing: 0 });
  expect(decideGather([view(0, held(1)), view(1)], 0, 3)).toMatchObject({ ok: false, reason: 'out_of_stock' });
  expect(decideGather([view(9, { quantity: 0, state: 'released' })], 0, 3)).toMatchObject({ reason: 'hold_released' });
  expect(decideGather([view(9, held(4))], 0, 3)).toMatchObject({ reason: 'hold_differs' });
});

test.each([
  [
    [1000, 0, 0, 0],
    [250, 250, 250, 250],
  ],
  [
    [10, 9, 10, 8],
    [10, 9, 10, 8],
  ],
  [
    [30, 4, 20, 20],
    [18, 18, 18, 20],
  ],
  [
    [3, 0, 0, 0],
    [3, 0, 0, 0],
  ],
])('%j is evened out to %j', (before, after) => {
  const levels = [...before];
  for (const { from, to, quantity } of planMoves(before)) {
    levels[from] = (levels[from] ?? 0) - quantity;
    levels[to] = (levels[to] ?? 0) + quantity;
  }
  expect(levels.toSorted()).toEqual(after.toSorted());
});

test('moves lose nothing, ask for nothing that is not there, and leave nothing to move', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 2, maxLength: 16 }), (before) => {
      const after = [...before];
      for (const { from, to, quantity } of planMoves(before)) {
        expect(quantity).toBeGreaterThan(0);
        after[from] = (after[from] ?? 0) - quantity;
        after[to] = (after[to] ?? 0) + quantity;
      }
      expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
      expect(after.reduce((a, b) => a + b)).toBe(before.reduce((a, b) => a + b));
      expect(planMoves(after)).toEqual([]);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyChange,
  decideAdjust,
  decideCommit,
  decideCount,
  decideHold,
  decideRelease,
  type Hold,
  type HoldState,
  type StockLevel,
} from './stock.ts';

const level: StockLevel = { onHand: 5, reserved: 2 };
const held: Hold = { orderId: 'ord_1', quantity: 2, state: 'held', expiresAt: 0 };

test('a hold takes only what is not promised', () => {
  expect(decideHold(level, null, 'ord_2', 4)).toEqual({ ok: false, reason: 'out_of_stock', available: 3 });
  expect(decideHold(level, null, 'ord_2', 3)).toMatchObject({
    ok: true,
    change: { onHandChange: 0, reservedChange: 3 },
  });
});

test('the same hold again changes nothing; another quantity is refused', () => {
  expect(decideHold(level, held, 'ord_1', 2)).toEqual({ ok: true, change: null, hold: 'held' });
  expect(decideHold(level, held, 'ord_1', 1)).toMatchObject({ ok: false, reason: 'hold_differs' });
});

test('a released hold stays released', () => {
  expect(decideHold(level, { ...held, state: 'released' }, 'ord_1', 2)).toMatchObject({
    ok: false,
    reason: 'hold_released',
  });
  expect(decideCommit(level, { ...held, state: 'released' })).toMatchObject({ ok: false, reason: 'hold_released' });
});

const once = { reason: 'manual', ref: 'x', isDone: false } as const;

test('stock may not fall below what is promised (invariant 7)', () => {
  expect(decideAdjust(level, -3, once)).toMatchObject({ ok: true, change: { onHandChange: -3 } });
  expect(decideAdjust(level, -4, once)).toEqual({ ok: false, reason: 'below_reserved' });
});

test('what was done under a ref is done', () => {
  expect(decideAdjust(level, -4, { ...once, isDone: true })).toEqual({ ok: true, change: null });
  expect(decideCount(level, { onHand: 1 }, { ...once, isDone: true })).toEqual({ ok: true, change: null });
});

test('a count is the shelf with its live holds, and never erases one (invariant 7)', () => {
  expect(decideCount(level, { onHand: 9 }, once)).toMatchObject({ ok: true, change: { onHandChange: 4 } });
  expect(decideCount(level, { onHand: 2 }, once)).toMatchObject({ ok: true, change: { onHandChange: -3 } });
  expect(decideCount(level, { onHand: 1 }, once)).toEqual({ ok: false, reason: 'below_reserved' });
  expect(decideCount(level, { onHand: 9, expectedOnHand: 5 }, once)).toMatchObject({ ok: true });
  expect(decideCount(level, { onHand: 9, expectedOnHand: 6 }, once)).toEqual({ ok: false, reason: 'stale' });
});

test('a count that finds nothing new is an entry too', () => {
  expect(decideCount(level, { onHand: 5 }, once)).toEqual({
    ok: true,
    change: { onHandChange: 0, reservedChange: 0, reason: 'manual', ref: 'x' },
  });
});

test('any sequence keeps 0 ≤ reserved ≤ onHand, and the level is the sum of its changes (invariant 5)', () => {
  const step = fc.record({
    kind: fc.constantFrom('hold' as const, 'commit' as const, 'release' as const, 'adjust' as const),
    order: fc.integer({ min: 1, max: 6 }),
    amount: fc.integer({ min: -6, max: 6 }),
  });
  fc.assert(
    fc.property(fc.nat(10), fc.array(step, { maxLength: 60 }), (opening, steps) => {
      let now: StockLevel = { onHand: opening, reserved: 0 };
      const holds = new Map<string, Hold>();
      for (const { kind, order, amount } of steps) {
        const orderId = `ord_${order}`;
        const hold = holds.get(orderId) ?? null;
        const quantity = Math.abs(amount) + 1;
        const decision =
          kind === 'hold'
            ? decideHold(now, hold, orderId, quantity)
            : kind === 'commit'
              ? decideCommit(now, hold)
              : kind === 'release'
                ? decideRelease(hold)
                : decideAdjust(now, amount, once);
        if (!decision.ok) continue;
        if (decision.change !== null) now = applyChange(now, decision.change);
        if ('hold' in decision) {
          const state = decision.hold as HoldState;
          holds.set(orderId, { orderId, quantity: hold?.quantity ?? quantity, expiresAt: 0, state });
        }
        expect(now.reserved).toBeGreaterThanOrEqual(0);
        expect(now.reserved).toBeLessThanOrEqual(now.onHand);
        const promised = [...holds.values()].filter((h) => h.state === 'held').reduce((n, h) => n + h.quantity, 0);
        expect(now.reserved).toBe(promised);
      }
    }),
  );
});

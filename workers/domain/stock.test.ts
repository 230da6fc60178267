import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyChange,
  decideAdjust,
  decideCommit,
  decideHold,
  decideRelease,
  type Hold,
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

test('stock may not fall below what is promised', () => {
  expect(decideAdjust(level, -3, 'manual', 'x')).toMatchObject({ ok: true });
  expect(decideAdjust(level, -4, 'manual', 'x')).toEqual({ ok: false, reason: 'below_reserved' });
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
                : decideAdjust(now, amount, 'manual', 'x');
        if (!decision.ok) continue;
        if (decision.change !== null) now = applyChange(now, decision.change);
        if ('hold' in decision) {
          holds.set(orderId, { orderId, quantity: hold?.quantity ?? quantity, expiresAt: 0, state: decision.hold });
        }
        expect(now.reserved).toBeGreaterThanOrEqual(0);
        expect(now.reserved).toBeLessThanOrEqual(now.onHand);
        const promised = [...holds.values()].filter((h) => h.state === 'held').reduce((n, h) => n + h.quantity, 0);
        expect(now.reserved).toBe(promised);
      }
    }),
  );
});

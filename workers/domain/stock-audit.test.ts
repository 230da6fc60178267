import { expect, test } from 'vitest';
import type { HoldState, StockReason } from './stock.ts';
import { auditStockBooks, type ObjectBooks, type OrderBooks, type StockBooks } from './stock-audit.ts';

const NOW = 1_000_000;
const LONG_AGO = 0;

const entry = (seq: number, onHandChange: number, reservedChange: number, at = LONG_AGO) => ({
  ...{ seq, onHandChange, reservedChange, reason: 'order_reserve' as StockReason, ref: `ref-${seq}`, at },
});
const hold = (orderId: string, quantity: number, state: HoldState = 'held', expiresAt = 0) => ({
  ...{ orderId, quantity, state, expiresAt },
});
const order = (changes: Partial<OrderBooks> = {}): OrderBooks => ({
  ...{ orderId: 'ord_1', orderNo: 'HT1', status: 'payment_pending', quantity: 2, hasComeBack: false, isMoving: false },
  ...changes,
});

/** Ten pieces, two of them held by an order that waits for its payment. */
function object(changes: Partial<ObjectBooks> = {}): ObjectBooks {
  const ledger = [entry(1, 10, 0), entry(2, 0, 2)];
  const level = { onHand: 10, reserved: 2, seq: 2 };
  return {
    ...{ name: 'HT-1', level, heldSum: 2, ledger, holds: [hold('ord_1', 2)], transfers: [] },
    ...{ kept: ledger, keptSeq: 2, projection: level },
    ...changes,
  };
}

const verdictOf = (changes: Partial<ObjectBooks> = {}, orders: readonly OrderBooks[] = [order()], now = NOW) => {
  const only = object(changes);
  const books: StockBooks = { projection: only.projection, objects: [only], orders };
  return auditStockBooks(books, now);
};

test('books that agree', () => {
  expect(verdictOf()).toEqual({ differences: [], pending: [] });
});

test.each<[string, Partial<ObjectBooks>, RegExp]>([
  ['more promised than there is', { level: { onHand: 1, reserved: 2, seq: 2 } }, /reserved 2 of 1/],
  ['a level that its ledger does not say', { level: { onHand: 9, reserved: 2, seq: 2 } }, /level 9\/2, its ledger/],
  ['holds that do not sum up', { heldSum: 3 }, /its holds say 3/],
  ['a ledger with a gap', { ledger: [entry(1, 10, 0), entry(3, 0, 2)] }, /gap/],
  ['another entry in D1', { kept: [entry(1, 11, 0), entry(2, 0, 2)] }, /another entry 1/],
  ['an entry only in D1', { kept: [entry(1, 10, 0), entry(2, 0, 2), entry(3, 1, 0)] }, /another entry 3/],
  ['a projection that differs', { projection: { onHand: 8, reserved: 2, seq: 2 } }, /projection 8\/2/],
  ['a projection that is behind D1', { projection: { onHand: 10, reserved: 0, seq: 1 } }, /at entry 1, D1 ledger at 2/],
  ['no projection', { projection: null }, /no level in D1/],
  ['a transfer that does not arrive', { transfers: [{ receiver: 'HT-1#1', quantity: 2, at: 0 }] }, /for 1000 s/],
])('%s: differs', (_, changes, text) => {
  expect(verdictOf(changes).differences.join('; ')).toMatch(text);
});

test('what D1 was not told of yet is pending for a minute, then it differs', () => {
  const behind = { kept: [entry(1, 10, 0)], keptSeq: 1, projection: { onHand: 10, reserved: 0, seq: 1 } };
  expect(verdictOf(behind, [order()], 59_000)).toMatchObject({ differences: [], pending: [/lacks 1 of 2/] });
  expect(verdictOf(behind, [order()], 61_000).differences).toHaveLength(1);
});

test.each<[Partial<OrderBooks>, ReturnType<typeof hold>[], 'agrees' | 'pending' | 'differs']>([
  [{ status: 'created' }, [], 'agrees'],
  [{ status: 'created' }, [hold('ord_1', 2)], 'agrees'],
  [{ status: 'payment_pending' }, [], 'differs'],
  [{ status: 'payment_pending' }, [hold('ord_1', 1), hold('ord_1', 1)], 'agrees'],
  [{ status: 'payment_pending' }, [hold('ord_1', 2), hold('ord_1', 1)], 'differs'],
  [{ status: 'paid' }, [hold('ord_1', 2)], 'differs'],
  [{ status: 'paid', isMoving: true }, [hold('ord_1', 2)], 'pending'],
  [{ status: 'paid' }, [hold('ord_1', 2, 'committed')], 'agrees'],
  [{ status: 'paid' }, [hold('ord_1:late', 2, 'committed')], 'agrees'],
  [{ status: 'paid' }, [hold('ord_1', 1, 'committed')], 'differs'],
  [{ status: 'paid', quantity: 0 }, [], 'agrees'],
  [{ status: 'paid', quantity: 0 }, [hold('ord_1', 2, 'committed')], 'differs'],
  [{ status: 'paid', hasComeBack: true }, [], 'agrees'],
  [{ status: 'paid', hasComeBack: false }, [], 'differs'],
  [{ status: 'expired' }, [], 'agrees'],
  [{ status: 'expired' }, [hold('ord_1', 2)], 'differs'],
  [{ status: 'expired' }, [hold('ord_1:late', 2, 'held', NOW + 1)], 'pending'],
  [{ status: 'expired' }, [hold('ord_1:late', 2, 'held', NOW)], 'differs'],
  [{ status: 'cancelled', isMoving: true }, [hold('ord_1', 2)], 'pending'],
  [{ orderId: 'ord_2', status: 'created' }, [hold('ord_1', 2)], 'differs'],
])('an order %j with %j: %s', (changes, holds, want) => {
  const { differences, pending } = verdictOf({ holds }, [order(changes)]);
  expect(differences.length > 0 ? 'differs' : pending.length > 0 ? 'pending' : 'agrees').toBe(want);
});

test('the projection of a split SKU is the sum over its objects', () => {
  const objects = [object({ holds: [hold('ord_1', 2)] }), object({ name: 'HT-1#1', holds: [hold('ord_2', 2)] })];
  const orders = [order(), order({ orderId: 'ord_2', orderNo: 'HT2' })];
  const sum = { onHand: 20, reserved: 4, seq: 4 };
  expect(auditStockBooks({ projection: sum, objects, orders }, NOW).differences).toEqual([]);
  const wrong = auditStockBooks({ projection: { ...sum, onHand: 19 }, objects, orders }, NOW);
  expect(wrong.differences).toEqual(['projection 19/4 at 4, its objects sum up to 20/4 at 4']);
});

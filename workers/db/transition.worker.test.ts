import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenPlacedOrder, givenSupplier } from '../../test/builders/placed-order.ts';
import { didHappen, fulfilmentStates, orderStates, transitionWrites } from './transition.ts';

const ctx = givenContext();

const logOf = (orderId: string) =>
  ctx.db.all(sql`
    SELECT machine, subject_id AS subjectId, event, from_status AS "from", to_status AS "to", actor, note
    FROM order_events WHERE order_id = ${orderId} ORDER BY id`);

async function givenParcel() {
  const order = await givenPlacedOrder([await givenSupplier(String(Math.floor(Math.random() * 9000) + 1000))]);
  const [parcel] = await ctx.db.all<{ id: string }>(sql`SELECT id FROM fulfilments WHERE order_id = ${order.id}`);
  return { orderId: order.id, parcelId: parcel?.id ?? '' };
}

describe('a transition', () => {
  test('moves the row, sets what comes with it, and writes one log row', async () => {
    const { orderId, parcelId } = await givenParcel();
    const { statements } = transitionWrites(ctx, fulfilmentStates, {
      id: parcelId,
      event: 'pack',
      set: [sql`due_at = ${5}`],
      note: 'by hand',
    });
    expect(didHappen(await ctx.db.batch(statements as never))).toBe(true);
    const rows = await ctx.db.all(sql`SELECT status, due_at AS dueAt FROM fulfilments WHERE id = ${parcelId}`);
    expect(rows).toEqual([{ status: 'packed', dueAt: 5 }]);
    const actor = 'system:test';
    const row = { machine: 'fulfilment', subjectId: parcelId, event: 'pack', from: 'pending', to: 'packed', actor };
    expect(await logOf(orderId)).toEqual([{ ...row, note: 'by hand' }]);
  });

  test('from a state that it does not leave: nothing is written, nothing is said', async () => {
    const { orderId, parcelId } = await givenParcel();
    const { statements, happened } = transitionWrites(ctx, fulfilmentStates, {
      id: parcelId,
      event: 'ship',
      announces: [{ type: 'parcel.shipped', orderId, fulfilmentId: parcelId }],
    });
    const results = await ctx.db.batch([...statements, ctx.db.all(sql`SELECT ${happened} AS happened`)] as never);
    expect(didHappen(results as unknown[])).toBe(false);
    expect((results as unknown[]).at(-1)).toEqual([{ happened: 0 }]);
    expect(await logOf(orderId)).toEqual([]);
    const [outbox] = await ctx.db.all<{ n: number }>(
      sql`SELECT COUNT(*) AS n FROM outbox WHERE event ->> 'fulfilmentId' = ${parcelId}`,
    );
    expect(outbox?.n).toBe(0);
  });

  test('a guard that does not hold stops it', async () => {
    const { orderId, parcelId } = await givenParcel();
    const { statements } = transitionWrites(ctx, fulfilmentStates, { id: parcelId, event: 'pack', guard: sql`1 = 2` });
    expect(didHappen(await ctx.db.batch(statements as never))).toBe(false);
    expect(await logOf(orderId)).toEqual([]);
  });

  test('50 at once, two events: one winner, one log row', async () => {
    const { orderId, parcelId } = await givenParcel();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const event = index % 2 === 0 ? 'pack' : 'cancel';
        const { statements } = transitionWrites(givenContext(), fulfilmentStates, {
          id: parcelId,
          event,
          from: 'pending',
        });
        return didHappen(await ctx.db.batch(statements as never));
      }),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await logOf(orderId)).toHaveLength(1);
  });

  test('an event that never leaves a state is a bug', () => {
    expect(() => transitionWrites(ctx, orderStates, { id: 'ord_1', event: 'hold_refused', from: 'paid' })).toThrow(
      RangeError,
    );
  });
});

import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { givenStock } from '../../test/builders/stock.ts';

/** The hot path of a sale: whatever else an object learns, a hold of a SKU stays these few statements. */
test('a hold reads one row and writes three, a repeat only reads', async () => {
  const { first } = await givenStock({ onHand: 9 });
  await first.read();
  const statements = await runInDurableObject(first, async (object, { storage }) => {
    const counted: string[] = [];
    const exec = storage.sql.exec.bind(storage.sql);
    storage.sql.exec = ((query: string, ...values: never[]) => {
      counted.push(query.trim().split(' ').slice(0, 3).join(' '));
      return exec(query, ...values);
    }) as typeof exec;
    const hold = { orderId: 'ord_1', quantity: 1, expiresAt: Date.now() + 60_000 };
    await object.hold(hold);
    const once = counted.splice(0);
    await object.hold(hold);
    return { once, again: counted.splice(0) };
  });
  expect(statements).toEqual({
    once: ['SELECT * FROM', 'INSERT INTO ledger', 'UPDATE level SET', 'INSERT INTO holds'],
    again: ['SELECT * FROM'],
  });
});

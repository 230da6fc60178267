import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openDb } from '../db/client.ts';
import { projectionStatements } from '../db/stock-projection.ts';
import type { StockChangedMessage } from '../domain/event.ts';
import { StockReporter } from './stock-reporter.ts';

const LATER = Date.now() + 3_600_000;
let sku = '';
let counter = 0;

beforeEach(() => {
  counter += 1;
  sku = `SKU-${counter}`;
});

async function givenStock(onHand: number) {
  await env.DB.batch([
    env.DB.prepare('INSERT INTO stock_levels VALUES (?, ?, 0, 1)').bind(sku, onHand),
    env.DB.prepare(`INSERT INTO inventory_ledger VALUES (?, 1, ?, 0, 'import', 'imp_1', 0)`).bind(sku, onHand),
  ]);
  return env.STOCK.getByName(sku);
}

const hold = (orderId: string, quantity = 1, expiresAt = LATER) => ({ orderId, quantity, expiresAt });

test('a SKU that nobody lists has nothing', async () => {
  const stock = env.STOCK.getByName('nothing');
  expect(await stock.read()).toEqual({ onHand: 0, reserved: 0 });
  expect(await stock.hold(hold('ord_1'))).toMatchObject({ ok: false, reason: 'out_of_stock', available: 0 });
});

test('200 at once for one piece: one gets it (invariant 1)', async () => {
  const stock = await givenStock(1);
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => stock.hold(hold(`ord_${index}`))));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.reason === 'out_of_stock')).toHaveLength(199);
  expect(await stock.read()).toEqual({ onHand: 1, reserved: 1 });
});

test('500 buyers of 1–3 for 37 pieces: none too many, and what is left was too little (invariant 2)', async () => {
  const stock = await givenStock(37);
  const wishes = Array.from({ length: 500 }, (_, index) => hold(`ord_${index}`, 1 + ((index * 7) % 3)));
  const answers = await Promise.all(wishes.map((wish) => stock.hold(wish)));
  const held = wishes.filter((_, index) => answers[index]?.ok).reduce((total, wish) => total + wish.quantity, 0);
  const refused = wishes.filter((_, index) => !answers[index]?.ok).map((wish) => wish.quantity);
  expect(held).toBeLessThanOrEqual(37);
  expect(37 - held).toBeLessThan(Math.min(...refused));
});

test('hold, commit and release are idempotent, and final', async () => {
  const stock = await givenStock(5);
  await Promise.all([stock.hold(hold('ord_1', 2)), stock.hold(hold('ord_1', 2)), stock.hold(hold('ord_1', 2))]);
  await Promise.all([stock.commit('ord_1'), stock.commit('ord_1')]);
  expect(await stock.read()).toEqual({ onHand: 3, reserved: 0 });
  await Promise.all([stock.release('ord_1'), stock.release('ord_1')]);
  expect(await stock.read()).toEqual({ onHand: 5, reserved: 0 });
  expect(await stock.commit('ord_1')).toMatchObject({ ok: false, reason: 'hold_released' });
});

test('a release that overtakes its hold wins', async () => {
  const stock = await givenStock(5);
  await stock.release('ord_1');
  expect(await stock.hold(hold('ord_1'))).toMatchObject({ ok: false, reason: 'hold_released' });
  expect(await stock.read()).toEqual({ onHand: 5, reserved: 0 });
});

describe('the shelf (invariant 7)', () => {
  test('an adjustment never reaches a hold', async () => {
    const stock = await givenStock(5);
    await stock.hold(hold('ord_1', 3));
    expect(await stock.adjust(-3, 'manual', 'adj_1')).toEqual({
      ...{ ok: false, reason: 'below_reserved', level: { onHand: 5, reserved: 3 } },
    });
    expect(await stock.adjust(-2, 'manual', 'adj_2')).toEqual({ ok: true, level: { onHand: 3, reserved: 3 } });
  });

  test('an adjustment that is repeated happens once', async () => {
    const stock = await givenStock(5);
    await Promise.all([1, 2, 3].map(() => stock.adjust(4, 'return', 'rma_1')));
    await evictDurableObject(stock);
    expect(await stock.adjust(4, 'return', 'rma_1')).toEqual({ ok: true, level: { onHand: 9, reserved: 0 } });
    expect(await stock.ledger()).toHaveLength(2);
  });

  test('a count sets the shelf with its live holds; the hold can still be sold', async () => {
    const stock = await givenStock(5);
    await stock.hold(hold('ord_1', 3));
    const refused = { ok: false, level: { onHand: 5, reserved: 3 } };
    expect(await stock.set(2, {}, 'manual', 'cnt_1')).toEqual({ ...refused, reason: 'below_reserved' });
    expect(await stock.set(8, { expectedOnHand: 4 }, 'manual', 'cnt_2')).toEqual({ ...refused, reason: 'stale' });
    expect(await stock.set(8, { expectedOnHand: 5 }, 'manual', 'cnt_3')).toMatchObject({ ok: true });
    expect(await stock.read()).toEqual({ onHand: 8, reserved: 3 });
    await stock.commit('ord_1');
    expect(await stock.read()).toEqual({ onHand: 5, reserved: 0 });
  });

  test('a count that is repeated after a sale does not bring the sold pieces back', async () => {
    const stock = await givenStock(5);
    await stock.set(5, {}, 'import', 'imp_2:7');
    await stock.hold(hold('ord_1', 2));
    await stock.commit('ord_1');
    await stock.set(5, {}, 'import', 'imp_2:7');
    expect(await stock.read()).toEqual({ onHand: 3, reserved: 0 });
  });

  test('a count that was made before the last one and arrives after it is old news', async () => {
    const stock = await givenStock(5);
    await stock.set(7, { countedAt: 2000 }, 'import', 'imp_3:7');
    await stock.set(9, { countedAt: 1000 }, 'import', 'imp_2:7');
    expect(await stock.read()).toEqual({ onHand: 7, reserved: 0 });
  });

  test('holds and counts at once: no promise is broken, none is sold twice', async () => {
    const stock = await givenStock(20);
    const holds = Array.from({ length: 30 }, (_, index) => stock.hold(hold(`ord_${index}`)));
    const counts = [15, 12, 18, 9].map((onHand) => stock.set(onHand, {}, 'manual', `cnt_${onHand}`));
    const held = (await Promise.all(holds)).filter((answer) => answer.ok).length;
    await Promise.all(counts);
    const { onHand, reserved } = await stock.read();
    expect(reserved).toBe(held);
    expect(reserved).toBeLessThanOrEqual(onHand);
  });
});

test('an evicted object goes on where it was (invariant 6)', async () => {
  const stock = await givenStock(5);
  await stock.hold(hold('ord_1', 2));
  await evictDurableObject(stock);
  expect(await stock.read()).toEqual({ onHand: 5, reserved: 2 });
  expect(await stock.hold(hold('ord_1', 2))).toMatchObject({ ok: true, available: 3 });
});

describe('the alarm', () => {
  async function givenOrder(orderId: string, status: string) {
    await env.DB.prepare(
      `INSERT INTO orders (id, order_no, owner_key, email, address, status, payment_method, grand_paise, quote_input, quote, created_at)
       VALUES (?1, ?1, 'guest:gst_1', 'a@haat.test', '{}', ?2, 'cod', 1, '{}', '{}', 0)`,
    )
      .bind(orderId, status)
      .run();
  }

  test('takes back what a dead order held, twice without harm; a live one keeps its pieces', async () => {
    const stock = await givenStock(9);
    await givenOrder(`ord_dead_${sku}`, 'expired');
    await givenOrder(`ord_paid_${sku}`, 'paid');
    const past = Date.now() - 1;
    await stock.hold(hold(`ord_dead_${sku}`, 2, past));
    await stock.hold(hold(`ord_gone_${sku}`, 3, past));
    await stock.hold(hold(`ord_paid_${sku}`, 1, past));
    expect(await runDurableObjectAlarm(stock)).toBe(true);
    await runInDurableObject(stock, (object) => object.alarm());
    expect(await stock.read()).toEqual({ onHand: 9, reserved: 1 });
    expect(await stock.commit(`ord_paid_${sku}`)).toMatchObject({ ok: true });
  });

  test('comes again when the queue does not answer, and does its other duties all the same', async () => {
    const stock = await givenStock(9);
    await stock.hold(hold(`ord_gone_${sku}`, 3, Date.now() - 1));
    vi.spyOn(StockReporter.prototype, 'send').mockRejectedValue(new Error('no queue'));
    const verify = vi.spyOn(StockReporter.prototype, 'verify');
    expect(await runDurableObjectAlarm(stock)).toBe(true);
    vi.restoreAllMocks();
    expect(await stock.read()).toEqual({ onHand: 9, reserved: 0 });
    expect(verify).toHaveBeenCalled();
    const next = await runInDurableObject(stock, (_object, { storage }) => storage.getAlarm());
    expect(next).toBeLessThan(Date.now() + 6000);
  });
});

test('D1 agrees with the object whatever was delivered three times in any order (invariant 5)', async () => {
  const stock = await givenStock(50);
  for (let index = 0; index < 12; index++) {
    await stock.hold(hold(`ord_${index}`, 1 + (index % 3)));
    if (index % 2 === 0) await stock.commit(`ord_${index}`);
    if (index % 3 === 0) await stock.release(`ord_${index}`);
  }
  const ledger = await stock.ledger();
  const messages = ledger.slice(1).map((entry, index): StockChangedMessage => {
    const upTo = ledger.slice(0, index + 2);
    const onHand = upTo.reduce((total, each) => total + each.onHandChange, 0);
    const reserved = upTo.reduce((total, each) => total + each.reservedChange, 0);
    return { type: 'stock.changed', sku, seq: entry.seq, level: { onHand, reserved }, entries: [entry] };
  });
  const db = openDb(env.DB);
  const shuffled = [...messages, ...messages, ...messages].sort(
    (a, b) => ((a.seq * 7919) % 31) - ((b.seq * 7919) % 31),
  );
  for (const message of shuffled) await db.batch([...projectionStatements(db, message)]);

  const level = await env.DB.prepare('SELECT on_hand AS onHand, reserved, seq FROM stock_levels WHERE sku = ?')
    .bind(sku)
    .first();
  const sums = await env.DB.prepare(
    'SELECT SUM(on_hand_change) AS onHand, SUM(reserved_change) AS reserved, MAX(seq) AS seq FROM inventory_ledger WHERE sku = ?',
  )
    .bind(sku)
    .first();
  const truth = await stock.read();
  expect(level).toEqual({ ...truth, seq: ledger.length });
  expect(sums).toEqual({ ...truth, seq: ledger.length });
});

test('changes are told to the queue in order, and only once when it listens', async () => {
  const stock = await givenStock(5);
  await stock.hold(hold('ord_1'));
  await stock.hold(hold('ord_2'));
  await vi.waitFor(async () => {
    const unsent = await runInDurableObject(stock, (_object, state) =>
      state.storage.sql.exec('SELECT seq - sent_seq AS n FROM level').one(),
    );
    expect(unsent).toEqual({ n: 0 });
  });
});

/** The queue gathers messages for a second. */
const WITHIN = { timeout: 10_000 };

test('what the queue has lost is said again, from the gap on', async () => {
  const stock = await givenStock(5);
  await stock.hold(hold(`ord_lost_${sku}`));
  await vi.waitFor(async () => expect(await projected()).toEqual({ entries: 2, reserved: 1, seq: 2 }), WITHIN);
  // As if the message had never come.
  await env.DB.batch([
    env.DB.prepare('DELETE FROM inventory_ledger WHERE sku = ? AND seq = 2').bind(sku),
    env.DB.prepare('UPDATE stock_levels SET reserved = 0, seq = 1 WHERE sku = ?').bind(sku),
  ]);
  await stock.adjust(3, 'manual', 'adj_1');
  await vi.waitFor(async () => expect(await projected()).toEqual({ entries: 2, reserved: 1, seq: 3 }), WITHIN);
  await runDurableObjectAlarm(stock);
  await runDurableObjectAlarm(stock);
  await vi.waitFor(async () => expect(await projected()).toEqual({ entries: 3, reserved: 1, seq: 3 }), WITHIN);
});

function projected() {
  return env.DB.prepare(
    `SELECT k.reserved, k.seq, (SELECT COUNT(*) FROM inventory_ledger l WHERE l.sku = k.sku) AS entries
     FROM stock_levels k WHERE k.sku = ?`,
  )
    .bind(sku)
    .first();
}

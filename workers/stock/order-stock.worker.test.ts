import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenStock } from '../../test/builders/stock.ts';
import { projectionStatements } from '../db/stock-projection.ts';
import type { StockChangedMessage } from '../domain/event.ts';
import { homeShardOf } from '../domain/stock-shards.ts';
import { AppError } from '../http/problem.ts';
import { StockObject } from '../objects/stock-object.ts';
import { commitStock, type HeldLine, holdStock, releaseStock } from './order-stock.ts';

const ctx = givenContext();
let orders = 0;

afterEach(() => {
  vi.restoreAllMocks();
});

const newOrder = () => `ord_${String(++orders).padStart(26, '0')}`;

/** An order whose home is the given object of four. */
function orderAt(home: number): string {
  for (;;) {
    const id = newOrder();
    if (homeShardOf(id, 4) === home) return id;
  }
}

async function tryHold(holdId: string, ...lines: HeldLine[]): Promise<'held' | string> {
  try {
    await holdStock(ctx, holdId, lines, Date.now());
    return 'held';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The promise of a remote call rejects twice when it is looked at from outside. */
async function failingGive(giver: DurableObjectStub<StockObject> | undefined, receiver: string, quantity: number) {
  await giver?.give(receiver, quantity);
}

describe.each([1, 4])('over %i objects', (shards) => {
  test('200 buyers at once for one piece: one gets it (invariant 1)', async () => {
    const stock = await givenStock({ onHand: 1, shards });
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => tryHold(newOrder(), stock.line())));
    expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'out_of_stock')).toHaveLength(199);
    expect(await stock.total()).toEqual({ onHand: 1, reserved: 1 });
  });

  test('500 buyers of 1–3 for 37 pieces: none too many, and what is left was too little (invariant 2)', async () => {
    const stock = await givenStock({ onHand: 37, shards });
    const wishes = Array.from({ length: 500 }, (_, index) => 1 + ((index * 7) % 3));
    const outcomes = await Promise.all(wishes.map((quantity) => tryHold(newOrder(), stock.line(quantity))));
    const held = wishes.filter((_, index) => outcomes[index] === 'held').reduce((sum, each) => sum + each, 0);
    const refused = wishes.filter((_, index) => outcomes[index] === 'out_of_stock');
    expect(held).toBeLessThanOrEqual(37);
    expect(37 - held).toBeLessThan(Math.min(...refused));
    expect(await stock.total()).toEqual({ onHand: 37, reserved: held });
  });

  test('carts [A,B] and [B,A], 100 at once: no deadlock, no half of an order (invariant 3)', async () => {
    const [a, b] = [await givenStock({ onHand: 1, shards }), await givenStock({ onHand: 1, shards })];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const id = newOrder();
        const lines = index % 2 === 0 ? [a.line(), b.line()] : [b.line(), a.line()];
        const outcome = await tryHold(id, ...lines);
        if (outcome !== 'held') await releaseStock(ctx, id, lines);
        return outcome;
      }),
    );
    const held = outcomes.filter((outcome) => outcome === 'held').length;
    expect(held).toBeLessThanOrEqual(1);
    expect(await a.total()).toEqual({ onHand: 1, reserved: held });
    expect(await b.total()).toEqual({ onHand: 1, reserved: held });
  });

  test('two lines of 5 of one SKU with 5 in stock: refused (invariant 4)', async () => {
    const stock = await givenStock({ onHand: 5, shards });
    expect(await tryHold(newOrder(), stock.line(5), stock.line(5))).toBe('out_of_stock');
    expect(await stock.total()).toEqual({ onHand: 5, reserved: 0 });
  });

  test('hold, commit and release may be repeated, before and after an eviction (invariant 6)', async () => {
    const stock = await givenStock({ onHand: 8, shards });
    const id = newOrder();
    const line = stock.line(7);
    expect(await Promise.all([tryHold(id, line), tryHold(id, line), tryHold(id, line)])).toEqual([
      ...['held', 'held', 'held'],
    ]);
    for (const object of stock.objects) await evictDurableObject(object);
    expect(await tryHold(id, line)).toBe('held');
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 7 });
    expect(await Promise.all([commitStock(ctx, id, [line]), commitStock(ctx, id, [line])])).toEqual([[], []]);
    expect(await stock.total()).toEqual({ onHand: 1, reserved: 0 });
    await Promise.all([releaseStock(ctx, id, [line]), releaseStock(ctx, id, [line])]);
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 0 });
    expect(await commitStock(ctx, id, [line])).toEqual([{ sku: stock.sku, reason: 'hold_released' }]);
    expect(await commitStock(ctx, newOrder(), [line])).toEqual([{ sku: stock.sku, reason: 'no_hold' }]);
  });

  test('a release that overtakes its hold wins', async () => {
    const stock = await givenStock({ onHand: 8, shards });
    const id = newOrder();
    await releaseStock(ctx, id, [stock.line(7)]);
    expect(await tryHold(id, stock.line(7))).toBe('checkout_interrupted');
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 0 });
  });

  test('D1 agrees after every message came three times in any order (invariant 5)', async () => {
    const stock = await givenStock({ onHand: 60, shards });
    for (let index = 0; index < 24; index++) {
      const [id, line] = [newOrder(), stock.line(1 + (index % 9))];
      if ((await tryHold(id, line)) !== 'held') continue;
      if (index % 2 === 0) await commitStock(ctx, id, [line]);
      if (index % 3 === 0) await releaseStock(ctx, id, [line]);
      if (index % 5 === 0) await stock.first.adjust(-3, 'manual', id);
    }
    const messages = (await Promise.all(stock.objects.map(messagesOf))).flat();
    const shuffled = [...messages, ...messages, ...messages].sort((a, b) => order(a) - order(b));
    for (const message of shuffled) await ctx.db.batch([...projectionStatements(ctx.db, message)]);
    const ledgers = await Promise.all(stock.objects.map((object) => object.ledger()));
    const seq = ledgers.reduce((sum, entries) => sum + (entries.at(-1)?.seq ?? 0), 0);
    const level = await env.DB.prepare('SELECT on_hand AS onHand, reserved, seq FROM stock_levels WHERE sku = ?')
      .bind(stock.sku)
      .first();
    expect(level).toEqual({ ...(await stock.total()), seq });
    const kept = await env.DB.prepare(
      `SELECT SUM(on_hand_change) AS onHand, SUM(reserved_change) AS reserved, COUNT(*) AS seq
       FROM inventory_ledger WHERE sku = ?1 OR sku LIKE ?1 || '#%'`,
    )
      .bind(stock.sku)
      .first();
    expect(kept).toEqual(level);
  });

  async function messagesOf(object: DurableObjectStub<StockObject>): Promise<StockChangedMessage[]> {
    const { name: sku } = await object.report();
    let level = { onHand: 0, reserved: 0 };
    return (await object.ledger()).map((entry) => {
      level = {
        onHand: level.onHand + entry.onHandChange,
        reserved: level.reserved + entry.reservedChange,
      };
      return { type: 'stock.changed', sku, seq: entry.seq, level, entries: [entry] };
    });
  }

  const order = ({ sku, seq }: StockChangedMessage) => ((seq * 7919 + sku.length * 13) % 31) - 15;
});

describe('a split SKU', () => {
  test('gives each object its share, and sells from all of them', async () => {
    const stock = await givenStock({ onHand: 40, shards: 4 });
    expect(await stock.levels()).toEqual(Array.from({ length: 4 }, () => ({ onHand: 10, reserved: 0 })));
    expect(await tryHold(orderAt(2), stock.line(10))).toBe('held');
    expect((await stock.levels())[2]).toEqual({ onHand: 10, reserved: 10 });
  });

  test('gathers what no single object has, and sells it whole', async () => {
    const stock = await givenStock({ onHand: 8, shards: 4 });
    const id = orderAt(3);
    expect(await tryHold(id, stock.line(7))).toBe('held');
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 7 });
    expect(await tryHold(orderAt(1), stock.line(2))).toBe('out_of_stock');
    expect(await tryHold(orderAt(1), stock.line(1))).toBe('held');
    expect(await commitStock(ctx, id, [stock.line(7)])).toEqual([]);
    expect(await stock.total()).toEqual({ onHand: 1, reserved: 1 });
  });

  test('buyers who each need almost everything do not starve each other: one gets it', async () => {
    const stock = await givenStock({ onHand: 12, shards: 4 });
    const take = StockObject.prototype.take;
    vi.spyOn(StockObject.prototype, 'take').mockImplementation(async function (this: StockObject, request) {
      await scheduler.wait(30);
      return await take.call(this, request);
    });
    const buy = async (index: number) => {
      await scheduler.wait(3 * index);
      return await tryHold(orderAt(index), stock.line(9));
    };
    const outcomes = await Promise.all([0, 1, 2, 3].map(buy));
    expect(outcomes.toSorted()).toEqual(['held', 'out_of_stock', 'out_of_stock', 'out_of_stock']);
    expect(await stock.total()).toEqual({ onHand: 12, reserved: 9 });
  });

  test('a hold repeated after its gather finds it, also when its home has pieces again', async () => {
    const stock = await givenStock({ onHand: 4, shards: 4 });
    const blocker = orderAt(0);
    await tryHold(blocker, stock.line(1));
    const id = orderAt(0);
    expect(await tryHold(id, stock.line(2))).toBe('held');
    await releaseStock(ctx, blocker, [stock.line(1)]);
    await stock.first.adjust(20, 'manual', 'adj_1');
    expect(await tryHold(id, stock.line(2))).toBe('held');
    expect(await stock.total()).toEqual({ onHand: 24, reserved: 2 });
    await releaseStock(ctx, id, [stock.line(2)]);
    expect(await stock.total()).toEqual({ onHand: 24, reserved: 0 });
  });

  test('a gather that died half way is finished by its repeat, or given back whole', async () => {
    const stock = await givenStock({ onHand: 8, shards: 4 });
    const take = StockObject.prototype.take;
    const dyingAfter = (takes: number) => {
      let left = takes;
      vi.spyOn(StockObject.prototype, 'take').mockImplementation(function (this: StockObject, request) {
        if (left-- <= 0) throw new Error('evicted');
        return take.call(this, request);
      });
    };
    const [first, second] = [orderAt(1), orderAt(2)];
    dyingAfter(2);
    await expect(tryHold(first, stock.line(7))).rejects.toThrow('evicted');
    expect((await stock.total()).reserved).toBe(4);
    vi.restoreAllMocks();
    expect(await tryHold(first, stock.line(7))).toBe('held');
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 7 });
    await releaseStock(ctx, first, [stock.line(7)]);

    dyingAfter(3);
    await expect(tryHold(second, stock.line(7))).rejects.toThrow('evicted');
    await releaseStock(ctx, second, [stock.line(7)]);
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 0 });
  });

  test('a line that was read before the split is held, and given back, all the same', async () => {
    const stock = await givenStock({ onHand: 8, shards: 4 });
    const stale = { ...stock.line(7), stockShards: 1 };
    const id = orderAt(2);
    expect(await tryHold(id, stale)).toBe('held');
    await releaseStock(ctx, id, [stale]);
    expect(await stock.total()).toEqual({ onHand: 8, reserved: 0 });
  });

  test('the shelf of all objects is adjusted as one, once', async () => {
    const stock = await givenStock({ onHand: 40, shards: 4 });
    await tryHold(orderAt(1), stock.line(5));
    await Promise.all([1, 2, 3].map(() => stock.first.adjust(-35, 'manual', 'adj_1')));
    expect(await stock.total()).toEqual({ onHand: 5, reserved: 5 });
    expect(await stock.first.adjust(-1, 'manual', 'adj_2')).toEqual({
      ...{ ok: false, reason: 'below_reserved', level: { onHand: 5, reserved: 5 } },
    });
    await stock.first.adjust(7, 'return', 'rma_1');
    expect(await stock.total()).toEqual({ onHand: 12, reserved: 5 });
  });

  test('the shelf of all objects is counted as one', async () => {
    const stock = await givenStock({ onHand: 40, shards: 4 });
    await tryHold(orderAt(1), stock.line(5));
    expect(await stock.first.set(4, {}, 'manual', 'cnt_1')).toMatchObject({ ok: false, reason: 'below_reserved' });
    expect(await stock.first.set(9, { expectedOnHand: 39 }, 'manual', 'cnt_2')).toMatchObject({ reason: 'stale' });
    expect(await stock.first.set(9, { expectedOnHand: 40 }, 'manual', 'cnt_3')).toEqual({
      ...{ ok: true, level: { onHand: 9, reserved: 5 } },
    });
    expect(await tryHold(orderAt(3), stock.line(4))).toBe('held');
    expect(await stock.first.set(9, {}, 'manual', 'cnt_3')).toMatchObject({ ok: true });
    expect(await stock.total()).toEqual({ onHand: 9, reserved: 9 });
  });

  test.each(['lost', 'unanswered'])('a transfer whose delivery is %s is neither lost nor doubled', async (fate) => {
    const stock = await givenStock({ onHand: 40, shards: 4 });
    const [giver, receiver] = [stock.objects[1], stock.objects[2]];
    if (giver === undefined || receiver === undefined) throw new Error('four objects');
    const receive = StockObject.prototype.receive;
    vi.spyOn(StockObject.prototype, 'receive').mockImplementationOnce(async function (
      this: StockObject,
      ref,
      quantity,
    ) {
      if (fate === 'unanswered') await receive.call(this, ref, quantity);
      throw new Error('evicted');
    });
    const { name } = await receiver.report();
    await expect(failingGive(giver, name, 6)).rejects.toThrow('evicted');
    expect((await giver.report()).transfers).toHaveLength(1);
    expect(await runDurableObjectAlarm(giver)).toBe(true);
    await giver.settle();
    expect((await giver.report()).transfers).toEqual([]);
    expect((await stock.levels()).map(({ onHand }) => onHand)).toEqual([10, 4, 16, 10]);
  });

  test('a gather waits for what is between two objects', async () => {
    const stock = await givenStock({ onHand: 8, shards: 4 });
    vi.spyOn(StockObject.prototype, 'receive').mockRejectedValueOnce(new Error('evicted'));
    await expect(failingGive(stock.objects[1], stock.sku, 2)).rejects.toThrow('evicted');
    expect((await stock.total()).onHand).toBe(6);
    expect(await tryHold(orderAt(2), stock.line(8))).toBe('held');
  });

  test('the alarm of the first object evens out, and then leaves it alone', async () => {
    const stock = await givenStock({ onHand: 80, shards: 4 });
    for (let index = 0; index < 4; index++) expect(await tryHold(orderAt(1), stock.line(5))).toBe('held');
    await stock.first.adjust(1, 'manual', 'adj_1');
    await runDurableObjectAlarm(stock.first);
    const after = await stock.levels();
    expect(after.map(({ onHand, reserved }) => onHand - reserved).toSorted()).toEqual([15, 15, 15, 16]);
    await stock.first.adjust(1, 'manual', 'adj_2');
    await runDurableObjectAlarm(stock.first);
    expect((await stock.total()).onHand).toBe(82);
    expect((await stock.levels()).slice(1)).toEqual(after.slice(1));
  });
});

describe('whatever happens in whatever order', () => {
  test.each([11, 22, 33])('books and promises agree (invariants 5 and 6), seed %i', async (seed) => {
    const random = randomOf(seed);
    const stock = await givenStock({ onHand: 30, shards: 4 });
    const lines = new Map<string, HeldLine>();
    const state = new Map<string, 'held' | 'committed' | 'released'>();
    let shelf = 30;
    const step = async () => {
      const known = [...lines.keys()];
      const id = known[random(known.length)] ?? '';
      const line = lines.get(id);
      const kind = random(10);
      if (kind < 4 || line === undefined) {
        const [fresh, wish] = [newOrder(), stock.line(1 + random(6))];
        lines.set(fresh, wish);
        if ((await tryHold(fresh, wish)) === 'held') state.set(fresh, 'held');
      } else if (kind === 4) {
        if ((await commitStock(ctx, id, [line])).length === 0) state.set(id, 'committed');
      } else if (kind === 5) {
        await releaseStock(ctx, id, [line]);
        state.set(id, 'released');
      } else if (kind === 6) {
        const delta = random(13) - 6;
        if ((await stock.first.adjust(delta, 'manual', newOrder())).ok) shelf += delta;
      } else if (kind === 7) await stock.objects[random(4)]?.give(`${stock.sku}#${1 + random(3)}`, random(5));
      else if (kind === 8) await runDurableObjectAlarm(stock.first);
      else {
        const object = stock.objects[random(4)];
        // Only what runs can be evicted.
        await object?.read();
        if (object !== undefined) await evictDurableObject(object);
      }
    };
    for (let index = 0; index < 120; index++) await step();

    const pieces = (wanted: string) =>
      [...state].filter(([, each]) => each === wanted).reduce((sum, [id]) => sum + (lines.get(id)?.quantity ?? 0), 0);
    expect(await stock.total()).toEqual({ onHand: shelf - pieces('committed'), reserved: pieces('held') });
    for (const object of stock.objects) {
      const { state: level, sums, transfers } = await object.report();
      expect({ onHand: level.onHand, reserved: level.reserved }).toEqual(sums.ledger);
      expect(level.reserved).toBe(sums.held);
      expect(level.reserved).toBeLessThanOrEqual(level.onHand);
      expect(transfers).toEqual([]);
    }
  });

  function randomOf(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return below === 0 ? 0 : Math.floor((state / 2 ** 32) * below);
    };
  }
});

import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenUserActor, headersOf } from '../../test/builders/person.ts';
import type { Actor } from '../context.ts';
import { StockObject } from '../objects/stock-object.ts';
import { holdStock } from './order-stock.ts';

const STAFF = givenUserActor({ role: 'staff' });
let sku = '';
let keys = 0;

beforeEach(async () => {
  vi.restoreAllMocks();
  ({ sku } = await givenProduct({ stock: 10 }));
});

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape.
  readonly body: any;
}

async function request(
  method: 'GET' | 'POST',
  path: string,
  { input, key = `key-${++keys}-of-test`, actor = STAFF }: { input?: unknown; key?: string; actor?: Actor | null } = {},
): Promise<Reply> {
  const headers = actor?.kind === 'user' ? await headersOf(actor) : {};
  const answer = await exports.default.fetch(`https://haat.test/api/v1/admin/stock/${path}`, {
    method,
    headers: {
      ...{ 'content-type': 'application/json', 'idempotency-key': key },
      ...headers,
    },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const adjust = (input: unknown, options: { key?: string; actor?: Actor | null } = {}) =>
  request('POST', `${sku}/adjustments`, { input, ...options });

const read = () => env.STOCK.getByName(sku).read();

async function promise(quantity: number, shards = 1): Promise<void> {
  const line = { sku, quantity, stockShards: shards, title: 'Kurta' };
  await holdStock(givenContext(), `ord_${crypto.randomUUID()}`, [line], Date.now());
}

async function audits(): Promise<unknown[]> {
  const { results } = await env.DB.prepare(
    'SELECT action, actor, after FROM audit_log WHERE subject = ? ORDER BY rowid',
  )
    .bind(sku)
    .all<{ action: string; actor: string; after: string }>();
  return results.map(({ after, ...row }) => ({ ...row, after: JSON.parse(after) }));
}

describe('adjustments', () => {
  test('a delta changes the shelf and is signed', async () => {
    const answer = await adjust({ delta: 5, reason: 'return', note: 'RMA 12' }, { key: 'return-of-rma-12' });
    const ref = `user:${STAFF.userId}:return-of-rma-12`;
    expect(answer).toEqual({
      status: 200,
      body: { sku, level: { onHand: 15, reserved: 0, available: 15 }, ref },
    });
    expect((await env.STOCK.getByName(sku).ledger()).at(-1)).toMatchObject({ onHandChange: 5, reason: 'return', ref });
    expect(await audits()).toEqual([
      {
        ...{ action: 'stock.adjust', actor: `user:${STAFF.userId}` },
        after: { ref, delta: 5, reason: 'return', note: 'RMA 12' },
      },
    ]);
  });

  test('a count sets the shelf, live holds included', async () => {
    await promise(4);
    expect((await adjust({ onHand: 6, expectedOnHand: 10, note: 'counted' })).body.level).toEqual({
      ...{ onHand: 6, reserved: 4, available: 2 },
    });
  });

  test('what is promised stays: 409, and the refusal is in the audit trail (invariant 7)', async () => {
    await promise(4);
    const down = await adjust({ delta: -7, reason: 'manual', note: 'broken' });
    expect(down).toMatchObject({ status: 409, body: { code: 'stock_below_reserved', onHand: 10, reserved: 4 } });
    expect(await adjust({ onHand: 3, note: 'counted' })).toMatchObject({ body: { code: 'stock_below_reserved' } });
    expect(await adjust({ onHand: 9, expectedOnHand: 9, note: 'counted' })).toMatchObject({
      ...{ status: 409, body: { code: 'stock_moved', onHand: 10 } },
    });
    expect(await read()).toEqual({ onHand: 10, reserved: 4 });
    expect((await audits()).map((row) => (row as { action: string }).action)).toEqual([
      ...['stock.adjust', 'stock.adjust_refused', 'stock.adjust', 'stock.adjust_refused'],
      ...['stock.adjust', 'stock.adjust_refused'],
    ]);
  });

  test('a count whose first try died is as old as that try: a later count stands', async () => {
    vi.spyOn(StockObject.prototype, 'set').mockRejectedValueOnce(new Error('evicted'));
    const early = { onHand: 30, note: 'counted in the morning' };
    expect((await adjust(early, { key: 'count-of-the-morning' })).status).toBe(500);
    await scheduler.wait(5);
    expect((await adjust({ onHand: 8, note: 'counted at noon' })).status).toBe(200);
    expect((await adjust(early, { key: 'count-of-the-morning' })).status).toBe(200);
    expect(await read()).toEqual({ onHand: 8, reserved: 0 });
  });

  test('one key is one change, ten times at once and later; with another body it is refused', async () => {
    const change = { delta: -3, reason: 'manual', note: 'broken' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust(change, { key: 'one-key-for-all' })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 200, body: { level: { onHand: 7 } } });
    await promise(7);
    expect(await adjust(change, { key: 'one-key-for-all' })).toEqual(answers[0]);
    expect(await adjust({ ...change, delta: -4 }, { key: 'one-key-for-all' })).toMatchObject({
      ...{ status: 422, body: { code: 'idempotency_key_reused' } },
    });
    expect(await read()).toEqual({ onHand: 7, reserved: 7 });
    expect(await audits()).toHaveLength(1);
  });

  test.each(['before', 'after'])('one that died %s its object changed is finished by its repeat', async (moment) => {
    const own = StockObject.prototype.adjust;
    vi.spyOn(StockObject.prototype, 'adjust').mockImplementationOnce(async function (this: StockObject, ...args) {
      if (moment === 'after') await own.apply(this, args);
      throw new Error('evicted');
    });
    const change = { delta: 2, reason: 'manual', note: 'found' };
    expect((await adjust(change, { key: `died-${moment}-its-object` })).status).toBe(500);
    expect(await audits()).toHaveLength(1);
    expect(await adjust(change, { key: `died-${moment}-its-object` })).toMatchObject({
      status: 200,
      body: { level: { onHand: 12 } },
    });
    expect(await read()).toEqual({ onHand: 12, reserved: 0 });
    expect(await audits()).toHaveLength(1);
  });

  test.each([
    [{ delta: 0, reason: 'manual', note: 'x' }, 'delta'],
    [{ delta: 1.5, reason: 'manual', note: 'x' }, 'delta'],
    [{ delta: 1e9, reason: 'manual', note: 'x' }, 'delta'],
    [{ delta: '1', reason: 'manual', note: 'x' }, 'delta'],
    [{ delta: 1, note: 'x' }, 'reason'],
    [{ delta: 1, reason: 'import', note: 'x' }, 'reason'],
    [{ delta: 1, reason: 'manual' }, 'note'],
    [{ delta: 1, onHand: 1, reason: 'manual', note: 'x' }, 'onHand'],
    [{ onHand: -1, note: 'x' }, 'onHand'],
    [{ onHand: 1, expectedOnHand: 0.5, note: 'x' }, 'expectedOnHand'],
    [{ delta: 1, reason: 'manual', expectedOnHand: 1, note: 'x' }, 'expectedOnHand'],
    [{ note: 'x' }, 'delta'],
    [{ onHand: 1, note: 'x', colour: 'red' }, 'colour'],
  ])('%j is refused for its %s and changes nothing (invariant 22)', async (input, field) => {
    const answer = await adjust(input);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
    expect(await read()).toEqual({ onHand: 10, reserved: 0 });
    expect(await audits()).toEqual([]);
  });

  test('only for staff, only with a key, only for what is listed', async () => {
    const change = { delta: 1, reason: 'manual', note: 'x' };
    expect((await adjust(change, { actor: null })).status).toBe(401);
    expect((await adjust(change, { actor: givenUserActor() })).status).toBe(403);
    expect((await adjust(change, { actor: givenUserActor({ role: 'seller' }) })).status).toBe(403);
    expect((await adjust(change, { key: 'short' })).body.errors[0].field).toBe('header.idempotency-key');
    expect((await request('POST', 'NO-SUCH-SKU/adjustments', { input: change })).status).toBe(404);
    expect((await request('GET', sku, { actor: givenUserActor({ role: 'seller' }) })).status).toBe(403);
    expect((await request('GET', 'NO-SUCH-SKU')).status).toBe(404);
    expect((await request('POST', 'NO-SUCH-SKU/split', { input: { shards: 2 } })).status).toBe(404);
    expect(await read()).toEqual({ onHand: 10, reserved: 0 });
    expect(await audits()).toEqual([]);
  });
});

test('staff see level, holds and ledger with its running sum', async () => {
  await promise(4);
  await adjust({ delta: -2, reason: 'manual', note: 'broken' });
  const { body } = await request('GET', sku);
  expect(body).toMatchObject({ sku, shards: 1, level: { onHand: 8, reserved: 4, available: 4 } });
  expect(body.holds).toMatchObject([{ quantity: 4, orderNo: null, objectName: sku }]);
  expect(body.objects[0].ledger.map((row: { onHand: number; reserved: number }) => [row.onHand, row.reserved])).toEqual(
    [
      ...[
        [8, 4],
        [10, 4],
        [10, 0],
      ],
    ],
  );
});

describe('a split', () => {
  test('shares the stock out, grows, never shrinks, and is signed once', async () => {
    const split = (shards: number) => request('POST', `${sku}/split`, { input: { shards } });
    const { body } = await split(2);
    expect(body).toMatchObject({ shards: 2, level: { onHand: 10, available: 10 } });
    expect(body.objects.map((each: { level: { onHand: number } }) => each.level.onHand)).toEqual([5, 5]);
    expect((await split(2)).status).toBe(200);
    expect((await split(4)).body.objects).toHaveLength(4);
    expect(await split(3)).toMatchObject({ status: 422, body: { errors: [{ field: 'shards' }] } });
    expect((await split(17)).body.errors[0].field).toBe('shards');
    expect((await split(1)).body.errors[0].field).toBe('shards');
    expect(await audits()).toMatchObject([{ after: { shards: 2 } }, { after: { shards: 4 } }]);
  });

  test('pages see the sum, and adjustments change the sum', async () => {
    await request('POST', `${sku}/split`, { input: { shards: 4 } });
    await promise(9, 4);
    expect((await adjust({ delta: -1, reason: 'manual', note: 'broken' })).body.level).toEqual({
      ...{ onHand: 9, reserved: 9, available: 0 },
    });
    await vi.waitFor(
      async () => {
        const { body } = await request('GET', sku);
        expect(body.projection).toMatchObject({ onHand: 9, reserved: 9, available: 0 });
      },
      { timeout: 10_000, interval: 200 },
    );
  });
});

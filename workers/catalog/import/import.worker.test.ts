import { env, exports } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenGstRate, givenSeller } from '../../../test/builders/catalog.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenUserActor, headersOf } from '../../../test/builders/person.ts';
import type { AppError } from '../../http/problem.ts';
import { StockObject } from '../../objects/stock-object.ts';
import { countStock } from '../../stock/count-stock.ts';
import * as projection from '../project-product.ts';
import { finishImport } from './finish-import.ts';
import { importBatch } from './import-batch.ts';
import type { Fields } from './item.ts';
import { findImport, listRejections } from './queries.ts';
import type { ImportRow } from './schemas.ts';
import { startImport } from './start-import.ts';

const STAFF = givenUserActor({ role: 'staff' });
const ctx = givenContext({ actor: STAFF });
let counter = 0;
let fileKey = '';

beforeAll(async () => {
  for (const code of ['gst-0', 'gst-3', 'gst-5', 'gst-18', 'apparel', 'footwear']) {
    await givenGstRate(code, { kind: 'flat', bps: 500 });
  }
  await givenSeller('Second Seller');
});

beforeEach(() => {
  vi.restoreAllMocks();
  counter += 1;
  fileKey = String(counter).padStart(64, '0');
});

function rowsOf(count: number, fields: (index: number) => Fields = () => ({})): ImportRow[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    fields: {
      uniq_id: `u-${counter}-${index}`,
      pid: `P${counter}X${index}`,
      product_name: `Nila ${counter} Cotton Kurta ${index}`,
      product_category_tree: `["Clothing >> Women's Clothing >> Ethnic Wear >> Kurtas ${counter} >> Nila ${counter} Kurtas ${counter}"]`,
      retail_price: '999',
      discounted_price: '499',
      brand: `Nila ${counter}`,
      ...fields(index),
    },
  }));
}

const begin = (options: { isDryRun?: boolean; sellerSlug?: string } = {}) =>
  startImport(ctx, { fileKey, isDryRun: false, sellerSlug: 'bazaar-direct', defaultStock: 25, ...options });

const send = (importId: string, rows: ImportRow[], afterLine = 0) => importBatch(ctx, importId, { afterLine, rows });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: AppError) => error.code,
  );

/** Everything of this test's products, without what differs from run to run. */
async function shelf() {
  const { results } = await env.DB.prepare(
    `SELECT p.title, p.slug, b.name AS brand, c.path, l.sku, l.price_paise AS price, k.on_hand AS stock, e.reason,
       (SELECT COUNT(*) FROM product_cards WHERE product_id = p.id) AS cards,
       (SELECT COUNT(*) FROM search_rows r JOIN search_text t ON t.rowid = r.place
          WHERE r.card_id = (SELECT id FROM product_cards WHERE product_id = p.id)) AS texts
     FROM listings l JOIN products p ON p.id = l.product_id JOIN variants v ON v.id = l.variant_id
     JOIN categories c ON c.id = p.category_id LEFT JOIN brands b ON b.id = p.brand_id
     JOIN stock_levels k ON k.sku = l.sku JOIN inventory_ledger e ON e.sku = l.sku AND e.seq = 1
     WHERE l.source_key LIKE ? ORDER BY l.source_key`,
  )
    .bind(`%:u-${counter}-%`)
    .all();
  return results;
}

const countOf = async (table: string) =>
  (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first('n')) as number;

const CATALOGUE = [
  'categories',
  'brands',
  'products',
  'variants',
  'listings',
  'stock_levels',
  'inventory_ledger',
  'product_cards',
  'sellers',
  'outbox',
];
const counts = () => Promise.all(CATALOGUE.map(countOf));

test('a batch becomes products that are on sale, found and in stock', async () => {
  const { importId } = await begin();
  const result = await send(importId, rowsOf(250));
  expect(result).toMatchObject({ created: 250, updated: 0, unchanged: 0, rejected: [], lastLine: 251 });
  const products = await shelf();
  expect(products).toHaveLength(250);
  expect(new Set(products.map((each) => each.slug)).size).toBe(250);
  expect(products[0]).toMatchObject({
    brand: `Nila ${counter}`,
    path: `/womens-fashion/ethnic-wear/kurtas-${counter}/`,
    ...{ price: 49_900, stock: 25, reason: 'import', cards: 1, texts: 1 },
  });
  const ledger = await env.DB.prepare('SELECT COUNT(*) AS n FROM inventory_ledger WHERE ref = ?')
    .bind(importId)
    .first('n');
  expect(ledger).toBe(250);
  expect(await countOf('outbox')).toBe(0);
  expect(await env.STOCK.getByName(String(products[0]?.sku)).read()).toEqual({ onHand: 25, reserved: 0 });
});

test('only staff with catalog.write, and nothing is written for others', async () => {
  const { importId } = await begin();
  const before = await counts();
  const shopper = givenContext({ actor: { ...STAFF, role: 'shopper' } });
  const nobody = givenContext({ actor: { kind: 'anonymous' } });
  const input = { fileKey, isDryRun: false, sellerSlug: 'bazaar-direct', defaultStock: 1 };
  expect(await codeOf(importBatch(shopper, importId, { afterLine: 0, rows: rowsOf(1) }))).toBe('forbidden');
  expect(await codeOf(importBatch(nobody, importId, { afterLine: 0, rows: rowsOf(1) }))).toBe('unauthenticated');
  expect(await codeOf(startImport(shopper, input))).toBe('forbidden');
  expect(await codeOf(finishImport(shopper, importId))).toBe('forbidden');
  expect(await codeOf(findImport(shopper, importId))).toBe('forbidden');
  expect(await codeOf(listRejections(shopper, importId))).toBe('forbidden');
  expect(await counts()).toEqual(before);
});

describe('again', () => {
  test('a batch sent twice, one after the other or at once, counts and creates once', async () => {
    const { importId } = await begin();
    const rows = rowsOf(40);
    await Promise.all([send(importId, rows), send(importId, rows), send(importId, rows)]);
    const first = await shelf();
    const again = await send(importId, rows);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 40, lastLine: 41 });
    expect(await shelf()).toEqual(first);
    expect(await findImport(ctx, importId)).toMatchObject({ created: 40, updated: 0, unchanged: 0, lastLine: 41 });
  });

  test('two imports of the same rows at once: the same end state', async () => {
    const one = await begin();
    fileKey = `f${fileKey.slice(1)}`;
    const two = await begin();
    expect(two.importId).not.toBe(one.importId);
    const rows = rowsOf(40);
    const results = await Promise.all([send(one.importId, rows), send(two.importId, rows)]);
    expect(results.reduce((total, { created }) => total + created, 0)).toBe(40);
    expect(results.reduce((total, { unchanged }) => total + unchanged, 0)).toBe(40);
    expect(await shelf()).toHaveLength(40);
  });

  test('two starts of one file at once are one import; a finished one makes room for the next', async () => {
    const starts = await Promise.all([begin(), begin(), begin()]);
    expect(new Set(starts.map(({ importId }) => importId)).size).toBe(1);
    const importId = starts[0]?.importId ?? '';
    await send(importId, rowsOf(3));
    expect(await begin()).toMatchObject({ importId, lastLine: 4, created: 3 });
    expect((await finishImport(ctx, importId)).finishedAt).not.toBeNull();
    expect(await codeOf(send(importId, rowsOf(3)))).toBe('import_out_of_step');
    const next = await begin();
    expect(next.importId).not.toBe(importId);
    expect(await send(next.importId, rowsOf(3))).toMatchObject({ created: 0, unchanged: 3 });
  });

  test('a changed row updates price and text; stock, slug and SKU stay', async () => {
    const { importId } = await begin();
    await send(importId, rowsOf(2));
    const before = await shelf();
    await env.DB.prepare('UPDATE stock_levels SET on_hand = 3, seq = 2 WHERE sku = ?').bind(before[0]?.sku).run();
    const changed = rowsOf(
      2,
      (index): Fields => (index === 0 ? { discounted_price: '450', product_name: 'Nila Linen Kurta' } : {}),
    );
    fileKey = `e${fileKey.slice(1)}`;
    const next = await begin();
    expect(await send(next.importId, changed)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const after = await shelf();
    expect(after[0]).toEqual({ ...before[0], title: 'Nila Linen Kurta', price: 45_000, stock: 3 });
    expect(after[1]).toEqual(before[1]);
    const card = await env.DB.prepare('SELECT title, price_paise AS price FROM product_cards WHERE slug = ?')
      .bind(after[0]?.slug)
      .first();
    expect(card).toEqual({ title: 'Nila Linen Kurta', price: 45_000 });
  });
});

describe('the shelf of a listing that is there already', () => {
  const template = (index: number, fields: Fields): ImportRow => ({
    line: index + 2,
    fields: {
      ...{ listing_id: `u-${counter}-${index}`, title: `Lamp ${counter}`, category: 'Toys & Games', mrp: '900' },
      ...{ price: '450', stock: '7', ...fields },
    },
  });
  const stockAt = (index: number, rows: Awaited<ReturnType<typeof shelf>>) =>
    env.STOCK.getByName(String(rows[index]?.sku));
  const nextFile = (letter: string) => {
    fileKey = letter + fileKey.slice(1);
  };

  test('is set to what the row says, live holds included, whether or not anything else has changed', async () => {
    await send((await begin()).importId, [template(0, {}), template(1, {}), template(2, {})]);
    const rows = await shelf();
    await stockAt(0, rows).hold({ orderId: 'ord_1', quantity: 2, expiresAt: Date.now() + 3_600_000 });
    nextFile('a');
    const { importId } = await begin();
    const again = [template(0, { stock: '9' }), template(1, { stock: '4', price: '400' }), template(2, { stock: '' })];
    expect(await send(importId, again)).toMatchObject({ updated: 1, unchanged: 2, rejected: [] });
    expect(await stockAt(0, rows).read()).toEqual({ onHand: 9, reserved: 2 });
    expect(await stockAt(1, rows).read()).toEqual({ onHand: 4, reserved: 0 });
    expect(await stockAt(2, rows).read()).toEqual({ onHand: 7, reserved: 0 });
    expect((await stockAt(0, rows).ledger()).at(-1)).toMatchObject({ reason: 'import', ref: `${importId}:2` });
    expect(await countOf(`outbox WHERE event ->> 'type' = 'stock.counted'`)).toBe(0);

    await stockAt(0, rows).commit('ord_1');
    await send(importId, again);
    expect(await stockAt(0, rows).read()).toEqual({ onHand: 7, reserved: 0 });
  });

  test('never falls below what is promised: the row is named, now and when it is sent again', async () => {
    await send((await begin()).importId, [template(0, {})]);
    const rows = await shelf();
    const stock = stockAt(0, rows);
    await stock.hold({ orderId: 'ord_1', quantity: 5, expiresAt: Date.now() + 3_600_000 });
    nextFile('b');
    const { importId } = await begin();
    const reason = '5 of 7 pieces are promised to orders: 4 is too few';
    const rejected = [{ line: 2, field: 'stock', reason }];
    expect(await send(importId, [template(0, { stock: '4' })])).toMatchObject({ unchanged: 1, rejected });
    expect(await stock.read()).toEqual({ onHand: 7, reserved: 5 });
    await stock.release('ord_1');
    expect((await send(importId, [template(0, { stock: '4' })])).rejected).toEqual(rejected);
    expect((await listRejections(ctx, importId)).rejections).toEqual(rejected);
    expect(await stock.read()).toEqual({ onHand: 7, reserved: 0 });
  });

  test('a count whose object does not answer is announced, and made when it is sent again', async () => {
    await send((await begin()).importId, [template(0, {})]);
    const rows = await shelf();
    nextFile('c');
    const { importId } = await begin();
    vi.spyOn(StockObject.prototype, 'set').mockRejectedValueOnce(new Error('evicted'));
    expect(await send(importId, [template(0, { stock: '3' })])).toMatchObject({ unchanged: 1, rejected: [] });
    expect(await stockAt(0, rows).read()).toEqual({ onHand: 7, reserved: 0 });
    const { results } = await env.DB.prepare(
      `SELECT id, event FROM outbox WHERE event ->> 'type' = 'stock.counted' AND handled_at IS NULL`,
    ).all<{ id: string; event: string }>();
    expect(results).toHaveLength(1);
    const { id = '', event = '{}' } = results[0] ?? {};
    const counted = JSON.parse(event) as { sku: string; onHand: number; ref: string };
    await Promise.all([1, 2, 3].map(() => countStock(ctx, counted, id)));
    expect(await stockAt(0, rows).read()).toEqual({ onHand: 3, reserved: 0 });
    expect(await stockAt(0, rows).ledger()).toHaveLength(2);
    await env.DB.exec('DELETE FROM outbox');
  });

  test('an old count that is delivered again after its announcement was taken back is not made late', async () => {
    await send((await begin()).importId, [template(0, {})]);
    const [row] = await shelf();
    const stock = env.STOCK.getByName(String(row?.sku));
    await stock.set(5, { countedAt: ctx.now + 1000 }, 'manual', 'cnt_1');
    const counted = { sku: String(row?.sku), onHand: 2, ref: 'imp_old:2' };
    const announce = env.DB.prepare('INSERT INTO outbox (id, event, created_at) VALUES (?, ?, ?)');
    await announce.bind('evt_old', JSON.stringify({ type: 'stock.counted', ...counted }), ctx.now).run();
    expect(await countStock(ctx, counted, 'evt_old')).toBeNull();
    expect(await stock.read()).toMatchObject({ onHand: 5 });
    await env.DB.exec('DELETE FROM outbox');
    expect(await countStock(givenContext({ now: ctx.now + 2000 }), counted, 'evt_old')).toBeNull();
    expect(await stock.read()).toMatchObject({ onHand: 5 });
  });

  test('a dry run counts nothing', async () => {
    await send((await begin()).importId, [template(0, {})]);
    nextFile('d');
    await send((await begin({ isDryRun: true })).importId, [template(0, { stock: '1' })]);
    expect(await stockAt(0, await shelf()).read()).toEqual({ onHand: 7, reserved: 0 });
  });
});

describe('bad rows', () => {
  test('are named, the others are imported, and the list is kept', async () => {
    const { importId } = await begin();
    const rows = rowsOf(
      4,
      (index): Fields =>
        index === 1
          ? { retail_price: '', discounted_price: 'x' }
          : index === 2
            ? { product_category_tree: '["Bug"]', product_name: 'Bug' }
            : {},
    );
    rows.push({ line: 9, fields: {}, problem: { field: 'row', reason: 'a quote is not closed' } });
    const result = await send(importId, rows);
    const rejected = [
      { line: 3, field: 'discounted_price', reason: "not an amount in rupees: 'x'" },
      { line: 3, field: 'retail_price', reason: 'missing' },
      { line: 4, field: 'product_category_tree', reason: 'no department, and the title does not tell one' },
      { line: 9, field: 'row', reason: 'a quote is not closed' },
    ];
    expect(result.created).toBe(2);
    expect(result.rejected).toHaveLength(4);
    expect(result.rejected).toEqual(expect.arrayContaining(rejected));
    await send(importId, rows);
    expect(await listRejections(ctx, importId)).toEqual({ rejections: rejected, nextCursor: null });
    expect((await listRejections(ctx, importId, '3.retail_price')).rejections).toEqual(rejected.slice(2));
    expect(await findImport(ctx, importId)).toMatchObject({ created: 2, rejected: 3, lastLine: 9 });
  });

  test('one seller offers a product once, in a batch and across batches', async () => {
    const { importId } = await begin();
    const rows = rowsOf(3, (index): Fields => (index > 0 ? { pid: `P${counter}X0` } : {}));
    const first = await send(importId, rows.slice(0, 2));
    expect(first).toMatchObject({ created: 1, rejected: [{ line: 3, field: 'pid' }] });
    const second = await send(importId, rows.slice(2), 3);
    expect(second).toMatchObject({ created: 0, rejected: [{ line: 4, field: 'pid' }] });
    fileKey = `d${fileKey.slice(1)}`;
    const other = await begin({ sellerSlug: 'second-seller' });
    expect(await send(other.importId, rows.slice(0, 1))).toMatchObject({ created: 1, rejected: [] });
    const products = await shelf();
    expect(products).toHaveLength(2);
    expect(products[0]?.slug).toBe(products[1]?.slug);
  });

  test('a department that is not there, a GST rate that is not there', async () => {
    const { importId } = await begin();
    const row = (line: number, fields: Fields): ImportRow => ({
      line,
      fields: {
        listing_id: `t-${counter}-${line}`,
        title: 'Kite',
        category: 'Toys & Games',
        mrp: '20',
        price: '10',
        ...fields,
      },
    });
    const result = await send(importId, [
      row(2, { category: 'Kites > Paper' }),
      row(3, { gst_code: 'gst-99' }),
      row(4, {}),
    ]);
    expect(result.created).toBe(1);
    expect(result.rejected).toMatchObject([
      { line: 2, field: 'category' },
      { line: 3, field: 'gst_code' },
    ]);
  });
});

test("our own template: a product's colours and sizes are its variants", async () => {
  const { importId } = await begin();
  const rows = ['S', 'M', 'M'].map(
    (size, index): ImportRow => ({
      line: index + 2,
      fields: {
        ...{
          listing_id: `u-${counter}-${index}`,
          product_id: `K${counter}`,
          title: 'Kurta',
          category: "Women's Fashion > Kurtas",
        },
        ...{ mrp: '999', price: '499', colour: 'Indigo', size, stock: '7', hsn: '6211' },
      },
    }),
  );
  const result = await send(importId, rows);
  expect(result).toMatchObject({ created: 2, rejected: [{ line: 4, field: 'product_id' }] });
  const { results } = await env.DB.prepare(
    `SELECT v.attributes, l.hsn, k.on_hand AS stock FROM listings l JOIN variants v ON v.id = l.variant_id
     JOIN stock_levels k ON k.sku = l.sku WHERE l.source_key LIKE ? ORDER BY v.position`,
  )
    .bind(`%:u-${counter}-%`)
    .all();
  expect(results).toEqual([
    { attributes: '{"colour":"Indigo","size":"S"}', hsn: '6211', stock: 7 },
    { attributes: '{"colour":"Indigo","size":"M"}', hsn: '6211', stock: 7 },
  ]);
  expect(new Set((await shelf()).map((each) => each.slug)).size).toBe(1);
});

test('a dry run judges the same and writes nothing to the catalogue', async () => {
  const rows = rowsOf(5, (index): Fields => (index === 2 ? { discounted_price: '1000' } : {}));
  const before = await counts();
  const dry = await begin({ isDryRun: true });
  const judged = await send(dry.importId, rows);
  expect(await counts()).toEqual(before);
  expect(await findImport(ctx, dry.importId)).toMatchObject({ created: 4, rejected: 1, lastLine: 6 });
  const real = await begin();
  expect(real.importId).not.toBe(dry.importId);
  expect(await send(real.importId, rows)).toEqual(judged);
});

describe('dying half way', () => {
  test('a projection that fails is announced; the batch may be sent again', async () => {
    const { importId } = await begin();
    vi.spyOn(projection, 'projectProducts').mockRejectedValueOnce(new Error('evicted'));
    await expect(send(importId, rowsOf(3))).rejects.toThrow('evicted');
    const { results } = await env.DB.prepare(
      `SELECT event ->> 'productId' AS productId, event ->> 'type' AS type FROM outbox WHERE handled_at IS NULL`,
    ).all();
    expect(results).toHaveLength(3);
    expect(results[0]?.type).toBe('product.changed');
    expect(await send(importId, rowsOf(3))).toMatchObject({ created: 0, unchanged: 3 });
    await projection.projectProducts(
      ctx,
      results.map(({ productId }) => String(productId)),
    );
    expect((await shelf()).map(({ cards, texts }) => [cards, texts])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(await findImport(ctx, importId)).toMatchObject({ created: 3, unchanged: 0 });
    await env.DB.exec('DELETE FROM outbox');
  });

  test('a batch that fails leaves nothing, not even its categories and brands', async () => {
    const { importId } = await begin();
    const before = await counts();
    await env.DB.exec(`CREATE TRIGGER broken BEFORE INSERT ON inventory_ledger BEGIN SELECT RAISE(ABORT, 'disk'); END`);
    await expect(send(importId, rowsOf(3))).rejects.toThrow();
    await env.DB.exec('DROP TRIGGER broken');
    expect(await counts()).toEqual(before);
    expect(await findImport(ctx, importId)).toMatchObject({ lastLine: 0, created: 0 });
  });
});

test('a sender out of step, or with columns nobody knows, is told so', async () => {
  const { importId } = await begin();
  const [first] = rowsOf(1);
  expect(await codeOf(send(importId, rowsOf(1), 1))).toBe('import_out_of_step');
  expect(await codeOf(importBatch(ctx, 'imp_0', { afterLine: 0, rows: rowsOf(1) }))).toBe('not_found');
  expect(await codeOf(send(importId, [...rowsOf(2)].reverse()))).toBe('validation_failed');
  await expect(send(importId, [{ line: 2, fields: { ...first?.fields, colr: 'red' } }])).rejects.toThrow(
    "unknown column 'colr'",
  );
  expect(
    await codeOf(
      send(
        importId,
        rowsOf(250, () => ({ description: '₹'.repeat(3000) })),
      ),
    ),
  ).toBe('body_too_large');
  expect(await codeOf(begin({ sellerSlug: 'nobody' }))).toBe('validation_failed');
});

test('over HTTP: staff only, every bound named', async () => {
  const { authorization: bearer = '' } = await headersOf(STAFF);
  const post = async (path: string, body: unknown, authorization = bearer) => {
    const answer = await exports.default.fetch(`https://haat.test/api/v1/admin/imports${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify(body),
    });
    return {
      status: answer.status,
      body: await answer.json<Record<string, unknown> & { errors?: { field: string }[] }>(),
    };
  };
  expect((await post('', { fileKey, isDryRun: false }, '')).status).toBe(401);
  expect((await post('', { fileKey: 'x', isDryRun: 'no' })).body.errors?.map(({ field }) => field)).toEqual([
    'fileKey',
    'isDryRun',
  ]);
  const started = await post('', { fileKey, isDryRun: false });
  expect(started).toMatchObject({ status: 200, body: { lastLine: 0, defaultStock: 25, sellerSlug: 'bazaar-direct' } });
  const batches = `/${String(started.body.importId)}/batches`;
  expect((await post(batches, { afterLine: 0, rows: rowsOf(251) })).status).toBe(422);
  expect((await post(batches, { afterLine: 0, rows: [] })).status).toBe(422);
  expect((await post(batches, { afterLine: 0, rows: [{ line: 1.5, fields: {} }] })).body.errors?.[0]?.field).toBe(
    'rows.0.line',
  );
  expect(await post(batches, { afterLine: 0, rows: rowsOf(2) })).toMatchObject({ status: 200, body: { created: 2 } });
});

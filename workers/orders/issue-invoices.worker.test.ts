import { env } from 'cloudflare:workers';
import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { type GivenSupplier, givenPlacedOrder, givenSupplier } from '../../test/builders/placed-order.ts';
import { openDb } from '../db/client.ts';
import { invoices, orders, outbox } from '../db/schema/orders.ts';
import { invoiceNoOf } from '../domain/invoice-number.ts';
import { issueInvoices } from './issue-invoices.ts';

// A PDF takes a while when the tests share the machine with others.
vi.setConfig({ testTimeout: 60_000 });

const ctx = givenContext();

const invoicesOf = (orderId: string) =>
  ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)).orderBy(asc(invoices.gstin));

const seriesOf = ({ gstin }: GivenSupplier) =>
  ctx.db
    .select()
    .from(invoices)
    .where(eq(invoices.gstin, gstin))
    .orderBy(asc(invoices.financialYear), asc(invoices.serial));

const announced = (orderId: string) =>
  ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(sql`event ->> 'type' = 'order.invoiced' AND event ->> 'orderId' = ${orderId}`);

/** Runs the jobs a few at a time: each holds a PDF in memory. */
async function inTurns(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

describe('a paid order of two sellers', () => {
  test('gets an invoice from each, with its PDF, and says so once', async () => {
    const order = await givenPlacedOrder([await givenSupplier('1001'), await givenSupplier('1002', '27')]);
    await issueInvoices(ctx, order.id);
    const rows = await invoicesOf(order.id);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ serial: 1, invoiceNo: invoiceNoOf(row.financialYear, 1) });
      expect(row.documentKey).toBe(`invoices/${row.gstin}/${row.financialYear}/${row.invoiceNo}.pdf`);
      const document = await env.DOCUMENTS.get(row.documentKey ?? '');
      expect(document?.httpMetadata?.contentType).toBe('application/pdf');
      expect((await document?.text())?.slice(0, 5)).toBe('%PDF-');
    }
    expect(await announced(order.id)).toHaveLength(1);
  });
});

describe('who and when', () => {
  test('only the shop itself issues invoices', async () => {
    const order = await givenPlacedOrder([await givenSupplier('1101')]);
    const shopper = givenContext({ actor: { kind: 'guest', guestId: ctx.newId('guest') } });
    await expect(issueInvoices(shopper, order.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await invoicesOf(order.id)).toEqual([]);
  });

  test.each(['payment_pending', 'cancelled', 'expired'] as const)('an order that is %s gets none', async (status) => {
    const order = await givenPlacedOrder([await givenSupplier('1102')], { status });
    await issueInvoices(ctx, order.id);
    expect(await invoicesOf(order.id)).toEqual([]);
  });

  test('an order that does not add up takes no number', async () => {
    const supplier = await givenSupplier('1103');
    const order = await givenPlacedOrder([supplier]);
    await ctx.db.run(sql`UPDATE order_lines SET taxable_paise = taxable_paise - 1 WHERE order_id = ${order.id}`);
    await expect(issueInvoices(ctx, order.id)).rejects.toThrow(RangeError);
    expect(await seriesOf(supplier)).toEqual([]);
  });
});

describe('again and at once', () => {
  test('50 at once and once more: one invoice, one announcement (invariant 8)', async () => {
    const supplier = await givenSupplier('1201');
    const order = await givenPlacedOrder([supplier]);
    await inTurns(
      Array.from({ length: 50 }, () => () => issueInvoices(givenContext(), order.id)),
      50,
    );
    await issueInvoices(givenContext({ now: Date.now() + 7 * 86_400_000 }), order.id);
    expect(await seriesOf(supplier)).toHaveLength(1);
    expect(await announced(order.id)).toHaveLength(1);
    // A repeat takes no number either.
    const next = await givenPlacedOrder([supplier]);
    await issueInvoices(ctx, next.id);
    expect((await seriesOf(supplier)).map((row) => row.serial)).toEqual([1, 2]);
  });

  test('after a crash between number and document, the same number gets its document', async () => {
    const order = await givenPlacedOrder([await givenSupplier('1202'), await givenSupplier('1203')]);
    const broken = { ...ctx.env, DOCUMENTS: refusing(env.DOCUMENTS) };
    await expect(issueInvoices({ ...ctx, env: broken }, order.id)).rejects.toThrow('storage is down');
    const numbered = await invoicesOf(order.id);
    expect(numbered.map((row) => row.documentKey)).toEqual([null, null]);
    expect(await announced(order.id)).toEqual([]);

    await issueInvoices(ctx, order.id);
    const finished = await invoicesOf(order.id);
    expect(finished.map((row) => row.invoiceNo)).toEqual(numbered.map((row) => row.invoiceNo));
    for (const row of finished) expect(await env.DOCUMENTS.head(row.documentKey ?? '')).not.toBeNull();
    expect(await announced(order.id)).toHaveLength(1);
  });
});

describe('series', () => {
  test('200 orders over 5 GSTINs in parallel: gapless in each (invariant 31)', async () => {
    const suppliers = await Promise.all(['1', '2', '3', '4', '5'].map((digit) => givenSupplier(`130${digit}`)));
    const orderIds = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const supplier = suppliers[index % suppliers.length];
        return (await givenPlacedOrder(supplier === undefined ? [] : [supplier])).id;
      }),
    );
    await inTurns(
      orderIds.map((orderId) => () => issueInvoices(givenContext(), orderId)),
      40,
    );
    for (const supplier of suppliers) {
      const serials = (await seriesOf(supplier)).map((row) => row.serial);
      expect(serials).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    }
  });

  test('two sellers under one GSTIN in one order share its series', async () => {
    const [first, second] = [await givenSupplier('1401'), await givenSupplier('1401')];
    const order = await givenPlacedOrder([first, second]);
    await issueInvoices(ctx, order.id);
    expect((await seriesOf(first)).map((row) => row.serial)).toEqual([1, 2]);
  });

  test('a new one begins at 18:30 UTC on 31 March', async () => {
    const supplier = await givenSupplier('1402');
    const turn = Date.parse('2027-03-31T18:30:00Z');
    for (const now of [turn - 2, turn - 1, turn, turn + 1]) {
      const order = await givenPlacedOrder([supplier]);
      await issueInvoices(givenContext({ now }), order.id);
    }
    expect((await seriesOf(supplier)).map((row) => row.invoiceNo)).toEqual([
      'HT-2627-000001',
      'HT-2627-000002',
      'HT-2728-000001',
      'HT-2728-000002',
    ]);
  });
});

test('the highest serial is read from the end of its index', async () => {
  const plan = await ctx.db.all<{ detail: string }>(sql`
    EXPLAIN QUERY PLAN SELECT MAX(serial) FROM ${invoices} WHERE gstin = 'a' AND financial_year = 'b'`);
  expect(plan.map((step) => step.detail).join()).toContain('USING COVERING INDEX invoices_series');
});

test('an order that is cancelled between reading and writing gets no invoice', async () => {
  const supplier = await givenSupplier('1501');
  const order = await givenPlacedOrder([supplier]);
  // The batch that takes the numbers is the second one: the cancellation slips in before it.
  let batches = 0;
  const cancelling = new Proxy(env.DB, {
    get: (target, name) => {
      if (name !== 'batch') return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        batches += 1;
        if (batches === 2) await ctx.db.update(orders).set({ status: 'cancelled' }).where(eq(orders.id, order.id));
        return await target.batch(statements);
      };
    },
  });
  await issueInvoices({ ...ctx, db: openDb(cancelling) }, order.id);
  expect(batches).toBe(2);
  expect(await seriesOf(supplier)).toEqual([]);
});

function refusing(bucket: R2Bucket): R2Bucket {
  return new Proxy(bucket, {
    get: (target, name) =>
      name === 'put' ? () => Promise.reject(new Error('storage is down')) : Reflect.get(target, name),
  });
}

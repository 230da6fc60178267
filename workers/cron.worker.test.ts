import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { givenContext } from '../test/builders/context.ts';
import { givenUnpaidOrder } from '../test/builders/unpaid-order.ts';
import { handleScheduled } from './cron.ts';
import { insertMany } from './db/insert-many.ts';
import { orders } from './db/schema/orders.ts';

const MINUTE_MS = 60_000;

const cron = (minutes: number, over: Partial<Env> = {}) =>
  handleScheduled({ ...env, ...over }, () => undefined, Date.now() + minutes * MINUTE_MS);

test('an order whose stock does not answer keeps no other from expiring, and gives its pieces back later', async () => {
  const stuck = await givenUnpaidOrder();
  const others = await Promise.all(Array.from({ length: 3 }, () => givenUnpaidOrder()));
  const deaf = { release: () => Promise.reject(new Error('no answer')) };
  const STOCK = {
    getByName: (name: string) => (name === stuck.sku ? deaf : env.STOCK.getByName(name)),
  } as unknown as Env['STOCK'];
  await cron(16, { STOCK });
  for (const order of [stuck, ...others]) expect(await order.status()).toBe('expired');
  for (const { sku } of others) expect(await env.STOCK.getByName(sku).read()).toMatchObject({ reserved: 0 });
  // The announcement has its own consumer.
  await cron(20);
  await vi.waitFor(
    async () => expect(await env.STOCK.getByName(stuck.sku).read()).toMatchObject({ reserved: 0 }),
    10_000,
  );
});

test('hundreds that are due at once are ended in one run', async () => {
  const { newId, db, now } = givenContext();
  const some = await givenUnpaidOrder();
  const [row] = await db.select().from(orders).where(eq(orders.id, some.orderId));
  if (row === undefined) throw new Error('the order is there');
  const due = Array.from({ length: 450 }, () => {
    const id = newId('order');
    return { ...row, id, orderNo: `HT${id.slice(-10)}`, cartVersion: null, dueAt: now - 1 };
  });
  await insertMany(db, orders, due);
  await cron(0);
  const left = await db.all(sql`SELECT id FROM orders WHERE status = 'payment_pending' AND due_at <= ${now}`);
  expect(left).toEqual([]);
});

import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { handleQueue } from '../consumers/index.ts';
import type { QueueMessage } from '../domain/event.ts';
import { edgeCache } from '../pages/page-cache.ts';
import { productKeys } from '../pages/page-key.ts';
import { servePage } from '../pages/serve-page.ts';
import { readCategoryTree } from './category-tree.ts';
import { forgetRecent } from './recent.ts';

const SHOP = 'https://haat.test';
const ENV = { ...env, APP_URL: SHOP };
const ctx = givenContext();

let lamp = { productId: '', slug: '', sku: '', keys: [] as readonly string[] };

async function consume(...bodies: QueueMessage[]): Promise<void> {
  const executionCtx = createExecutionContext();
  const messages = bodies.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<QueueMessage>('haat-events', messages);
  await handleQueue(batch, ENV, (work) => executionCtx.waitUntil(work));
  await waitOnExecutionContext(executionCtx);
}

const stockIs = (seq: number, onHand: number, reserved: number): QueueMessage => ({
  ...{ type: 'stock.changed', sku: lamp.sku, seq, level: { onHand, reserved }, entries: [] },
});
const keptOf = async () => {
  const kept = await Promise.all(lamp.keys.map((key) => edgeCache.match(key)));
  await Promise.all(kept.map((page) => page?.response.body?.cancel()));
  return kept.filter((page) => page !== null).length;
};

beforeEach(async () => {
  const { productId, slug } = await givenProduct({ title: 'Brass lamp', category: 'home/lamps', stock: 3 });
  const rows = await ctx.db.all<{ id: string; sku: string }>(sql`
    SELECT v.id, l.sku FROM variants v JOIN listings l ON l.variant_id = v.id WHERE v.product_id = ${productId}`);
  const keys = productKeys(
    SHOP,
    slug,
    rows.map(({ id }) => id),
  );
  lamp = { productId, slug, sku: rows[0]?.sku ?? '', keys };
  for (const key of keys) {
    const body = new TextEncoder().encode('old').buffer;
    await edgeCache.put(key, { status: 200, headers: {}, body, renderedAt: Date.now() });
  }
  expect(await keptOf()).toBe(4);
});

test('an edit is seen on the next view, in every language and for every variant', async () => {
  await consume({ type: 'product.changed', productId: lamp.productId, eventId: 'evt_1' });
  expect(await keptOf()).toBe(0);
});

test('so is stock that runs out or comes back, but not each piece that is sold', async () => {
  await consume(stockIs(2, 3, 1));
  await consume(stockIs(3, 3, 2));
  expect(await keptOf()).toBe(4);
  await consume(stockIs(4, 3, 3));
  expect(await keptOf()).toBe(0);
  await edgeCache.put(lamp.keys[0] ?? '', {
    ...{ status: 200, headers: {}, body: new ArrayBuffer(1), renderedAt: Date.now() },
  });
  await consume(stockIs(5, 3, 2));
  expect(await keptOf()).toBe(0);
});

test('a page that is being made while the product changes is not kept', async () => {
  const executionCtx = createExecutionContext();
  let goOn = () => {};
  const reading = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const [key = ''] = lamp.keys;
  await edgeCache.purge(key);
  const visit = servePage(new Request(key), ENV, executionCtx, async () => {
    await reading;
    return new Response('old');
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await consume({ type: 'product.changed', productId: lamp.productId, eventId: 'evt_2' });
  goOn();
  expect(await (await visit).text()).toBe('old');
  const next = await servePage(new Request(key), ENV, executionCtx, async () => new Response('new'));
  expect(await next.text()).toBe('new');
  await waitOnExecutionContext(executionCtx);
});

test('the count of a category follows its cards', async () => {
  const countOf = async (slug: string) => {
    forgetRecent();
    return (await readCategoryTree(givenContext())).bySlug.get(slug)?.productCount;
  };
  const before = (await countOf('lamps')) ?? 0;
  const first = await givenProduct({ title: 'Clay lamp', category: 'home/lamps' });
  await givenProduct({ title: 'Wall clock', category: 'home/clocks' });
  expect([await countOf('lamps'), await countOf('clocks'), await countOf('home')]).toEqual([
    ...[before + 1, 1, before + 2],
  ]);
  await ctx.db.run(sql`
    UPDATE products SET category_id = (SELECT id FROM categories WHERE slug = 'clocks') WHERE id = ${first.productId}`);
  await consume({ type: 'product.changed', productId: first.productId, eventId: 'evt_3' });
  expect([await countOf('lamps'), await countOf('clocks')]).toEqual([before, 2]);
  await ctx.db.run(sql`UPDATE products SET status = 'archived' WHERE id = ${first.productId}`);
  await consume({ type: 'product.changed', productId: first.productId, eventId: 'evt_4' });
  expect([await countOf('clocks'), await countOf('home')]).toEqual([1, before + 1]);
});

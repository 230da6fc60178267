import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenManyProducts } from '../../test/builders/many-products.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { projectProducts } from '../catalog/project-product.ts';
import { forgetRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { mendIndex } from './mend-index.ts';
import { continueRebuild, startRebuild } from './rebuild-index.ts';
import { searchProducts } from './search-products.ts';

const PRODUCTS = 600;
const staff = givenStaff();

/** Enough for several pages. */
beforeAll(() => givenManyProducts(PRODUCTS, { title: 'Indigo kurta', category: 'fashion/kurtas' }));

/** Whatever a test left open is brought to its end. */
beforeEach(async () => {
  await finish(staff);
});

async function count(q: string): Promise<number> {
  // Another isolate, which remembers nothing.
  forgetRecent();
  return (await searchProducts(givenContext(), { q, page: 1, limit: 1 })).total;
}

async function finish(ctx: Context): Promise<number> {
  const { rebuildId } = await startRebuild(ctx);
  for (let page = 1; ; page++) {
    if ((await continueRebuild(ctx, rebuildId)).isFinished) return page;
  }
}

/** Calls of a context whose database dies at its nth batch from now on. */
function givenDyingContext(batches: number): Context {
  let left = batches;
  const db = new Proxy(staff.db, {
    get(target, key) {
      if (key === 'batch' && left-- <= 0) throw new Error('killed');
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...staff, db };
}

describe('a rebuild', () => {
  test('answers every search of its time from a whole index', async () => {
    let isOver = false;
    const totals: number[] = [];
    const searching = (async () => {
      while (!isOver) totals.push(await count('kurta'));
    })();
    expect(await finish(staff)).toBe(4);
    isOver = true;
    await searching;
    expect(totals.length).toBeGreaterThan(3);
    expect(new Set(totals)).toEqual(new Set([PRODUCTS]));
    expect(await count('kurta')).toBe(PRODUCTS);
  });

  test('mends an index that has lost something', async () => {
    await staff.db.run(sql`DELETE FROM search_text WHERE rowid IN (SELECT place FROM search_rows LIMIT 100)`);
    expect(await count('kurta')).toBe(PRODUCTS - 100);
    await finish(staff);
    expect(await count('kurta')).toBe(PRODUCTS);
  });

  test('that is killed at any point is taken up where it was', async () => {
    for (const batches of [0, 1, 2, 3]) {
      const { rebuildId } = await startRebuild(staff);
      const dying = givenDyingContext(batches);
      await expect(
        (async () => {
          for (;;) if ((await continueRebuild(dying, rebuildId)).isFinished) return;
        })(),
      ).rejects.toThrow('killed');
      expect(await count('kurta')).toBe(PRODUCTS);
      expect((await startRebuild(staff)).rebuildId).toBe(rebuildId);
      await finish(staff);
      expect(await count('kurta')).toBe(PRODUCTS);
    }
  });

  test('takes over what is made, edited and taken off meanwhile', async () => {
    const gone = await givenProduct({ title: 'Wooden spinning wheel' });
    const edited = await givenProduct({ title: 'Brass lota' });
    const { rebuildId } = await startRebuild(staff);
    // Until the cursor is behind both.
    for (;;) {
      const { doneCount, totalCount } = await continueRebuild(staff, rebuildId);
      if (doneCount === totalCount) break;
    }
    await givenProduct({ title: 'Terracotta horse' });
    await staff.db.run(sql`UPDATE products SET title = 'Copper lota' WHERE id = ${edited.productId}`);
    await staff.db.run(sql`UPDATE products SET status = 'archived' WHERE id = ${gone.productId}`);
    await projectProducts(givenContext(), [gone.productId, edited.productId]);
    await finish(staff);
    expect([await count('terracotta horse'), await count('copper lota'), await count('brass lota')]).toEqual([1, 1, 1]);
    expect((await searchProducts(givenContext(), { q: 'brass lota', page: 1, limit: 1 })).isPartialMatch).toBe(true);
    expect(await count('spinning wheel')).toBe(0);
  });

  test('by two at once is done once', async () => {
    const [first, second] = await Promise.all([startRebuild(staff), startRebuild(staff)]);
    expect(first.rebuildId).toBe(second.rebuildId);
    await Promise.all([finish(staff), finish(staff)]);
    expect(await count('kurta')).toBe(PRODUCTS);
    const [spare] = await staff.db.all<{ rows: number; switches: number }>(sql`
      SELECT (SELECT COUNT(*) FROM search_rows_spare) AS rows,
        (SELECT MAX(switch_count) FROM search_rebuilds) AS switches`);
    expect(spare).toMatchObject({ switches: 1 });
  });

  test('that is over stays over', async () => {
    const { rebuildId } = await startRebuild(staff);
    await finish(staff);
    expect(await continueRebuild(staff, rebuildId)).toMatchObject({ isFinished: true });
    expect(await count('kurta')).toBe(PRODUCTS);
  });

  test('is for staff alone', async () => {
    const anonymous = givenContext({ actor: { kind: 'anonymous' } });
    await expect(startRebuild(anonymous)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(continueRebuild(staff, 'rbd_00000000000000000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the cron', () => {
  const later = (minutes: number) => givenContext({ now: Date.now() + minutes * 60_000 });

  test('leaves a good index, and a rebuild that somebody works at, alone', async () => {
    expect(await mendIndex(later(0))).toBe(0);
    await startRebuild(staff);
    expect(await mendIndex(later(1))).toBe(0);
  });

  test('goes on with a rebuild that has been left', async () => {
    const { rebuildId } = await startRebuild(staff);
    expect(await mendIndex(later(5))).toBeGreaterThan(2);
    expect(await continueRebuild(staff, rebuildId)).toMatchObject({ isFinished: true });
  });

  test('rebuilds an index of older rules, and one that is empty', async () => {
    await staff.db.run(sql`UPDATE search_rebuilds SET version = 0`);
    expect(await mendIndex(later(0))).toBeGreaterThan(2);
    await staff.db.run(sql`INSERT INTO search_text (search_text) VALUES ('delete-all')`);
    await staff.db.run(sql`DELETE FROM search_rows`);
    expect(await count('kurta')).toBe(0);
    expect(await mendIndex(later(0))).toBeGreaterThan(2);
    expect(await count('kurta')).toBe(PRODUCTS);
  });
});

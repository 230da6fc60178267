import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rescueFor } from '../../storefront/components/browse/rescue.ts';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenListener, stepsOf } from '../../test/builders/listener.ts';
import { findLiveProduct, findProductPage } from '../catalog/find-product.ts';
import { findCategory, homeRows, listCategories } from '../catalog/queries.ts';
import { forgetRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { searchProducts } from '../search/search-products.ts';

type Page = (ctx: Context) => Promise<unknown>;

const slugs = new Map<string, string>();
const shown = { page: 1, limit: 24 } as const;

/** What the front matter of the pages reads. */
const home: Page = (ctx) => Promise.all([listCategories(ctx), homeRows(ctx)]);
const product =
  (title: string): Page =>
  (ctx) =>
    findProductPage(ctx, slugs.get(title) ?? '', {});
const category =
  (slug: string): Page =>
  async (ctx) => {
    const query = { ...shown, category: slug };
    const [, result] = await Promise.all([findCategory(ctx, slug), searchProducts(ctx, query)]);
    return await rescueFor(ctx, query, result);
  };
const search =
  (q: string): Page =>
  async (ctx) =>
    await rescueFor(ctx, { ...shown, q }, await searchProducts(ctx, { ...shown, q }));

beforeAll(async () => {
  const offer = { ratingTenths: 40, ratingCount: 50, mrpPaise: 99_900, pricePaise: 49_900 };
  for (const [title, path] of [
    ['Brass lamp', 'home/lamps'],
    ['Red kurta', 'fashion/kurtas'],
    ['Blue kurta', 'fashion/kurtas'],
  ] as const) {
    slugs.set(title, (await givenProduct({ title, category: path, ...offer })).slug);
  }
});

beforeEach(() => forgetRecent());

async function heard(page: Page) {
  const listener = givenListener();
  await page(listener.heard(givenContext()));
  return listener;
}

describe('a page that is not from the cache', () => {
  test.each([
    ['home', home],
    ['product', product('Blue kurta')],
  ])('%s reads with three statements at most, in an isolate that knows nothing', async (_, page) => {
    expect((await heard(page)).sent.statements).toBeLessThanOrEqual(3);
  });

  test('a product is one journey, and so is its live fragment', async () => {
    expect((await heard(product('Blue kurta'))).sent).toEqual({ statements: 3, journeys: 1 });
    const fragment = await heard((ctx) => findLiveProduct(ctx, slugs.get('Blue kurta') ?? '', {}));
    expect(fragment.sent).toEqual({ statements: 2, journeys: 1 });
  });

  // What all searches share (categories, synonyms, meanings of numbers) is remembered for some seconds.
  test.each([
    ['category', category('lamps'), category('kurtas')],
    ['search', search('brass lamp'), search('blue kurta')],
  ])('%s goes to the database three times at most, in an isolate that has answered another', async (_, other, page) => {
    await other(givenContext());
    const { sent } = await heard(page);
    expect(sent.journeys).toBeGreaterThan(0);
    expect(sent.journeys).toBeLessThanOrEqual(3);
  });
});

/** Hundreds of rows at most, whatever the shop sells. */
const SMALL = ['categories', 'zone_pairs', 'search_synonyms'];
/** Read in the order of the page, as far as the page goes. */
const IN_ORDER = ['newest', 'price', 'rating', 'discount'].map((order) => `product_cards_${order}`);
/** What stands behind these names are lists that the statement was given, or has made before. */
const GIVEN = /^SCAN (\(subquery-\d+\)|CONSTANT ROW|hit|gate|chain|\w+ VIRTUAL TABLE INDEX 1:|line|wanted|asked)/;
/** The full text is asked by its own index: MATCH, which SQLite writes so. */
const MATCHED = /^SCAN \w+ VIRTUAL TABLE INDEX (\d+:M|3:|64:)/;

/** Steps that walk through a table which grows with the shop. */
function walksIn(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => {
    if (!step.startsWith('SCAN ') || GIVEN.test(step) || MATCHED.test(step)) return false;
    const [, table = '', index = ''] = /^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?/.exec(step) ?? [];
    return !SMALL.includes(table) && !IN_ORDER.includes(index);
  });
}

test('no statement of these pages walks through a table that grows', async () => {
  const pages = [home, product('Blue kurta'), category('kurtas'), search('blue kurta'), search('bleu kurta')];
  const sorted = (['price_asc', 'price_desc', 'newest', 'rating', 'discount'] as const).map(
    (sort): Page =>
      (ctx) =>
        searchProducts(ctx, { ...shown, sort }),
  );
  const statements = new Set<string>();
  for (const page of [...pages, ...sorted]) for (const query of (await heard(page)).asked) statements.add(query);
  expect(statements.size).toBeGreaterThan(12);
  const walks = await Promise.all(
    [...statements].map(async (query) => ({ query, steps: walksIn(await stepsOf(query)) })),
  );
  expect(walks.filter(({ steps }) => steps.length > 0)).toEqual([]);
});

test('a walk is noticed', async () => {
  expect(walksIn(await stepsOf('SELECT category_path, COUNT(*) FROM product_cards GROUP BY 1'))).toHaveLength(1);
  expect(walksIn(await stepsOf("SELECT id FROM products WHERE title = 'x'"))).toHaveLength(1);
});

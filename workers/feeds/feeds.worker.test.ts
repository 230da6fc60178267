import { env, exports } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type GivenProduct, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { openDb } from '../db/client.ts';
import { productCards, variants } from '../db/schema/catalog.ts';
import { CARDS_PER_FEED, merchantFeed } from './merchant-feed.ts';
import { CARDS_PER_SITEMAP, categorySitemap, productSitemap, sitemapIndex } from './sitemap.ts';

const SHOP = 'https://haat.example';

async function textOf(parts: AsyncIterable<string> | null): Promise<string> {
  let text = '';
  for await (const part of parts ?? []) text += part;
  return text;
}

const visit = (path: string, init?: RequestInit) => exports.default.fetch(`http://127.0.0.1:8787${path}`, init);

/** All of the feed, as a merchant centre reads it: from page to page. */
async function feed(page = 1): Promise<string> {
  const text = await textOf(merchantFeed(givenContext(), SHOP, page));
  return text.includes('rel="next"') ? text + (await feed(page + 1)) : text;
}

const sitemap = (page = 1) => productSitemap(givenContext(), SHOP, page).then(textOf);

/** The item of the feed with a SKU. */
const itemOf = (text: string, sku: string) =>
  text.split('<item>').find((item) => item.includes(`<g:id>${sku}</g:id>`)) ?? null;

/** Tags are opened and closed in order: what a parser asks first. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, isEnd, name, isEmpty] of xml.matchAll(/<(\/?)([a-z:A-Z]+)[^<>]*?(\/?)>/g)) {
    if (isEnd === '/') expect(open.pop()).toBe(name);
    else if (isEmpty !== '/') open.push(name ?? '');
  }
  expect(open).toEqual([]);
}

test('a product is in the sitemap in both languages, with its picture and its day', async () => {
  const { slug } = await givenProduct({ title: 'Brass lamp', images: ['p/lamp'] });
  const xml = await sitemap();
  expectWellFormed(xml);
  expect(xml).toContain(`<loc>${SHOP}/p/${slug}</loc>`);
  expect(xml).toContain(`<loc>${SHOP}/p/${slug}?lang=hi</loc>`);
  expect(xml).toContain(`hreflang="hi-IN" href="${SHOP}/p/${slug}?lang=hi"`);
  expect(xml).toContain(`hreflang="x-default" href="${SHOP}/p/${slug}"`);
  expect(xml).toMatch(/<image:loc>https:\/\/haat\.example\/media\/p\/lamp-\d+\.webp<\/image:loc>/);
  expect(xml).toMatch(/<lastmod>20\d\d-\d\d-\d\dT[\d:.]+Z<\/lastmod>/);
});

test('what nobody may see is in no sitemap and no feed', async () => {
  const hidden: GivenProduct[] = [
    { productStatus: 'draft' },
    { productStatus: 'in_review' },
    { productStatus: 'archived' },
    { status: 'inactive' },
  ];
  const made = await Promise.all(hidden.map((each) => givenProduct({ ...each, images: ['p/hidden'] })));
  const [xml, items] = [await sitemap(), await feed()];
  for (const { slug } of made) {
    expect(xml).not.toContain(slug);
    expect(items).not.toContain(slug);
  }
});

test('a page of products is a range of cards, and the index names those that have any', async () => {
  const ctx = givenContext();
  const { slug, productId } = await givenProduct({ title: 'Far away' });
  const far = 7 * CARDS_PER_SITEMAP + 1;
  await ctx.db.update(productCards).set({ id: far }).where(eq(productCards.productId, productId));
  const index = await sitemapIndex(ctx, SHOP);
  expectWellFormed(index);
  expect([...index.matchAll(/products-(\d+)\.xml/g)].map(([, page]) => page)).toEqual(['1', '8']);
  expect(index).toContain(`${SHOP}/sitemaps/categories.xml`);
  expect(await sitemap(8)).toContain(`/p/${slug}<`);
  expect(await sitemap(1)).not.toContain(`/p/${slug}<`);
  expect(await productSitemap(ctx, SHOP, 2)).toBeNull();
});

test('at most 10,000 addresses are on a page', () => {
  expect(CARDS_PER_SITEMAP * 2).toBeLessThanOrEqual(10_000);
});

test('categories that sell something have their page', async () => {
  await givenProduct({ category: 'home/lamps' });
  const xml = await textOf(categorySitemap({ ...givenContext(), now: Date.now() + 60_000 }, SHOP));
  expectWellFormed(xml);
  expect(xml).toContain(`<loc>${SHOP}/c/lamps</loc>`);
});

test('an item of the merchant feed says what its page says', async () => {
  const { sku, slug, variantIds } = await givenProduct({
    title: 'Salt & "pepper" <mill>',
    description: 'Grinds & shines',
    brand: 'Tata & Sons',
    pricePaise: 29_900,
    mrpPaise: 49_900,
    images: ['p/mill'],
  });
  const [variantId = ''] = variantIds;
  await givenContext().db.update(variants).set({ gtin: '8901234567894' }).where(eq(variants.id, variantId));
  const xml = await feed();
  expectWellFormed(xml);
  const item = itemOf(xml, sku);
  expect(item).toContain('<g:title>Salt &amp; &quot;pepper&quot; &lt;mill&gt;</g:title>');
  expect(item).toContain('<g:price>499.00 INR</g:price><g:sale_price>299.00 INR</g:sale_price>');
  expect(item).toContain('<g:availability>in_stock</g:availability>');
  expect(item).toContain(`<g:link>${SHOP}/p/${slug}?v=${variantId}</g:link>`);
  expect(item).toContain('<g:gtin>8901234567894</g:gtin>');
  expect(item).toContain('<g:brand>Tata &amp; Sons</g:brand>');
  expect(item).toMatch(/<g:shipping><g:country>IN<\/g:country><g:price>\d+\.\d\d INR<\/g:price><\/g:shipping>/);
  expect(item).not.toContain('item_group_id');
  expect(item).not.toContain('identifier_exists');
});

test('variants are items of one group, each with its best offer and its picture', async () => {
  const { skus, productId } = await givenProduct({
    title: 'Kurta',
    images: ['p/kurta', 'p/kurta-blue@1'],
    variants: [
      { attributes: { size: 'M', colour: 'White' }, stock: 0 },
      {
        attributes: { size: 'L', colour: 'Blue' },
        offers: [
          { seller: 'Dear Shop', pricePaise: 60_000, mrpPaise: 60_000 },
          { seller: 'Cheap Shop', pricePaise: 50_000, mrpPaise: 50_000 },
          { seller: 'Empty Shop', pricePaise: 40_000, mrpPaise: 40_000, stock: 0 },
        ],
      },
    ],
  });
  const xml = await feed();
  const [white, dear, cheap, empty] = skus.map((sku) => itemOf(xml, sku));
  expect([dear, empty]).toEqual([null, null]);
  expect(white).toContain('<g:availability>out_of_stock</g:availability>');
  expect(white).toMatch(/<g:image_link>\S+p\/kurta-\d+\.webp</);
  expect(cheap).toContain('<g:title>Kurta – L, Blue</g:title>');
  expect(cheap).toMatch(/<g:image_link>\S+p\/kurta-blue-\d+\.webp</);
  expect(cheap).toContain('<g:size>L</g:size><g:color>Blue</g:color>');
  expect(cheap).toContain('<g:identifier_exists>no</g:identifier_exists>');
  expect(cheap).toContain('<g:price>500.00 INR</g:price><g:condition>');
  for (const item of [white, cheap]) expect(item).toContain(`<g:item_group_id>${productId}</g:item_group_id>`);
});

test('the offer of a feed is the one that costs least at the door, as on its page', async () => {
  const { skus } = await givenProduct({
    images: ['p/door'],
    variants: [
      {
        offers: [
          { seller: 'Low Price', pricePaise: 49_000, mrpPaise: 60_000 },
          { seller: 'Free Shipping', pricePaise: 51_000, mrpPaise: 60_000 },
        ],
      },
    ],
  });
  const xml = await feed();
  const [low, free] = skus.map((sku) => itemOf(xml, sku));
  expect(low).toBeNull();
  expect(free).toContain('<g:price>0.00 INR</g:price></g:shipping>');
});

test('what has no picture is not offered to a merchant centre', async () => {
  const { sku } = await givenProduct({ images: [] });
  expect(itemOf(await feed(), sku)).toBeNull();
});

test('a feed says where it goes on', async () => {
  const ctx = givenContext();
  const { productId, sku } = await givenProduct({ images: ['p/far'] });
  await ctx.db
    .update(productCards)
    .set({ id: CARDS_PER_FEED + 3 })
    .where(eq(productCards.productId, productId));
  const [first, second] = [await textOf(merchantFeed(ctx, SHOP, 1)), await textOf(merchantFeed(ctx, SHOP, 2))];
  expect(first).toContain(`<atom:link rel="next" href="${SHOP}/feeds/merchant.xml?page=2"/>`);
  expect(itemOf(first, sku)).toBeNull();
  expect(itemOf(second, sku)).not.toBeNull();
  expect(await textOf(merchantFeed(ctx, SHOP, 999))).not.toMatch(/<item>|rel="next"/);
});

test('robots get documents with their type, kept for a while, and problems with theirs', async () => {
  const documents = ['/robots.txt', '/llms.txt', '/sitemap.xml', '/sitemaps/pages.xml', '/feeds/merchant.xml?page=1'];
  for (const path of documents) {
    const answer = await visit(path);
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'public, max-age=600']);
    expect(answer.headers.get('content-type')).toMatch(path.endsWith('.txt') ? /^text\/plain/ : /^application\/xml/);
    expect((await answer.text()).length).toBeGreaterThan(20);
    expect(await (await visit(path, { method: 'HEAD' })).text()).toBe('');
  }
  const refused = [
    ['/sitemaps/products-999999.xml', 404],
    ['/sitemaps/products-0.xml', 404],
    ['/sitemaps/nothing.xml', 404],
    ['/feeds/merchant.xml?page=0', 422],
    ['/feeds/merchant.xml?page=1e9', 422],
  ] as const;
  for (const [path, status] of refused) {
    const answer = await visit(path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
  expect((await visit('/sitemap.xml', { method: 'POST' })).status).toBe(405);
  expect(await (await visit('/feeds/merchant.xml?page=x')).json()).toMatchObject({ errors: [{ field: 'query.page' }] });
});

test('llms.txt is what agents expect of it: a title, links, and none that leads nowhere', async () => {
  const text = await (await visit('/llms.txt')).text();
  expect(text).toMatch(/^# Haat/);
  const api = [...text.matchAll(/\]\((http[^)]+)\)/g)].map(([, link = '']) => new URL(link).pathname);
  expect(api.length).toBeGreaterThan(6);
  for (const path of api.filter((each) => each.startsWith('/api/') || each.endsWith('.xml'))) {
    expect([path, (await visit(path)).status]).toEqual([path, 200]);
  }
});

test('no page of a sitemap or feed walks through the catalogue', async () => {
  const asked = new Set<string>();
  const DB = new Proxy(env.DB, {
    get(target, key) {
      if (key === 'prepare') {
        return (query: string) => {
          asked.add(query);
          return target.prepare(query);
        };
      }
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const ctx = { ...givenContext(), env: { ...env, DB }, db: openDb(DB) };
  await sitemapIndex(ctx, SHOP);
  await textOf(await productSitemap(ctx, SHOP, 1));
  expect(asked.size).toBe(2);
  await textOf(merchantFeed(ctx, SHOP, 1));
  const steps: string[] = [];
  for (const query of asked) {
    const nulls = Array.from({ length: query.split('?').length - 1 }, () => null);
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...nulls)
      .all<{ detail: string }>();
    steps.push(...results.map(({ detail }) => detail));
  }
  const grows = '(c|p|v|l|k|m|o|product_cards|products|variants|listings|media|stock_levels)';
  expect(steps.filter((step) => new RegExp(`^SCAN ${grows}\\b`).test(step))).toEqual([]);
  expect(steps.join('\n')).toMatch(/SEARCH c USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/);
});

test('three hundred thousand products are paged by the key', async () => {
  const ctx = givenContext();
  // Only what the sitemap reads of them.
  await ctx.db.run(sql`
    WITH RECURSIVE n (id) AS (SELECT 100001 UNION ALL SELECT id + 1 FROM n WHERE id < 130000)
    INSERT INTO product_cards (id, product_id, slug, title, category_id, category_path, sku, price_paise, mrp_paise,
      discount_percent, rating_tenths, rating_count, is_in_stock, created_at)
    SELECT id, 'many-' || id, 'many-' || id, 'Many', 'cat', '/things/', 'MANY-' || id, 100, 100, 0, 0, 0, 1, 0 FROM n`);
  await ctx.db.run(sql`
    INSERT INTO products (id, slug, title, category_id, status, created_at, updated_at)
    SELECT product_id, slug, title, category_id, 'active', 0, 0 FROM product_cards WHERE id > 100000`);
  const pages = [...(await sitemapIndex(ctx, SHOP)).matchAll(/products-(\d+)/g)].map(([, page]) => Number(page));
  expect(pages.filter((page) => page > 20)).toEqual([21, 22, 23, 24, 25, 26]);
  const xml = await sitemap(23);
  expect(xml.match(/<url>/g)?.length).toBe(10_000);
  expect(xml.length).toBeLessThan(50_000_000);
});

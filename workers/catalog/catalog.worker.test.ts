import { env, exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BuiltProduct, givenCategory, givenProduct, givenSeller } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { chooseForCard } from '../domain/buy-box.ts';
import { findProduct } from './find-product.ts';
import { homeRows } from './home-rows.ts';
import { projectProducts } from './project-product.ts';
import { findCategory, listCategories } from './queries.ts';
import { serveMedia } from './serve-media.ts';
import { namedProducts, similarProducts } from './similar-products.ts';

let shirt: BuiltProduct;

beforeAll(async () => {
  await givenSeller('Good Seller', { ratingTenths: 48 });
  await givenSeller('Fair Seller', { ratingTenths: 31 });
  await givenSeller('Gone Seller', { status: 'suspended' });
  shirt = await givenProduct({
    title: 'Linen shirt',
    slug: 'linen-shirt',
    brand: 'Kapas & Co',
    category: 'fashion/mens-clothing/shirts',
    specs: [{ name: 'Fabric', items: [{ key: 'Material', value: 'Linen' }] }],
    images: ['p/linen', 'p/linen-white@1'],
    variants: [
      {
        attributes: { colour: 'Indigo', size: 'M' },
        offers: [
          { sku: 'FAIR-M', seller: 'Fair Seller', pricePaise: 99_900, mrpPaise: 199_900 },
          { sku: 'GOOD-M', seller: 'Good Seller', pricePaise: 99_900, mrpPaise: 199_900, stock: 250 },
          { sku: 'GONE-M', seller: 'Gone Seller', pricePaise: 100 },
          { sku: 'EMPTY-M', seller: 'Sharma Traders', pricePaise: 89_900, stock: 0 },
        ],
      },
      { attributes: { colour: 'White', size: 'L' }, sku: 'WHITE-L', pricePaise: 109_900, mrpPaise: 109_900 },
      { attributes: { colour: 'Red', size: 'S' }, sku: 'RED-S', status: 'inactive' },
    ],
  });
});

describe('a product', () => {
  test('is told with its variants, its offers and the reason of the choice', async () => {
    const product = await findProduct(givenContext(), 'linen-shirt');
    const [indigo, white, red] = product.variants;
    expect(indigo).toMatchObject({ label: 'M, Indigo', isInStock: true, reason: 'better_seller' });
    expect(indigo?.offer).toMatchObject({ sku: 'GOOD-M', discountPercent: 50, available: 10 });
    expect(indigo?.otherOffers.map(({ sku }) => sku)).toEqual(['FAIR-M', 'EMPTY-M']);
    expect(white).toMatchObject({ reason: 'only_offer', offer: { sku: 'WHITE-L', discountPercent: 0 } });
    expect(red).toMatchObject({ isInStock: false, offer: null, reason: null, otherOffers: [] });
    expect(product.breadcrumbs.map(({ slug }) => slug)).toEqual(['fashion', 'mens-clothing', 'shirts']);
    expect(product.options).toEqual([
      { name: 'size', label: 'Size', values: ['M', 'L', 'S'] },
      { name: 'colour', label: 'Colour', values: ['Indigo', 'White', 'Red'] },
    ]);
    expect(product.images[0]).toMatchObject({ url: '/media/p/linen-400.webp', variantId: null });
    expect(product.images[1]?.variantId).toBe(white?.id);
  });

  test.each(['draft', 'in_review', 'archived'] as const)('that is %s does not exist outside', async (productStatus) => {
    const { slug } = await givenProduct({ title: `Hidden ${productStatus}`, productStatus });
    await expect(findProduct(givenContext(), slug)).rejects.toMatchObject({ code: 'not_found' });
    expect(await cardOf(slug)).toBeUndefined();
  });

  test('without a picture has the drawing of its department', async () => {
    const { slug } = await givenProduct({ category: 'odds-and-ends' });
    expect((await findProduct(givenContext(), slug)).images[0]?.url).toBe('/placeholders/generic.svg');
  });
});

describe('the card', () => {
  test('shows the best offer over all variants, as the domain chooses it', async () => {
    expect((await cardOf(shirt.slug))?.sku).toBe(chooseForCard(await offersOf(shirt.slug))?.sku);
  });

  test('agrees with the domain for any offers', async () => {
    const random = (below: number) => Math.floor(Math.random() * below);
    await Promise.all([1, 2, 3, 4].map((n) => givenSeller(`Seller ${n}`, { ratingTenths: 30 + random(2) * 10 })));
    for (let round = 0; round < 10; round++) {
      const { slug } = await givenProduct({
        offers: [1, 2, 3, 4].map((n) => ({
          seller: `Seller ${n}`,
          pricePaise: 1000 + random(2),
          stock: random(2),
        })),
      });
      const chosen = chooseForCard(await offersOf(slug));
      expect(await cardOf(slug)).toMatchObject({
        sku: chosen?.sku,
        pricePaise: chosen?.pricePaise,
        isInStock: Number((chosen?.available ?? 0) > 0),
      });
    }
  });

  test('keeps its number when it changes, and goes when nobody sells the product', async () => {
    const ctx = givenContext();
    const { slug, productId, sku } = await givenProduct({ title: 'Brief lamp' });
    const before = await cardOf(slug);
    await ctx.db.run(sql`UPDATE listings SET price_paise = 100 WHERE sku = ${sku}`);
    await projectProducts(ctx, [productId, productId]);
    expect(await cardOf(slug)).toMatchObject({ id: before?.id, pricePaise: 100 });
    await ctx.db.run(sql`UPDATE listings SET status = 'inactive' WHERE sku = ${sku}`);
    await projectProducts(ctx, [productId]);
    expect(await cardOf(slug)).toBeUndefined();
    const left = await ctx.db.all(sql`
      SELECT rowid FROM search_text WHERE search_text MATCH 'brief'
      UNION ALL SELECT card_id FROM search_rows WHERE card_id = ${before?.id}
      UNION ALL SELECT place FROM search_names WHERE place NOT IN (SELECT place FROM search_rows)
      UNION ALL SELECT card_id FROM card_attributes WHERE card_id = ${before?.id}`);
    expect(left).toEqual([]);
  });

  test('hundreds are rebuilt at once', async () => {
    const ctx = givenContext();
    const made = await Promise.all(Array.from({ length: 12 }, (_, n) => givenProduct({ title: `Row of ${n}` })));
    await projectProducts(
      ctx,
      made.map(({ productId }) => productId),
    );
    const [row] = await ctx.db.all<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM product_cards WHERE title LIKE 'Row of %'`,
    );
    expect(row?.count).toBe(12);
  });
});

describe('categories', () => {
  test('are listed depth-first with what they hold, the empty ones left out', async () => {
    await givenCategory('nothing-here');
    const slugs = (await listCategories(givenContext())).map(({ slug, depth }) => `${depth} ${slug}`);
    const start = slugs.indexOf('0 fashion');
    expect(slugs.slice(start, start + 3)).toEqual(['0 fashion', '1 mens-clothing', '2 shirts']);
    expect(slugs).not.toContain('0 nothing-here');
  });

  test('one is told with its way up and its children', async () => {
    expect(await findCategory(givenContext(), 'mens-clothing')).toMatchObject({
      productCount: 1,
      parentSlug: 'fashion',
      breadcrumbs: [{ slug: 'fashion', name: 'Fashion' }],
      children: [{ slug: 'shirts', productCount: 1 }],
      returnPolicy: 'refund',
    });
    await expect(findCategory(givenContext(), 'no-such')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('similar products leave out the product itself', async () => {
    await givenProduct({ title: 'Another shirt', slug: 'another-shirt', category: 'fashion/mens-clothing/shirts' });
    const similar = await similarProducts(givenContext(), 'linen-shirt');
    expect(similar.map(({ slug }) => slug)).toEqual(['another-shirt']);
  });

  test('named products come in their order, without what is not on sale', async () => {
    const { slug: hidden } = await givenProduct({ title: 'Hidden', productStatus: 'draft' });
    const cards = await namedProducts(givenContext(), [
      'another-shirt',
      hidden,
      'no-such',
      'linen-shirt',
      'another-shirt',
    ]);
    expect(cards.map(({ slug }) => slug)).toEqual(['another-shirt', 'linen-shirt']);
  });

  test('the home page has rows of them', async () => {
    const rows = await homeRows(givenContext());
    expect(rows.map(({ kind, category }) => [kind, category])).toContainEqual(['popular', 'Fashion']);
    for (const { products } of rows) expect(products.every(({ isInStock }) => isInStock)).toBe(true);
  });
});

describe('the API', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    exports.default.fetch(`https://haat.test/api/v1${path}`, { headers });

  test('answers 304 to a reader who has the product already', async () => {
    const first = await get('/products/linen-shirt');
    expect(first.status).toBe(200);
    const etag = first.headers.get('etag') ?? '';
    expect((await get('/products/linen-shirt', { 'if-none-match': etag })).status).toBe(304);
  });

  test.each([
    ['/products/no-such-thing', 404],
    ['/products/Not%20a%20slug', 422],
    ['/categories/no-such-thing', 404],
    ['/categories', 200],
    ['/categories/shirts', 200],
  ])('GET %s is %i', async (path, status) => expect((await get(path)).status).toBe(status));
});

describe('pictures', () => {
  const get = (path: string, init: RequestInit = {}) => serveMedia(env, new Request(`https://haat.test${path}`, init));

  test('are served for ever, and not twice', async () => {
    await env.MEDIA.put('p/linen-400.webp', new Uint8Array([1, 2, 3]));
    const answer = await get('/media/p/linen-400.webp');
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    const again = await get('/media/p/linen-400.webp', {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await get('/media/p/linen-400.webp', { method: 'HEAD' })).headers.get('content-length')).toBe('3');
  });

  test.each([
    '/media/',
    '/media/p/none.webp',
    '/media/p%2Flinen-400.webp',
    '/media/p/linen-400.html',
    '/media//x.webp',
  ])('%s is not there', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
  });

  test('are only read', async () => expect((await get('/media/p/linen-400.webp', { method: 'PUT' })).status).toBe(405));
});

/** All offers of a product, as the rules of the card compare them. */
async function offersOf(slug: string) {
  const { variants } = await findProduct(givenContext(), slug);
  return variants
    .flatMap(({ offer, otherOffers }) => [...(offer ? [offer] : []), ...otherOffers])
    .map((offer) => ({ ...offer, sellerRatingTenths: offer.seller.ratingTenths }));
}

async function cardOf(slug: string) {
  const [card] = await givenContext().db.all<{ id: number; sku: string; pricePaise: number; isInStock: number }>(sql`
    SELECT id, sku, price_paise AS pricePaise, is_in_stock AS isInStock FROM product_cards WHERE slug = ${slug}`);
  return card;
}

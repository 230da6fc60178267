import { exports } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { givenCategory, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import type { SearchResult } from './schemas.ts';
import { searchProducts } from './search-products.ts';
import { parseSearch } from './search-url.ts';

beforeAll(async () => {
  await givenCategory('fashion/kurtas', [
    { name: 'colour', label: 'Colour' },
    { name: 'fabric', label: 'Fabric' },
  ]);
  const kurta = { category: 'fashion/kurtas', brand: 'Rangoli' };
  const fabric = (value: string) => [{ name: 'General', items: [{ key: 'Fabric', value }] }];
  await givenProduct({
    ...{ ...kurta, title: 'Red cotton kurta', slug: 'red-cotton', pricePaise: 79_900, specs: fabric('Cotton') },
    ...{ attributes: { colour: 'Red' }, ratingTenths: 44, ratingCount: 120 },
  });
  await givenProduct({
    ...{ ...kurta, title: 'Blue cotton kurta', slug: 'blue-cotton', pricePaise: 99_900, specs: fabric('Cotton') },
    ...{ attributes: { colour: 'Blue' }, ratingTenths: 39, ratingCount: 12 },
  });
  await givenProduct({
    ...{
      ...kurta,
      brand: 'Neel',
      title: 'Red silk kurta',
      slug: 'red-silk',
      pricePaise: 249_900,
      specs: fabric('Silk'),
    },
    ...{ attributes: { colour: 'Red' } },
  });
  await givenProduct({
    ...{ category: 'fashion/shirts', brand: 'Neel', title: 'Women’s shirts, pack of 2', slug: 'shirts' },
    ...{ pricePaise: 59_900, stock: 0, description: 'Goes with any red kurta.' },
  });
  await givenProduct({ category: 'kitchen/pans', brand: 'Loha', title: 'Iron pan', slug: 'pan', pricePaise: 129_900 });
  await givenProduct({ title: 'Secret kurta', category: 'fashion/kurtas', productStatus: 'draft' });
});

const search = (parameters: string) => searchProducts(givenContext(), parseSearch(new URLSearchParams(parameters)));
const slugs = (result: SearchResult) => result.products.map(({ slug }) => slug);
const counts = (values: readonly { value: string; count: number }[]) =>
  Object.fromEntries(values.map(({ value, count }) => [value, count]));

describe('words', () => {
  test.each([
    ['q=kurta', ['blue-cotton', 'red-cotton', 'red-silk', 'shirts']],
    ['q=KURTAS', ['blue-cotton', 'red-cotton', 'red-silk', 'shirts']],
    ['q=shirt', ['shirts']],
    ["q=women's", ['shirts']],
    ['q=red kur', ['red-cotton', 'red-silk', 'shirts']],
    ['q=kitchen', ['pan']],
    ['q=loha', ['pan']],
    ['q=silk', ['red-silk']],
  ])('%s', async (parameters, expected) => expect(slugs(await search(parameters)).sort()).toEqual(expected));

  test('a hit in the title comes before one in the description', async () => {
    expect(slugs(await search('q=red kurta')).at(-1)).toBe('shirts');
  });

  test('when no product has all of them, those with some are told as such', async () => {
    const result = await search('q=iron kurta');
    expect(result).toMatchObject({ isPartialMatch: true, total: 5 });
    expect(result.suggestions).toContainEqual({
      kind: 'words',
      name: 'iron',
      label: 'Search “iron”',
      href: '/search?q=iron',
    });
  });

  test('nothing found is never an empty page', async () => {
    const result = await search('q=zeppelin&brand=neel');
    expect(result).toMatchObject({ total: 0, products: [], pageCount: 0, isPartialMatch: false });
    expect(result.suggestions).toContainEqual(
      expect.objectContaining({ kind: 'unfiltered', href: '/search?q=zeppelin' }),
    );
    expect(result.suggestions).toContainEqual(expect.objectContaining({ name: 'Fashion', href: '/c/fashion' }));
  });

  test('no text is an error of the full text', async () => {
    const ctx = givenContext();
    const awkward = ['"', '" * ( ) NEAR -', 'NEAR(a b)', 'title:x', '^x', 'a AND', 'OR', '{}', '%', '\u0000', 'ा'];
    const ask = (q: string) => searchProducts(ctx, { q, page: 1, limit: 1 });
    for (const q of awkward) await expect(ask(q)).resolves.toHaveProperty('total');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }), async (units) => {
        await ask(String.fromCharCode(...units));
      }),
      { numRuns: 60 },
    );
  });
});

describe('filters', () => {
  test.each([
    ['category=kurtas', ['blue-cotton', 'red-cotton', 'red-silk']],
    ['category=fashion', ['blue-cotton', 'red-cotton', 'red-silk', 'shirts']],
    ['category=no-such', []],
    ['brand=neel', ['red-silk', 'shirts']],
    ['brand=neel,loha', ['pan', 'red-silk', 'shirts']],
    ['min=700&max=1000', ['blue-cotton', 'red-cotton']],
    ['attr.colour=Red', ['red-cotton', 'red-silk']],
    ['attr.colour=Red&attr.fabric=Cotton', ['red-cotton']],
    ['attr.colour=Red,Blue&attr.fabric=Cotton', ['blue-cotton', 'red-cotton']],
    ['rating=4', ['red-cotton']],
    ['inStock=1&q=kurta', ['blue-cotton', 'red-cotton', 'red-silk']],
    ['discount=40&brand=neel', ['shirts']],
    ['utm_source=mail&category=pans', ['pan']],
  ])('%s', async (parameters, expected) => {
    const result = await search(parameters);
    expect(slugs(result).sort()).toEqual(expected);
    expect(result.total).toBe(expected.length);
  });
});

describe('facets', () => {
  test('a choice does not hide its siblings, and narrows the other facets', async () => {
    const { facets } = await search('category=kurtas&brand=rangoli&attr.colour=Red');
    expect(counts(facets.brands)).toEqual({ rangoli: 1, neel: 1 });
    expect(counts(facets.categories)).toEqual({ fashion: 1, kurtas: 1 });
    expect(facets.attributes.map(({ name, values }) => [name, counts(values)])).toEqual([
      ['colour', { Red: 1, Blue: 1 }],
      ['fabric', { Cotton: 1 }],
    ]);
    expect(facets.attributes[0]?.values.find(({ value }) => value === 'Red')?.isChosen).toBe(true);
    expect(facets.price).toEqual({ minPaise: 79_900, maxPaise: 79_900 });
  });

  test('categories are those around the chosen one', async () => {
    const { facets } = await search('q=red kurta&category=kurtas');
    expect(facets.categories).toEqual([
      { value: 'fashion', label: 'Fashion', count: 3, isChosen: false, depth: 0 },
      { value: 'kurtas', label: 'Kurtas', count: 2, isChosen: true, depth: 1 },
      { value: 'shirts', label: 'Shirts', count: 1, isChosen: false, depth: 1 },
    ]);
  });

  test('without a category they are the departments', async () => {
    const { facets } = await search('');
    expect(counts(facets.categories)).toEqual({ fashion: 4, kitchen: 1 });
    expect(facets.price).toEqual({ minPaise: 59_900, maxPaise: 249_900 });
  });

  test('the bounds of the price are those before the price was chosen', async () => {
    const { facets, total } = await search('category=kurtas&max=800');
    expect(total).toBe(1);
    expect(facets.price).toEqual({ minPaise: 79_900, maxPaise: 249_900 });
  });
});

describe('order and pages', () => {
  test.each([
    ['price_asc', ['shirts', 'red-cotton', 'blue-cotton', 'red-silk']],
    ['price_desc', ['red-silk', 'blue-cotton', 'red-cotton', 'shirts']],
    ['rating', ['red-cotton', 'blue-cotton', 'red-silk', 'shirts']],
    ['newest', ['shirts', 'red-silk', 'blue-cotton', 'red-cotton']],
  ])('%s', async (sort, expected) => {
    expect(slugs(await search(`category=fashion&sort=${sort}`))).toEqual(expected);
  });

  test('what is sold out comes last', async () => {
    expect(slugs(await search('category=fashion')).at(-1)).toBe('shirts');
  });

  test('pages are disjoint and end', async () => {
    const pages: SearchResult[] = [];
    for (const page of [1, 2, 3]) pages.push(await search(`q=kurta&limit=3&page=${page}`));
    expect(pages.map(({ products }) => products.length)).toEqual([3, 1, 0]);
    expect(new Set(pages.flatMap(slugs)).size).toBe(4);
    expect(pages.map(({ pageCount }) => pageCount)).toEqual([2, 2, 2]);
  });

  test('a new product is found at once', async () => {
    expect((await search('q=tawa')).total).toBe(0);
    await givenProduct({ title: 'Cast iron tawa', category: 'kitchen/tawas' });
    expect((await search('q=tawa')).total).toBe(1);
  });
});

describe('the API', () => {
  const get = (query: string) => exports.default.fetch(`https://haat.test/api/v1/products?${query}`);

  test('answers a page with facets', async () => {
    const answer = await get('q=kurta&attr.colour=Blue');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ total: 1, products: [{ slug: 'blue-cotton' }] });
  });

  test.each([
    [`q=${'a'.repeat(5000)}`, 'query.q'],
    ['page=0', 'query.page'],
    ['page=1000000', 'query.page'],
    ['limit=49', 'query.limit'],
    ['min=-1', 'query.min'],
    ['sort=best', 'query.sort'],
    ['category=..%2F', 'query.category'],
    [`attr.colour=${'a'.repeat(301)}`, 'query.attr.colour'],
    ['min=500&max=100', 'query.min'],
  ])('%s is refused by its name', async (query, field) => {
    const answer = await get(query);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });
});

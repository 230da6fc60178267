import { env, exports } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { givenCategory, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { projectProducts } from '../catalog/project-product.ts';
import { openDb } from '../db/client.ts';
import { istDate } from '../domain/ist.ts';
import { addSynonyms } from './add-synonyms.ts';
import { refreshDueSuggestions, refreshSuggestions } from './refresh-suggestions.ts';
import { suggestAsTyped } from './suggest-as-typed.ts';
import type { Suggested } from './suggest-schemas.ts';

const { db } = givenContext();
const suggest = (text: string) => suggestAsTyped(givenContext(), text);
const slugs = ({ products }: Suggested) => products.map(({ slug }) => slug);
const texts = ({ queries }: Suggested) => queries.map(({ text }) => text);
const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);

async function givenSearches(term: string, count: number, zeroCount: number, askers: number, daysAgo = 0) {
  await env.DB.prepare('INSERT INTO search_terms (day, term, count, zero_count, askers) VALUES (?, ?, ?, ?, ?)')
    .bind(istDate(Date.now() - daysAgo * 86_400_000), term, count, zeroCount, askers)
    .run();
}

beforeAll(async () => {
  await givenCategory('womens-fashion/sarees', [{ name: 'colour', label: 'Colour' }]);
  for (let index = 0; index < 5; index++) {
    await givenProduct({
      ...{ title: `Rangoli red saree ${index}`, slug: `saree-${index}`, category: 'womens-fashion/sarees' },
      ...{ brand: 'Rangoli', attributes: { colour: 'Red' }, ratingCount: 10 ** index, pricePaise: 99_900 + index },
    });
  }
  await givenProduct({ title: 'Galaxy M14 5G (Blue)', slug: 'galaxy-m14', category: 'mobiles', brand: 'Samsung' });
  await givenProduct({
    title: 'Rangoli saree cover',
    slug: 'cover',
    category: 'storage',
    ratingCount: 900_000,
    stock: 0,
  });
  await givenProduct({ title: 'Rangoli secret', slug: 'secret', productStatus: 'draft' });
  await givenProduct({ title: 'लाल बनारसी साड़ी', slug: 'banarasi', category: 'womens-fashion/sarees' });
  await givenSearches('banarasi silk', 8, 0, 0b1101_1000);
  await givenSearches('banarasi by asha rao', 40, 0, 0b11);
  await givenSearches('banarasi zeppelin', 40, 30, 0b1111_1111);
  await givenSearches('banarasi once', 5, 0, 0b1111_1111);
  await givenSearches('banarasi long ago', 50, 0, 0b1111_1111, 20);
  await addSynonyms(givenStaff(), { from: null, words: ['saree', 'sari', 'साड़ी'] });
  await refreshSuggestions(givenContext());
});

describe('what begins so', () => {
  test('products by any of their first words, the most rated first, the sold out last', async () => {
    expect(slugs(await suggest('rangoli'))).toEqual(['saree-4', 'saree-3', 'saree-2', 'saree-1', 'saree-0']);
    expect(slugs(await suggest('galaxy m1'))).toEqual(['galaxy-m14']);
    expect(slugs(await suggest('M14'))).toEqual(['galaxy-m14']);
    expect(slugs(await suggest('saree cov'))).toEqual(['cover']);
  });

  test('a product comes with what a list shows of it, and price as it is now', async () => {
    const [first] = (await suggest('rangoli red')).products;
    expect(first).toMatchObject({ title: 'Rangoli red saree 4', pricePaise: 99_904, isInStock: true });
    expect(first?.image.url).toMatch(/^\/(media|placeholders)\//);
    await env.DB.prepare(
      'UPDATE listings SET price_paise = 77700 WHERE product_id = (SELECT id FROM products WHERE slug = ?)',
    )
      .bind('saree-4')
      .run();
    const [{ id } = { id: '' }] = await db.all<{ id: string }>(`SELECT id FROM products WHERE slug = 'saree-4'`);
    await projectProducts(givenContext(), [id]);
    expect((await suggest('rangoli red')).products[0]?.pricePaise).toBe(77_700);
  });

  test('categories with the one above, brands, and pairs that exist', async () => {
    const suggested = await suggest('sar');
    expect(suggested.categories).toEqual([{ slug: 'sarees', name: 'Sarees', parentName: 'Womens fashion' }]);
    expect(texts(suggested)).toContain('red sarees');
    expect(names((await suggest('RANG')).brands)).toEqual(['Rangoli']);
    expect((await suggest('rangoli s')).queries[0]).toEqual({
      text: 'rangoli sarees',
      href: '/search?q=rangoli+sarees',
    });
  });

  test('Hindi: titles in it, and categories by their synonyms', async () => {
    expect(slugs(await suggest('लाल'))).toEqual(['banarasi']);
    expect(names((await suggest('साड़'.normalize('NFC'))).categories)).toEqual(['Sarees']);
    expect(names((await suggest('sari')).categories)).toEqual(['Sarees']);
  });

  test('the last word, where no name goes on like that', async () => {
    expect(slugs(await suggest('red rangoli'))).toContain('saree-4');
    expect(slugs(await suggest('blue rangoli'))).toEqual([]);
  });

  test('a slip is understood, and said', async () => {
    const suggested = await suggest('ragnoli');
    expect(suggested).toMatchObject({ q: 'ragnoli', correctedTo: 'rangoli' });
    expect(suggested.products.length).toBeGreaterThan(0);
    expect(await suggest('zzzzzz')).toMatchObject({ correctedTo: null, products: [], queries: [], brands: [] });
  });

  test('nothing typed: departments and what is asked, no products', async () => {
    const suggested = await suggest('  ');
    expect([suggested.products, suggested.brands]).toEqual([[], []]);
    expect(texts(suggested)).toEqual(['banarasi silk']);
    expect(suggested.categories.length).toBeGreaterThan(0);
    expect(suggested.categories.length).toBeLessThanOrEqual(4);
  });
});

describe('what follows the shop', () => {
  test('a draft is not suggested; what is taken off goes; what is renamed is found by its new name', async () => {
    expect(slugs(await suggest('rangoli secret'))).toEqual([]);
    const { productId } = await givenProduct({ title: 'Tawa of iron', slug: 'tawa' });
    expect(slugs(await suggest('tawa'))).toEqual(['tawa']);
    await env.DB.prepare(`UPDATE products SET title = 'Griddle of iron' WHERE id = ?`).bind(productId).run();
    await projectProducts(givenContext(), [productId]);
    expect([slugs(await suggest('tawa o')), slugs(await suggest('griddle'))]).toEqual([[], ['tawa']]);
    await env.DB.prepare(`UPDATE products SET status = 'archived' WHERE id = ?`).bind(productId).run();
    await projectProducts(givenContext(), [productId]);
    expect(slugs(await suggest('griddle'))).toEqual([]);
    const left = await db.all(`SELECT 1 FROM suggestions WHERE ref = '${productId}'`);
    expect(left).toEqual([]);
  });

  test('only what many asked lately and nearly always found is suggested', async () => {
    expect(texts(await suggest('banarasi'))).toEqual(['banarasi silk']);
  });

  test('a refresh that has nothing to change writes nothing; it is due once an hour', async () => {
    expect(await refreshSuggestions(givenContext())).toBe(0);
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    await givenSearches('sarees under 999', 9, 0, 0b1111);
    expect(await refreshDueSuggestions(givenContext({ now: hour + 120_000 }))).toBe(0);
    expect(await refreshDueSuggestions(givenContext({ now: hour + 1000 }))).toBeGreaterThan(0);
  });

  test('it is read by index alone', async () => {
    const asked: string[] = [];
    const ctx = givenContext();
    const DB = new Proxy(env.DB, {
      get(target, name) {
        if (name === 'prepare') {
          return (query: string) => {
            asked.push(query);
            return target.prepare(query);
          };
        }
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    await suggestAsTyped({ ...ctx, db: openDb(DB) }, 'rang');
    expect(asked).toHaveLength(1);
    const [query = ''] = asked;
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...Array.from({ length: query.split('?').length - 1 }, () => ''))
      .all<{ detail: string }>();
    const steps = results.map(({ detail }) => detail);
    expect(steps.filter((step) => /^SCAN (own|parent|suggestions|product_cards)|TEMP B-TREE/.test(step))).toEqual([]);
    expect(
      steps.filter((step) => step.includes('own USING PRIMARY KEY (kind=? AND tier=? AND key>? AND key<?)')),
    ).toHaveLength(4);
  });
});

describe('the API', () => {
  const get = (q: string) =>
    exports.default.fetch(`https://haat.test/api/v1/search/suggest?q=${encodeURIComponent(q)}`);

  test('answers, and may be kept for a minute', async () => {
    const answer = await get('rangoli');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await answer.json()).toMatchObject({ q: 'rangoli', correctedTo: null, brands: [{ slug: 'rangoli' }] });
  });

  test.each(['🙂🙂', '"', "' OR 1=1 --", 'NEAR(a b)', '*', '%', '\\', '\u0000', 'a'.repeat(5000), '🙂'.repeat(2000)])(
    '%j is answered with little or nothing',
    async (q) => {
      const answer = await get(q);
      expect(answer.status).toBe(200);
      const suggested = (await answer.json()) as Suggested;
      expect([...suggested.q].length).toBeLessThanOrEqual(60);
    },
  );

  test('more than that is refused by its name', async () => {
    const answer = await get('a'.repeat(5001));
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field: 'query.q' }] }]);
  });

  test('no text breaks it, and every list is bounded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const { queries, products, brands, categories } = await suggest(text);
        expect(queries.length).toBeLessThanOrEqual(6);
        expect(products.length + brands.length + categories.length).toBeLessThanOrEqual(12);
      }),
      { numRuns: 60 },
    );
  });
});

import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { givenCategory, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenManyProducts } from '../../test/builders/many-products.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { openDb } from '../db/client.ts';
import { addSynonyms } from './add-synonyms.ts';
import { searchProducts } from './search-products.ts';

beforeAll(async () => {
  await givenCategory('footwear/shoes', []);
  const men = { category: 'footwear/mens-shoes', brand: 'Padma' };
  const women = { category: 'footwear/womens-shoes', brand: 'Padma' };
  await givenProduct({ ...men, title: 'Padma running shoes for men', slug: 'men-shoes' });
  await givenProduct({
    ...{ ...women, title: 'Padma running shoes for women', slug: 'women-shoes' },
    description: 'A gift for men to give.',
  });
  await givenProduct({ title: 'Banarasi silk saree', slug: 'saree', category: 'fashion/sarees', brand: 'Kashi' });
  await givenProduct({ title: 'Gold necklace', slug: 'necklace', category: 'jewellery/necklaces', brand: 'Swarn' });
  await givenProduct({ title: 'LED TV 32"', slug: 'tv-32', category: 'electronics/tv', brand: 'Nazar' });
  await givenProduct({ title: 'LED TV 43 inches', slug: 'tv-43', category: 'electronics/tv', brand: 'Nazar' });
  await givenProduct({ title: 'Pen Drive 16 GB', slug: 'pen-drive', category: 'computers/drives', brand: 'Yaad' });
  await givenProduct({ title: 'Cotton bedsheet', slug: 'bedsheet', category: 'home/bedsheets', brand: 'Neend' });
  await givenProduct({ title: 'Round neck T-Shirt', slug: 't-shirt', category: 'fashion/t-shirts', brand: 'Taana' });
  await givenProduct({ title: 'Linen shirt', slug: 'linen-shirt', category: 'fashion/shirts', brand: 'Taana' });
  await givenProduct({ title: 'Leather slippers', slug: 'slippers', category: 'footwear/slippers', brand: 'Padma' });
  await givenManyProducts(30, { title: 'Brass lamp', category: 'home/lamps', brand: 'Deepak' });
  await givenProduct({
    ...{ title: 'Clay pot', slug: 'pot', category: 'home/pots', brand: 'Mitti' },
    description: 'Stands well beside a brass lanp or a plant.',
  });
});

const search = (q: string, more: Record<string, unknown> = {}) =>
  searchProducts(givenContext(), { q, page: 1, limit: 24, ...more });
const slugsFor = async (q: string) => (await search(q)).products.map(({ slug }) => slug);

describe('what people write is what they mean', () => {
  test.each([
    ['running shoes men', ['men-shoes']],
    ['shoes for women', ['women-shoes']],
    ['mens shoe', ['men-shoes']],
    ['32 inch tv', ['tv-32']],
    ['32" led', ['tv-32']],
    ['43inch tv', ['tv-43']],
    ['pendrive', ['pen-drive']],
    ['16gb pen drives', ['pen-drive']],
    ['bed sheet', ['bedsheet']],
    ['tshirts', ['t-shirt']],
    ['t shirt', ['t-shirt']],
    ['shirt', ['linen-shirt']],
    ['sari', ['saree']],
    ['साड़ी', ['saree']],
    ['रेशमी साड़ी', ['saree']],
    ['पुरुषों के जूते', ['men-shoes']],
    ['chappal', ['slippers']],
    ['flip flops', ['slippers']],
    ['padma slippers', ['slippers']],
  ])('%s', async (q, expected) => expect(await slugsFor(q)).toEqual(expected));

  test.each([
    ['neklace', 'necklace', 'necklace'],
    ['banarsi saree', 'banarasi saree', 'saree'],
    ['beedsheet', 'bedsheet', 'bedsheet'],
    ['runing shos men', 'running shoes men', 'men-shoes'],
  ])('%s is corrected to %s', async (q, correctedTo, slug) => {
    const result = await search(q);
    expect(result).toMatchObject({ correctedTo, isPartialMatch: false });
    expect(result.products[0]?.slug).toBe(slug);
  });

  test('nothing is corrected for somebody who insists', async () => {
    expect(await search('neklace', { exact: '1' })).toMatchObject({ correctedTo: null, total: 0 });
  });

  test('the last word may be unfinished, and is not taken for a misspelt one', async () => {
    expect(await search('neckl')).toMatchObject({ correctedTo: null, total: 1, products: [{ slug: 'necklace' }] });
    expect(await slugsFor('leather slip')).toEqual(['slippers']);
  });

  test('a word that stands only in passing gives way to the likely one', async () => {
    expect(await search('lanp')).toMatchObject({ correctedTo: 'lamp', total: 30 });
  });

  test('a rare word that has hits is asked about', async () => {
    await givenProduct({ title: 'Lamb wool rug', slug: 'rug', category: 'home/rugs', brand: 'Oon' });
    const result = await search('lamb');
    expect(result).toMatchObject({ correctedTo: null, didYouMean: 'lamp', total: 1, products: [{ slug: 'rug' }] });
    expect(result.closeMatches).toHaveLength(23);
  });

  test('below a few hits stands what has some of the words', async () => {
    const result = await search('leather slippers');
    expect(result).toMatchObject({ total: 1, isPartialMatch: false, facets: { price: { minPaise: 49_900 } } });
    const some = await search('padma running shoes men');
    expect(some.products.map(({ slug }) => slug)).toEqual(['men-shoes']);
    expect(some.closeMatches.map(({ slug }) => slug)).toContain('women-shoes');
  });

  test('staff’s synonyms count as well', async () => {
    expect((await search('haar')).total).toBe(1);
    expect((await search('kanthi')).products.map(({ slug }) => slug)).toEqual([]);
    await addSynonyms(givenStaff(), { from: 'kanthi', words: ['necklace'] });
    expect(await slugsFor('kanthi')).toEqual(['necklace']);
  });
});

describe('no text is too strange', () => {
  const ask = (q: string) => search(q, { limit: 1 });

  test('operators, quotes, marks, emoji and great lengths', async () => {
    const strange = [
      ...['AND', 'OR NOT', 'NEAR(a b, 2)', 'title:x', '^x', 'marks : "z"', '"', '""', "'", '*', 'a*', '- a', '(', '{}'],
      ...[
        '%',
        '\u0000',
        '🙂',
        '🧿🪔 lamp',
        'ा',
        'क्',
        '\ud800',
        'x'.repeat(5000),
        'lamp '.repeat(1000),
        '9'.repeat(400),
      ],
      ...['1 2 3 4 5 6 7 8 9 10 11', '"lamp" AND "brass"*', "'; DROP TABLE products; --", '\u202elamp', 'z', 'p12'],
    ];
    for (const q of strange) await expect(ask(q), q).resolves.toHaveProperty('total');
  });

  test('whatever it is', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'AND',
        'OR',
        'NOT',
        'NEAR',
        '"',
        '*',
        '(',
        ')',
        ':',
        '^',
        '-',
        '+',
        '{',
        'lamp',
        'lanp',
        'साड़ी',
        '32"',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        await ask(pieces.join(' '));
      }),
      { numRuns: 150 },
    );
  });
});

describe('the work is bounded', () => {
  /** How often the database is asked, of a context that remembers nothing of others. */
  async function roundTrips(q: string): Promise<number> {
    let count = 0;
    const DB = new Proxy(env.DB, {
      get(target, key) {
        if (key === 'batch') count++;
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    await searchProducts({ ...givenContext(), db: openDb(DB) }, { q, page: 1, limit: 5 });
    return count;
  }

  test.each([
    ['brass lamp', 2],
    ['', 2],
    ['brass lmap', 3],
    ['zeppelin', 2],
    ['iron saree', 3],
  ])('%j asks the database %i times', async (q, expected) => {
    await search('lamp');
    expect(await roundTrips(q)).toBe(expected);
  });

  test('pages go on behind what was ranked, and never meet twice', async () => {
    await givenManyProducts(950, { title: 'Steel spoon', category: 'kitchen/spoons' });
    const seen: string[] = [];
    for (let page = 1; page <= 20; page++) {
      const { products, total } = await search('steel spoon', { page, limit: 48 });
      expect(total).toBe(950);
      seen.push(...products.map(({ slug }) => slug));
    }
    expect(new Set(seen).size).toBe(950);
    expect(seen).toHaveLength(950);
  });

  test('beyond what is counted the total says so', async () => {
    await givenManyProducts(3200, { title: 'Glass bead', category: 'craft/beads', brand: 'Moti' });
    const beads = await search('glass bead');
    expect(beads).toMatchObject({ total: 3000, isCountCapped: true, pageCount: 125 });
    await givenProduct({
      title: 'Glass bead box',
      slug: 'bead-box',
      category: 'craft/boxes',
      brand: 'Dibba',
      pricePaise: 9900,
    });
    expect(await search('glass bead', { brand: 'dibba' })).toMatchObject({
      ...{ total: 1, isCountCapped: false, products: [{ slug: 'bead-box' }] },
    });
    expect(await search('', { category: 'craft' })).toMatchObject({
      ...{ total: 3201, isCountCapped: false, areFacetsCapped: true, pageCount: 134 },
    });
    const boxes = await search('', { category: 'boxes' });
    expect(boxes.total).toBe(1);
    expect(boxes.facets.categories.find(({ value }) => value === 'boxes')).toMatchObject({ count: 1, isChosen: true });
    expect((await search('glass bead', { max: 100 })).products.map(({ slug }) => slug)).toEqual(['bead-box']);
  }, 120_000);
});

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { istDate } from '../domain/ist.ts';
import { pruneTerms } from './list-terms.ts';
import { noteSearch, OUTCOME_HEADER } from './note-search.ts';
import type { TermList } from './staff-schemas.ts';

const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';
const today = istDate(Date.now());
let networks = 0;

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM search_terms').run();
});

/** A visitor from a network of their own asks for an address; resolves when it has been written. */
async function visit(
  address: string,
  { outcome = 'all', headers = {}, ip = `198.51.100.${++networks}`, method = 'GET', status = 200 } = {},
): Promise<void> {
  const work: Promise<unknown>[] = [];
  const asked = new Request(`https://haat.test${address}`, {
    method,
    headers: { 'user-agent': FIREFOX, 'sec-fetch-mode': 'navigate', 'cf-connecting-ip': ip, ...headers },
  });
  const page = new Response('', { status, headers: outcome === '' ? {} : { [OUTCOME_HEADER]: outcome } });
  noteSearch(asked, page, env, (promise) => void work.push(promise));
  await Promise.all(work);
}

const kept = async () =>
  (
    await env.DB.prepare(
      'SELECT day, term, count, zero_count AS zeroCount, askers FROM search_terms ORDER BY term',
    ).all()
  ).results as { day: string; term: string; count: number; zeroCount: number; askers: number }[];

describe('a search that somebody made', () => {
  test('is counted by day and words, those at once in one write, with groups of who asked', async () => {
    await Promise.all([
      visit('/search?q=Red+Kurta'),
      visit('/search?q=red%20%20kurta&utm_source=mail'),
      visit('/search?q=red+kurta&category=kurtas&lang=hi'),
      visit('/search?q=zeppelin', { outcome: 'none' }),
      visit('/search?q=iron+kurta', { outcome: 'part' }),
    ]);
    const terms = await kept();
    expect(terms).toMatchObject([
      { day: today, term: 'iron kurta', count: 1, zeroCount: 1 },
      { day: today, term: 'red kurta', count: 3, zeroCount: 0 },
      { day: today, term: 'zeppelin', count: 1, zeroCount: 1 },
    ]);
    await visit('/search?q=red+kurta', { outcome: 'none' });
    expect((await kept())[1]).toMatchObject({ term: 'red kurta', count: 4, zeroCount: 1 });
    expect(terms.every(({ askers }) => askers > 0)).toBe(true);
  });

  test('again by the same browser within half an hour is the same search', async () => {
    const ip = '198.51.100.250';
    await visit('/search?q=lamp', { ip });
    await visit('/search?q=lamp', { ip });
    expect(await kept()).toMatchObject([{ term: 'lamp', count: 1 }]);
  });

  test.each([
    ['a page of it', '/search?q=pan&page=2', {}],
    ['a filter of it', '/search?q=pan&brand=loha', {}],
    ['an attribute', '/search?q=pan&attr.colour=Red', {}],
    ['another order', '/search?q=pan&sort=newest', {}],
    ['no words', '/search?brand=loha', {}],
    ['another page', '/c/pans?q=pan', {}],
    ['a phone number', '/search?q=98450+12345', {}],
    ['an address', '/search?q=asha%40example.in', {}],
    ['a prefetch', '/search?q=pan', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['an old prefetch', '/search?q=pan', { headers: { purpose: 'prefetch' } }],
    ['an island', '/search?q=pan', { headers: { 'sec-fetch-mode': 'cors' } }],
    ['a robot', '/search?q=pan', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }],
    ['a script', '/search?q=pan', { headers: { 'user-agent': 'curl/8.5' } }],
    ['HEAD', '/search?q=pan', { method: 'HEAD' }],
    ['a page that failed', '/search?q=pan', { status: 500 }],
    ['a page without results', '/search?q=pan', { outcome: '' }],
  ])('%s is none', async (_, address, how) => {
    await visit(address, how);
    expect(await kept()).toEqual([]);
  });

  test('a flood of nonsense ends, and what is known goes on being counted', async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       INSERT INTO search_terms (day, term, count, zero_count) SELECT ?, 'term ' || i, 1, 0 FROM n`,
    )
      .bind(today)
      .run();
    await Promise.all([visit('/search?q=one+more'), visit('/search?q=term+7')]);
    const terms = new Map((await kept()).map(({ term, count }) => [term, count]));
    expect([terms.size, terms.get('term 7'), terms.has('one more')]).toEqual([20_000, 2, false]);
  });
});

describe('staff', () => {
  const ask = async (query: string) => {
    const { headers } = await givenPerson({ role: 'staff', permissions: ['search.write'] });
    const { status, text } = await askApi(`/admin/search/terms?${query}`, { headers });
    return { status, body: JSON.parse(text) as TermList & { errors: { field: string }[] } };
  };
  const insert = (day: string, term: string, count: number, zeroCount: number) =>
    env.DB.prepare('INSERT INTO search_terms (day, term, count, zero_count) VALUES (?, ?, ?, ?)')
      .bind(day, term, count, zeroCount)
      .run();
  const daysAgo = (days: number) => istDate(Date.now() - days * 86_400_000);

  test('see what is asked most, and what is missing most', async () => {
    await insert(today, 'kurta', 5, 0);
    await insert(daysAgo(1), 'kurta', 4, 0);
    await insert(today, 'zeppelin', 3, 3);
    await insert(daysAgo(8), 'old lamp', 90, 90);
    expect((await ask('')).body).toEqual({
      ...{ from: daysAgo(6), to: today },
      terms: [
        { term: 'kurta', count: 9, zeroCount: 0 },
        { term: 'zeppelin', count: 3, zeroCount: 3 },
      ],
    });
    expect((await ask('list=zero&days=30')).body.terms.map(({ term }) => term)).toEqual(['old lamp', 'zeppelin']);
    expect((await ask('days=30&limit=1')).body.terms).toHaveLength(1);
  });

  test.each([
    ['list=best', 'query.list'],
    ['days=0', 'query.days'],
    ['days=91', 'query.days'],
    ['limit=501', 'query.limit'],
  ])('%s is refused by its name', async (query, field) => {
    expect(await ask(query)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  test('after three months nothing is left', async () => {
    await insert(daysAgo(91), 'lamp', 5, 0);
    await insert(daysAgo(89), 'lamp', 5, 0);
    expect(await pruneTerms(givenContext())).toBe(1);
    expect((await kept()).map(({ day }) => day)).toEqual([daysAgo(89)]);
  });
});

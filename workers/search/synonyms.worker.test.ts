import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenPerson, type Person } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { addSynonyms } from './add-synonyms.ts';
import { removeSynonyms } from './remove-synonyms.ts';
import type { SynonymSet } from './staff-schemas.ts';

let staff: Person;

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM search_synonyms').run();
  staff = await givenPerson({ role: 'staff', permissions: ['search.write'] });
});

async function ask(method: string, place: string, body?: unknown, headers: Record<string, string> = {}) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status, text } = await askApi(`/admin/search/synonyms${place}`, {
    ...{ method, ...json },
    headers: { ...staff.headers, 'content-type': 'application/json', ...headers },
  });
  return { status, body: text === '' ? null : (JSON.parse(text) as SynonymSet & { errors: { field: string }[] }) };
}

const countOf = async (table: string) => await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>('n');

test('a set is added, found, changed and removed; each leaves what was and what is', async () => {
  const added = await ask('POST', '', { words: ['Sofa', ' couch ', 'sofa', 'सोफ़ा'] });
  expect(added).toMatchObject({
    status: 201,
    body: { from: null, words: ['couch', 'sofa', 'सोफ़ा'.normalize('NFKC')] },
  });
  const id = added.body?.id ?? '';
  expect((await ask('GET', '')).body).toMatchObject({ synonyms: [{ id }] });
  const changed = await ask('PUT', `/${id}`, { from: 'TV', words: ['television'] });
  expect(changed).toMatchObject({ status: 200, body: { id, from: 'tv', words: ['television'] } });
  expect((await ask('DELETE', `/${id}`)).status).toBe(204);
  expect((await ask('GET', `/${id}`)).status).toBe(404);
  const { results } = await env.DB.prepare(
    'SELECT action, before IS NULL AS hadNone, after IS NULL AS hasNone FROM audit_log WHERE subject = ? ORDER BY id',
  )
    .bind(id)
    .all();
  expect(results).toEqual([
    { action: 'synonyms.add', hadNone: 1, hasNone: 0 },
    { action: 'synonyms.change', hadNone: 0, hasNone: 0 },
    { action: 'synonyms.remove', hadNone: 0, hasNone: 1 },
  ]);
});

test('a repeat changes nothing and leaves no row in the trail', async () => {
  const { body } = await ask('POST', '', { words: ['sofa', 'couch'] });
  const before = await countOf('audit_log');
  expect(await ask('POST', '', { words: ['couch', 'sofa'] })).toMatchObject({ status: 201, body: { id: body?.id } });
  expect((await ask('PUT', `/${body?.id}`, { words: ['couch', 'sofa'] })).body).toEqual(body);
  expect([await countOf('search_synonyms'), await countOf('audit_log')]).toEqual([1, before]);
});

test('many who add the same at once add it once; of many who remove it one does', async () => {
  const set = { from: null, words: ['couch', 'sofa'] };
  const added = await Promise.all(Array.from({ length: 8 }, () => addSynonyms(givenStaff(), set)));
  expect(new Set(added.map(({ id }) => id)).size).toBe(1);
  const before = (await countOf('audit_log')) ?? 0;
  await Promise.allSettled(Array.from({ length: 8 }, () => removeSynonyms(givenStaff(), added[0]?.id ?? '')));
  expect([await countOf('search_synonyms'), await countOf('audit_log')]).toEqual([0, before + 1]);
});

test.each([
  [{ words: [] }, 'words'],
  [{ words: ['sofa'] }, 'words'],
  [{ from: 'sofa', words: ['sofa'] }, 'words'],
  [{ words: ['sofa', '!!'] }, 'words.1'],
  [{ words: ['sofa', 'a b c d'] }, 'words.1'],
  [{ words: ['sofa', 'x'.repeat(41)] }, 'words.1'],
  [{ words: Array.from({ length: 13 }, (_, index) => `w${index}`) }, 'words'],
  [{ words: ['sofa', 'couch'], form: 'x' }, 'form'],
  [{ words: 'sofa' }, 'words'],
])('%j is refused by its name', async (body, field) => {
  expect(await ask('POST', '', body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  expect(await countOf('search_synonyms')).toBe(0);
});

test('only who may', async () => {
  const other = await givenPerson({ role: 'staff', permissions: ['catalog.write'] });
  expect((await ask('POST', '', { words: ['a', 'b'] }, other.headers as Record<string, string>)).status).toBe(403);
  expect((await ask('POST', '', { words: ['a', 'b'] }, { authorization: '' })).status).toBe(401);
  expect(await countOf('search_synonyms')).toBe(0);
});

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { openDb } from '../db/client.ts';
import { openChallenge } from './challenge.ts';
import { pruneAccounts } from './prune-accounts.ts';
import { refresh } from './refresh-session.ts';
import { startSession } from './start-session.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const DAY = 86_400_000;

function at(now: number) {
  return givenContext({ now });
}

function countOf(table: string): Promise<number | null> {
  return env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>('n');
}

test('what has served its time goes, and nothing before', async () => {
  const { actor } = await givenPerson();
  await env.DB.prepare('DELETE FROM sign_ins').run();
  const session = await startSession(at(NOW), actor.userId, 'password', false);
  await openChallenge(at(NOW), { purpose: 'second_factor', userId: actor.userId, lifeSeconds: 300 });
  await env.DB.prepare("INSERT INTO rate_limits (key, count, reset_at) VALUES ('a', 1, ?)")
    .bind(NOW + 60_000)
    .run();

  expect(await pruneAccounts(at(NOW + 59_999))).toBe(0);
  expect(await pruneAccounts(at(NOW + 60_000))).toBe(1);
  expect(await countOf('rate_limits')).toBe(0);
  expect(await pruneAccounts(at(NOW + DAY + 300_000 - 1))).toBe(0);
  expect(await pruneAccounts(at(NOW + DAY + 300_000))).toBe(1);
  expect(await countOf('challenges')).toBe(0);
  expect(await pruneAccounts(at(NOW + 7 * DAY - 1))).toBe(0);
  // The sign-in goes on after a refresh: its first token goes, the sign-in stays.
  await refresh(at(NOW + 7 * DAY - 1), session.refreshToken);
  expect(await pruneAccounts(at(NOW + 7 * DAY))).toBe(1);
  expect(await pruneAccounts(at(NOW + 43 * DAY))).toBe(1);
  expect(await countOf('sign_ins')).toBe(1);
  expect(await pruneAccounts(at(NOW + 44 * DAY))).toBe(1);
  expect(await countOf('sign_ins')).toBe(0);
  expect(await countOf('users')).toBe(1);
});

test('only the shop itself prunes', async () => {
  const { ctx } = await givenPerson();
  await expect(pruneAccounts(ctx)).rejects.toMatchObject({ code: 'forbidden' });
});

test('it walks through no table', async () => {
  const asked: string[] = [];
  const DB = new Proxy(env.DB, {
    get(target, key) {
      if (key === 'prepare') {
        return (query: string) => {
          asked.push(query);
          return target.prepare(query);
        };
      }
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  await pruneAccounts({ ...at(NOW), env: { ...env, DB }, db: openDb(DB) });
  expect(asked).toHaveLength(4);
  for (const query of asked) {
    const values = Array((query.match(/\?/g) ?? []).length).fill(1);
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...values)
      .all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).filter((detail) => /^SCAN (?!CONSTANT)/.test(detail))).toEqual([]);
  }
});

import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { checkAccessToken } from '../http/access-token.ts';
import type { Session } from '../http/session-cookies.ts';
import { refresh, rotateSession } from './refresh-session.ts';
import { register } from './register.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const SECOND = 1000;
const DAY = 86_400 * SECOND;
let count = 0;
let first: Session;

function at(now: number) {
  return givenContext({ actor: { kind: 'anonymous' }, now });
}

function countLive(): Promise<number | null> {
  return env.DB.prepare('SELECT COUNT(*) AS n FROM sessions WHERE user_id = ? AND revoked_at IS NULL')
    .bind(first.user.userId)
    .first<number>('n');
}

beforeEach(async () => {
  first = await register(at(NOW), { name: 'Asha', email: `asha${++count}@example.in`, password: 'a long secret' });
});

test('gives a new pair for the same person and the same sign-in', async () => {
  const later = NOW + 20 * 60 * SECOND;
  const second = await refresh(at(later), first.refreshToken);
  expect(second.user).toEqual(first.user);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.refreshExpiresAt).toBe(later + 7 * DAY);
  const [before, after] = [
    await checkAccessToken(env, first.accessToken, NOW),
    await checkAccessToken(env, second.accessToken, later),
  ];
  expect(after.ok && before.ok && after.familyId === before.familyId).toBe(true);
  expect(await checkAccessToken(env, first.accessToken, later)).toEqual({ ok: false, reason: 'expired' });
});

test('ten parallel refreshes of one tab all succeed, and each of their tokens works', async () => {
  const sessions = await Promise.all(Array.from({ length: 10 }, () => refresh(at(NOW + SECOND), first.refreshToken)));
  expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(10);
  for (const { refreshToken } of sessions) {
    expect(await rotateSession(at(NOW + 2 * SECOND), refreshToken)).not.toBeNull();
  }
});

test('a token that comes back within the grace is good; after it, the whole family is revoked', async () => {
  const second = await refresh(at(NOW), first.refreshToken);
  expect(await rotateSession(at(NOW + 29 * SECOND), first.refreshToken)).not.toBeNull();
  expect(await countLive()).toBe(3);

  await expect(refresh(at(NOW + 30 * SECOND), first.refreshToken)).rejects.toMatchObject({ code: 'session_expired' });
  expect(await countLive()).toBe(0);
  expect(await rotateSession(at(NOW + 31 * SECOND), second.refreshToken)).toBeNull();
});

test('using a token in its grace does not make the grace longer', async () => {
  await refresh(at(NOW), first.refreshToken);
  await refresh(at(NOW + 20 * SECOND), first.refreshToken);
  expect(await rotateSession(at(NOW + 40 * SECOND), first.refreshToken)).toBeNull();
});

test('reuse and rotation at once: never a token that outlives the revocation', async () => {
  const second = await refresh(at(NOW), first.refreshToken);
  const late = NOW + 60 * SECOND;
  await Promise.all([
    rotateSession(at(late), first.refreshToken),
    ...Array.from({ length: 5 }, () => rotateSession(at(late), second.refreshToken)),
  ]);
  expect(await countLive()).toBe(0);
});

test('an unused token ends after seven days', async () => {
  expect(await rotateSession(at(NOW + 7 * DAY), first.refreshToken)).toBeNull();
  expect(await rotateSession(at(NOW + 7 * DAY - 1), first.refreshToken)).not.toBeNull();
});

test('an unknown token, one of no length, and the hash that the database keeps are nobody', async () => {
  const hash = await env.DB.prepare('SELECT token_hash FROM sessions WHERE user_id = ?')
    .bind(first.user.userId)
    .first<string>('token_hash');
  for (const token of ['', 'nothing', hash ?? '']) expect(await rotateSession(at(NOW), token)).toBeNull();
  expect(await countLive()).toBe(1);
});

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { checkAccessToken } from '../http/access-token.ts';
import type { Session } from '../http/session-cookies.ts';
import { refresh, rotateSession } from './refresh-session.ts';
import { startSession } from './start-session.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const SECOND = 1000;
const DAY = 86_400 * SECOND;
let first: Session;

function at(now: number) {
  return givenContext({ actor: { kind: 'anonymous' }, now });
}

/** Whether the sign-in stands. */
async function isSignedIn(): Promise<boolean> {
  const row = await env.DB.prepare('SELECT revoked_at AS revokedAt FROM sign_ins WHERE id = ?')
    .bind(first.user.signInId)
    .first<{ revokedAt: number | null }>();
  return row?.revokedAt === null;
}

beforeEach(async () => {
  const { actor } = await givenPerson();
  first = await startSession(at(NOW), actor.userId, 'password', false);
});

describe('a refresh token (invariant 34)', () => {
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
    expect(after.ok && before.ok && after.signInId === before.signInId).toBe(true);
    expect(await checkAccessToken(env, first.accessToken, later)).toEqual({ ok: false, reason: 'expired' });
  });

  test('ten parallel refreshes of one tab all succeed, and each of their tokens works', async () => {
    const sessions = await Promise.all(Array.from({ length: 10 }, () => refresh(at(NOW + SECOND), first.refreshToken)));
    expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(10);
    for (const { refreshToken } of sessions) {
      expect(await rotateSession(at(NOW + 2 * SECOND), refreshToken)).not.toBeNull();
    }
  });

  test('that comes back within the grace is good; after it, the whole family is revoked', async () => {
    const second = await refresh(at(NOW), first.refreshToken);
    expect(await rotateSession(at(NOW + 29 * SECOND), first.refreshToken)).not.toBeNull();
    expect(await isSignedIn()).toBe(true);

    await expect(refresh(at(NOW + 30 * SECOND), first.refreshToken)).rejects.toMatchObject({ code: 'session_expired' });
    expect(await isSignedIn()).toBe(false);
    expect(await rotateSession(at(NOW + 31 * SECOND), second.refreshToken)).toBeNull();
  });

  test('used in its grace does not make the grace longer', async () => {
    await refresh(at(NOW), first.refreshToken);
    await refresh(at(NOW + 20 * SECOND), first.refreshToken);
    expect(await rotateSession(at(NOW + 40 * SECOND), first.refreshToken)).toBeNull();
  });

  test('reused and rotated at once: never a token that outlives the revocation', async () => {
    const second = await refresh(at(NOW), first.refreshToken);
    const late = NOW + 60 * SECOND;
    const rotated = await Promise.all([
      rotateSession(at(late), first.refreshToken),
      ...Array.from({ length: 5 }, () => rotateSession(at(late), second.refreshToken)),
    ]);
    expect(await isSignedIn()).toBe(false);
    for (const session of rotated) {
      if (session !== null) expect(await rotateSession(at(late + SECOND), session.refreshToken)).toBeNull();
    }
  });

  test('that nobody uses ends after seven days', async () => {
    expect(await rotateSession(at(NOW + 7 * DAY), first.refreshToken)).toBeNull();
    expect(await rotateSession(at(NOW + 7 * DAY - 1), first.refreshToken)).not.toBeNull();
  });

  test('renews nothing for who is suspended, or was signed out', async () => {
    await env.DB.prepare('UPDATE users SET suspended_at = 1 WHERE id = ?').bind(first.user.userId).run();
    expect(await rotateSession(at(NOW), first.refreshToken)).toBeNull();
    await env.DB.prepare('UPDATE users SET suspended_at = NULL WHERE id = ?').bind(first.user.userId).run();
    expect(await rotateSession(at(NOW), first.refreshToken)).not.toBeNull();
    await env.DB.prepare('UPDATE sign_ins SET revoked_at = 1 WHERE id = ?').bind(first.user.signInId).run();
    expect(await rotateSession(at(NOW), first.refreshToken)).toBeNull();
  });

  test('that is unknown, of no length, or the hash that the database keeps is nobody', async () => {
    const hash = await env.DB.prepare('SELECT token_hash FROM sessions WHERE user_id = ?')
      .bind(first.user.userId)
      .first<string>('token_hash');
    for (const token of ['', 'nothing', hash ?? '']) expect(await rotateSession(at(NOW), token)).toBeNull();
    expect(await isSignedIn()).toBe(true);
  });
});

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenUserActor } from '../../test/builders/person.ts';
import { checkAccessToken, signAccessToken } from './access-token.ts';
import { guestIdOf, signGuestId } from './guest-token.ts';
import { keyedHash } from './signing-key.ts';

const NOW = Date.UTC(2026, 10, 25, 6);
const OLD: Env = { ...env, APP_SECRET: 'the-secret-of-last-year-0123456789abcdef' };
const NEW: Env = { ...env, APP_SECRET: 'the-secret-of-this-year-0123456789abcdef' };
const CHANGING: Env = { ...NEW, APP_SECRET_PREVIOUS: OLD.APP_SECRET };
const { userId, signInId } = givenUserActor();

test('while a secret is replaced, what the old one signed is believed, and nothing is signed with it', async () => {
  const old = await signAccessToken(OLD, { userId, signInId }, NOW);
  expect(await checkAccessToken(CHANGING, old, NOW)).toEqual({ ok: true, userId, signInId });
  expect(await checkAccessToken(NEW, old, NOW)).toEqual({ ok: false, reason: 'invalid' });
  const fresh = await signAccessToken(CHANGING, { userId, signInId }, NOW);
  expect(await checkAccessToken(NEW, fresh, NOW)).toMatchObject({ ok: true });
  expect(await checkAccessToken(OLD, fresh, NOW)).toEqual({ ok: false, reason: 'invalid' });
});

test('a cart outlives the change of the secret', async () => {
  const token = await signGuestId(OLD, 'gst_01K9ZQ3V7Y4M2N8P6R5T1W0XAB');
  expect(await guestIdOf(CHANGING, token)).toBe('gst_01K9ZQ3V7Y4M2N8P6R5T1W0XAB');
  expect(await guestIdOf(NEW, token)).toBeNull();
});

test('a token whose header names our key but was signed by another is refused', async () => {
  const [, claims = ''] = (await signAccessToken(OLD, { userId, signInId }, NOW)).split('.');
  const [header = '', , signature = ''] = (await signAccessToken(NEW, { userId, signInId }, NOW)).split('.');
  expect(await checkAccessToken(NEW, `${header}.${claims}.${signature}`, NOW + 1000)).toMatchObject({ ok: true });
  const forged = btoa(JSON.stringify({ ...JSON.parse(atob(claims)), sub: 'usr_somebody' })).replaceAll('=', '');
  expect(await checkAccessToken(NEW, `${header}.${forged}.${signature}`, NOW)).toEqual({
    ok: false,
    reason: 'invalid',
  });
});

test.each(['', 'a', 'a.b.c', '..', 'eyJhbGciOiJub25lIn0.e30.'])('"%s" is no token', async (token) => {
  expect(await checkAccessToken(NEW, token, NOW)).toEqual({ ok: false, reason: 'invalid' });
});

test('a short previous secret is no key', async () => {
  const token = await signAccessToken(OLD, { userId, signInId }, NOW);
  expect(await checkAccessToken({ ...NEW, APP_SECRET_PREVIOUS: 'short' }, token, NOW)).toMatchObject({ ok: false });
});

test('hashes of the same text differ from shop to shop', async () => {
  expect(await keyedHash(NEW, 'a')).toBe(await keyedHash(CHANGING, 'a'));
  expect(await keyedHash(NEW, 'a')).not.toBe(await keyedHash(OLD, 'a'));
});

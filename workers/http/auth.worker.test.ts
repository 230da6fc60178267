import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import type { UserActor } from '../context.ts';
import { signAccessToken } from './access-token.ts';
import { type IdentifyOptions, identify, startGuest } from './auth.ts';
import type { Session } from './session-cookies.ts';

/** Whole seconds, as tokens count. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const MINUTE = 60_000;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
let user: UserActor;

beforeEach(async () => {
  user = (await givenPerson()).actor;
});

function ask(headers: Record<string, string>, options: IdentifyOptions = {}, url = 'https://haat.test/') {
  return identify(env, new Request(url, { headers }), { now: NOW, ...options });
}

async function givenGuestCookie(url = 'https://haat.test/'): Promise<{ cookie: string; setCookie: string }> {
  const { setCookie } = await startGuest(env, new Request(url), givenContext().newId);
  return { setCookie, cookie: setCookie.split(';')[0] ?? '' };
}

function renewed(): Session {
  return {
    user,
    accessToken: 'new-access',
    accessExpiresAt: NOW + 15 * MINUTE,
    refreshToken: 'new-refresh',
    refreshExpiresAt: NOW + 7 * 86_400_000,
  };
}

test('nobody is anonymous, and needs no secret', async () => {
  const bare = { ...env, APP_SECRET: '' };
  expect(await identify(bare, new Request('https://haat.test/'))).toEqual({
    actor: { kind: 'anonymous' },
    setCookies: [],
  });
});

test('a bearer token is the user; an expired or broken one is refused, not ignored', async () => {
  const authorization = `Bearer ${await signAccessToken(env, user, NOW)}`;
  expect(await ask({ authorization })).toEqual({ actor: user, setCookies: [] });
  await expect(ask({ authorization }, { now: NOW + 15 * MINUTE })).rejects.toMatchObject({ code: 'session_expired' });
  const [head, claims, signature] = authorization.slice(7).split('.');
  const staff = btoa(JSON.stringify({ ...JSON.parse(atob(claims ?? '')), role: 'staff' })).replaceAll('=', '');
  const none = btoa(JSON.stringify({ alg: 'none' })).replaceAll('=', '');
  for (const forged of [`${head}.${staff}.${signature}`, `${none}.${staff}.`, 'nonsense']) {
    await expect(ask({ authorization: `Bearer ${forged}` })).rejects.toMatchObject({ code: 'unauthenticated' });
  }
  await expect(ask({ authorization: 'Basic YTpi' })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test.each([
  ['signed out', 'UPDATE sign_ins SET revoked_at = 1 WHERE user_id = ?'],
  ['signed in for the last time long ago', 'UPDATE sign_ins SET expires_at = 1 WHERE user_id = ?'],
  ['suspended', 'UPDATE users SET suspended_at = 1 WHERE id = ?'],
  ['gone', 'UPDATE users SET deleted_at = 1 WHERE id = ?'],
])('a good token is nobody from the moment that its person is %s', async (_name, sql) => {
  const token = await signAccessToken(env, user, NOW);
  await env.DB.prepare(sql).bind(user.userId).run();
  await expect(ask({ authorization: `Bearer ${token}` })).rejects.toMatchObject({ code: 'session_expired' });
  expect((await ask({ cookie: `__Host-haat_access=${token}` })).actor.kind).toBe('anonymous');
});

test('a new role and new permissions count with the token of before', async () => {
  const authorization = `Bearer ${await signAccessToken(env, user, NOW)}`;
  await env.DB.prepare(`UPDATE users SET role = 'staff', permissions = '["orders.read","no.such"]' WHERE id = ?`)
    .bind(user.userId)
    .run();
  expect((await ask({ authorization })).actor).toMatchObject({ role: 'staff', permissions: ['orders.read'] });
});

test('a token for somebody else’s sign-in is nobody’s', async () => {
  const other = (await givenPerson()).actor;
  const token = await signAccessToken(env, { userId: user.userId, signInId: other.signInId }, NOW);
  await expect(ask({ authorization: `Bearer ${token}` })).rejects.toMatchObject({ code: 'session_expired' });
});

test('a token signed with the secret of before is good while that one is known', async () => {
  const previous = 'the secret of before, long enough 01234';
  const token = await signAccessToken({ ...env, APP_SECRET: previous }, user, NOW);
  const request = new Request('https://haat.test/', { headers: { authorization: `Bearer ${token}` } });
  const turning = { ...env, APP_SECRET_PREVIOUS: previous };
  expect((await identify(turning, request, { now: NOW })).actor).toEqual(user);
});

test('a token signed with another secret is not valid', async () => {
  const token = await signAccessToken({ ...env, APP_SECRET: 'another secret of the right length 0123' }, user, NOW);
  await expect(ask({ authorization: `Bearer ${token}` })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('the cookies of https are not taken over http, nor the other way round', async () => {
  const token = await signAccessToken(env, user, NOW);
  const [overHttps, overHttp] = [`__Host-haat_access=${token}`, `haat_access=${token}`];
  expect((await ask({ cookie: overHttps })).actor).toEqual(user);
  expect((await ask({ cookie: overHttp })).actor.kind).toBe('anonymous');
  expect((await ask({ cookie: overHttp }, {}, 'http://192.168.1.4:8787/')).actor).toEqual(user);
  expect((await givenGuestCookie('http://192.168.1.4:8787/')).setCookie).not.toContain('Secure');
  const production = { ...env, APP_ENV: 'production' as const };
  const { setCookie } = await startGuest(production, new Request('http://haat.test/'), givenContext().newId);
  expect(setCookie).toContain('; Secure');
});

test('an expired session is renewed on the way; a valid one is left alone', async () => {
  const rotate = vi.fn(async () => renewed());
  const cookie = `__Host-haat_access=${await signAccessToken(env, user, NOW)}; __Host-haat_refresh=old`;
  expect(await ask({ cookie }, { rotate })).toEqual({ actor: user, setCookies: [] });
  expect(rotate).not.toHaveBeenCalled();
  const later = await ask({ cookie }, { rotate, now: NOW + 15 * MINUTE });
  expect(rotate).toHaveBeenCalledExactlyOnceWith('old');
  expect(later.actor).toEqual(user);
  expect(later.setCookies[0]).toContain('__Host-haat_access=new-access; Path=/;');
  expect(later.setCookies[1]).toContain('__Host-haat_refresh=new-refresh; Path=/;');
});

test('a session that cannot be renewed is forgotten, and the guest shows again', async () => {
  const { cookie } = await givenGuestCookie();
  const answer = await ask({ cookie: `__Host-haat_refresh=old; ${cookie}` }, { rotate: async () => null });
  expect(answer.actor.kind).toBe('guest');
  expect(answer.setCookies).toHaveLength(2);
  for (const setCookie of answer.setCookies) expect(setCookie).toMatch(/^__Host-haat_(access|refresh)=; .*Max-Age=0;/);
});

test('a guest is known by the signed cookie', async () => {
  const { cookie, setCookie } = await givenGuestCookie();
  expect(setCookie).toMatch(
    /^__Host-haat_guest=gst_\w{26}\.[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect((await ask({ cookie: `theme=dark; ${cookie}` })).actor).toMatchObject({ kind: 'guest' });
});

test('every change to a guest cookie is a forgery: the API refuses it, a page takes it away', async () => {
  const { cookie } = await givenGuestCookie();
  const other = givenContext().newId('guest');
  const forgeries = [
    `__Host-haat_guest=${other}.${cookie.split('.')[1]}`,
    ...[...BASE64URL].map((letter) => cookie.slice(0, -1) + letter).filter((forged) => forged !== cookie),
    '__Host-haat_guest=gst_1',
    `__Host-haat_guest=${other}`,
    `__Host-haat_guest=${'x'.repeat(4000)}`,
  ];
  for (const forged of forgeries) {
    await expect(ask({ cookie: forged })).rejects.toMatchObject({
      code: 'invalid_cart_cookie',
      extra: { errors: [{ field: 'cookie.haat_guest' }] },
    });
    const page = await ask({ cookie: forged }, { forgedGuest: 'replace' });
    expect(page.actor.kind).toBe('anonymous');
    expect(page.setCookies[0]).toContain('__Host-haat_guest=; Path=/; Max-Age=0');
  }
});

import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { signingKeyOf } from '../../http/signing-key.ts';
import { attemptCookie, endedAttemptCookie, type GoogleAttempt, readAttempt } from './google-attempt.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const env = { APP_ENV: 'production', APP_SECRET: 'a-secret-that-only-tests-know-0123456789' } as Env;
const state = 'abcdefghijkl-'.padEnd(43, 's');
const attempt: GoogleAttempt = { state, nonce: 'n'.repeat(43), codeVerifier: 'v'.repeat(43), next: '/orders?page=2' };

function requestWith(cookie: string): Request {
  return new Request('https://haat.test/login/google/callback', { headers: { cookie } });
}

async function givenCookie(changes: Partial<GoogleAttempt> = {}): Promise<string> {
  return await attemptCookie(env, requestWith(''), { ...attempt, ...changes }, now);
}

function pairOf(setCookie: string): string {
  return setCookie.split(';')[0] ?? '';
}

test('the browser keeps it, and no script and no other site sees it', async () => {
  const setCookie = await givenCookie();
  expect(setCookie).toMatch(
    /^__Host-haat_google_abcdefghijkl=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(await readAttempt(env, requestWith(`a=1; ${pairOf(setCookie)}; b=2`), state, now)).toEqual(attempt);
});

test('two attempts stand side by side', async () => {
  const other = 'zyxwvutsrqpo-'.padEnd(43, 's');
  const cookies = [await givenCookie(), await givenCookie({ state: other, next: '/cart' })].map(pairOf).join('; ');
  expect((await readAttempt(env, requestWith(cookies), state, now))?.next).toBe('/orders?page=2');
  expect((await readAttempt(env, requestWith(cookies), other, now))?.next).toBe('/cart');
});

test('ten minutes are young enough', async () => {
  const request = requestWith(pairOf(await givenCookie()));
  expect(await readAttempt(env, request, state, now + 599_000)).toEqual(attempt);
  expect(await readAttempt(env, request, state, now + 600_000)).toBeNull();
});

describe('there is no attempt', () => {
  test.each([
    ['without a state', null],
    ['with a state that is none', 'a\r\nset-cookie: x'],
    ['with a state that only begins alike', 'abcdefghijkl-'.padEnd(43, 't')],
  ])('%s', async (_, given) => {
    expect(await readAttempt(env, requestWith(pairOf(await givenCookie())), given, now)).toBeNull();
  });

  test('without its cookie, or with one that was changed or made elsewhere', async () => {
    const pair = pairOf(await givenCookie());
    const foreign = { ...env, APP_SECRET: 'another-secret-that-only-tests-know-012345' };
    const forged = pairOf(await attemptCookie(foreign, requestWith(''), attempt, now));
    const [name = ''] = pair.split('=');
    for (const cookie of ['', `${name}=`, `${name}=nothing`, `${pair}x`, forged]) {
      expect(await readAttempt(env, requestWith(cookie), state, now), cookie).toBeNull();
    }
  });

  test('in a token of ours that is for something else', async () => {
    const { key, keyId } = await signingKeyOf(env);
    const token = new SignJWT({ ...attempt }).setProtectedHeader({ alg: 'HS256', kid: keyId }).setIssuedAt(now / 1000);
    const [name = ''] = (await givenCookie()).split('=');
    const forAccess = await token
      .setAudience('haat:access')
      .setExpirationTime(now / 1000 + 60)
      .sign(key);
    expect(await readAttempt(env, requestWith(`${name}=${forAccess}`), state, now)).toBeNull();
  });

  test('when its path leads out of the shop', async () => {
    const request = requestWith(pairOf(await givenCookie({ next: 'https://evil.test/' })));
    expect(await readAttempt(env, request, state, now)).toBeNull();
  });
});

test('a secret that is being replaced is still believed', async () => {
  const request = requestWith(pairOf(await givenCookie()));
  const renewed = {
    ...env,
    APP_SECRET: 'the-next-secret-of-the-same-shop-012345',
    APP_SECRET_PREVIOUS: env.APP_SECRET,
  };
  expect(await readAttempt(renewed, request, state, now)).toEqual(attempt);
});

test('it ends by a cookie of the same name', async () => {
  const [name = ''] = (await givenCookie()).split('=');
  expect(endedAttemptCookie(env, requestWith(''), attempt)).toContain(`${name}=; Path=/; Max-Age=0;`);
});

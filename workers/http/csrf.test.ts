import { expect, test } from 'vitest';
import { requireSameOrigin } from './csrf.ts';

const LISTED = 'https://app.example';
const env = { APP_ENV: 'production', CORS_ORIGINS: LISTED } as Env;

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly given?: Env;
}

function isRefused({ method = 'POST', headers = {}, given = env }: Asked): boolean {
  const cookie = { cookie: '__Host-haat_refresh=1' };
  const request = new Request('https://haat.test/api/v1/x', { method, headers: { ...cookie, ...headers } });
  try {
    requireSameOrigin(given, request);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'cross_site_request' });
    return true;
  }
}

test.each([
  ['ours', { origin: 'https://haat.test' }],
  ['ours by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin', origin: 'https://haat.test' }],
  ['a person’s own', { 'sec-fetch-site': 'none' }],
  ['a listed origin’s', { origin: LISTED }],
  ['a listed origin’s, of which the browser says the same', { origin: LISTED, 'sec-fetch-site': 'cross-site' }],
  ['a listed subdomain’s', { origin: LISTED, 'sec-fetch-site': 'same-site' }],
  ['a bearer’s', { origin: 'https://evil.test', authorization: 'Bearer x' }],
])('a write that is %s passes', (_, headers) => {
  expect(isRefused({ headers })).toBe(false);
});

test.each([
  ['another site’s', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
  ['a subdomain’s that is not listed', { origin: 'https://x.haat.test', 'sec-fetch-site': 'same-site' }],
  ['a listed name’s without TLS', { origin: 'http://app.example', 'sec-fetch-site': 'cross-site' }],
  ['a frame’s without origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['another site’s that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  ['a cookie’s that says nothing', {}],
])('a write that is %s is refused', (_, headers) => {
  expect(isRefused({ headers })).toBe(true);
});

test('without a list the same origin is another site', () => {
  expect(isRefused({ headers: { origin: LISTED }, given: { ...env, CORS_ORIGINS: '' } })).toBe(true);
});

test('a read needs no origin', () => {
  expect(isRefused({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } })).toBe(false);
});

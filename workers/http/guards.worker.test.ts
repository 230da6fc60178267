import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { signGuestId } from './guest-token.ts';

const ORIGIN = 'https://haat.test';
const LOGIN = '/auth/login';
const valid = JSON.stringify({ email: 'nobody@example.in', password: 'not the secret' });

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit;
}

async function send({ path = LOGIN, method = 'POST', headers = {}, body }: Sent) {
  const answer = await exports.default.fetch(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const problem = await answer.json<{ code: string; errors?: unknown[] }>();
  return { status: answer.status, ...problem, headers: answer.headers };
}

async function givenCookie(): Promise<string> {
  return `__Host-haat_guest=${await signGuestId(env, givenContext().newId('guest'))}`;
}

test.each([
  ['without cookies, saying nothing', {}, false, 401],
  ['by cookie, saying nothing', {}, true, 403],
  ['by cookie, from here by Origin', { origin: ORIGIN }, true, 401],
  ['by cookie, from here by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }, true, 401],
  ['by cookie, from elsewhere', { origin: 'https://evil.test' }, true, 403],
  ['by cookie, from another port', { origin: 'https://haat.test:8443' }, true, 403],
  ['by cookie, from a subdomain', { 'sec-fetch-site': 'same-site' }, true, 403],
  ['by cookie, from a frame without origin', { origin: 'null' }, true, 403],
  ['without cookies, from elsewhere: a forced login', { 'sec-fetch-site': 'cross-site' }, false, 403],
])('a write %s', async (_name, headers, hasCookie, status) => {
  const answer = await send({
    body: valid,
    headers: { ...headers, ...(hasCookie ? { cookie: await givenCookie() } : {}) },
  });
  expect([answer.status, answer.code]).toEqual([status, status === 403 ? 'cross_site_request' : 'invalid_credentials']);
});

test('a read needs no origin, a webhook neither', async () => {
  const cookie = await givenCookie();
  expect((await send({ path: '/auth/me', method: 'GET', headers: { cookie } })).code).toBe('unauthenticated');
  const hook = await send({ path: '/payments/webhook/none', body: '{}', headers: { origin: 'https://gateway.test' } });
  expect(hook.code).not.toBe('cross_site_request');
});

test('a forged cart cookie is named', async () => {
  const answer = await send({ path: '/auth/me', method: 'GET', headers: { cookie: '__Host-haat_guest=gst_1.x' } });
  expect(answer).toMatchObject({
    status: 400,
    code: 'invalid_cart_cookie',
    errors: [{ field: 'cookie.haat_guest' }],
  });
});

test.each(['{"email":', '', '{} {}', 'null and void'])('broken JSON %j', async (body) => {
  expect(await send({ body })).toMatchObject({ status: 400, code: 'malformed_json' });
});

test.each(['[]', 'null', '"text"', '7'])('JSON that is no object, %s', async (body) => {
  expect(await send({ body })).toMatchObject({ status: 422, code: 'validation_failed' });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'application/jsonp', ''])(
  'a body that does not say it is JSON but %j',
  async (type) => {
    const answer = await send({ body: new TextEncoder().encode(valid), headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  },
);

test('no body at all is an object without its fields', async () => {
  const answer = await exports.default.fetch(`${ORIGIN}/api/v1${LOGIN}`, { method: 'POST' });
  expect(await answer.json()).toMatchObject({ code: 'validation_failed' });
});

test('JSON with a charset is JSON', async () => {
  const answer = await send({ body: valid, headers: { 'content-type': 'application/json; charset=utf-8' } });
  expect(answer.code).toBe('invalid_credentials');
});

test('10 MB are refused, and so is a stream that does not say how long it is', async () => {
  const big = new Uint8Array(10 * 1024 * 1024).fill(0x20);
  expect(await send({ body: big })).toMatchObject({ status: 413, code: 'body_too_large' });
  let sent = 0;
  const unannounced = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
      if (sent >= 8 * 1024 * 1024) controller.close();
    },
  });
  expect(await send({ body: unannounced })).toMatchObject({ status: 413, code: 'body_too_large' });
  expect(sent).toBeLessThan(2 * 1024 * 1024);
});

test('an import may be larger, up to its own limit', async () => {
  const path = '/admin/imports/none/rows';
  const large = new Uint8Array(2 * 1024 * 1024).fill(0x20);
  expect((await send({ path, body: large })).code).not.toBe('body_too_large');
  expect((await send({ path, body: new Uint8Array(3 * 1024 * 1024).fill(0x20) })).code).toBe('body_too_large');
});

test('every answer carries its id and the headers that keep it from being more than data', async () => {
  const { headers } = await send({ path: '/auth/me', method: 'GET' });
  expect(headers.get('x-request-id')).not.toBeNull();
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('strict-transport-security')).toContain('max-age');
});

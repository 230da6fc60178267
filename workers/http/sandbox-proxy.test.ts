import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { proxyToSandbox } from './sandbox-proxy.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let seen: Seen[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(303, { location: '../payments', 'set-cookie': 'haat_session=stolen' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  seen = [];
});

afterAll(() => void server.close());

function given(changes: Partial<Env> = {}): Env {
  const { port } = server.address() as AddressInfo;
  return { APP_ENV: 'development', SANDBOX_URL: `http://127.0.0.1:${port}`, ...changes } as Env;
}

test('passes path, query, form and redirect, and keeps cookies and keys of both sides apart', async () => {
  const request = new Request('http://shop/sandbox/pay/pi_1?return_url=%2Forders%2FHT1', {
    method: 'POST',
    body: 'choice=success',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: 'haat_session=1',
      authorization: 'Bearer 1',
    },
  });
  const answer = await proxyToSandbox(request, given());
  expect([answer.status, answer.headers.get('location'), answer.headers.get('set-cookie')]).toEqual([
    303,
    '../payments',
    null,
  ]);
  expect(seen).toMatchObject([{ method: 'POST', url: '/pay/pi_1?return_url=%2Forders%2FHT1', body: 'choice=success' }]);
  expect(seen[0]?.headers).not.toHaveProperty('cookie');
  expect(seen[0]?.headers).not.toHaveProperty('authorization');
});

test.each([
  ['in production', { APP_ENV: 'production' }],
  ['in tests', { APP_ENV: 'test' }],
  ['without an address', { SANDBOX_URL: undefined }],
] as const)('is not there %s', async (_, changes) => {
  expect((await proxyToSandbox(new Request('http://shop/sandbox/inbox'), given(changes))).status).toBe(404);
  expect(seen).toEqual([]);
});

test('goes nowhere else', async () => {
  await proxyToSandbox(new Request('http://shop/sandbox//elsewhere.example/x'), given());
  expect(seen).toMatchObject([{ url: '//elsewhere.example/x' }]);
  const outside = await proxyToSandbox(new Request('http://shop/sandbox/%2e%2e/cart'), given());
  expect(outside.status).toBe(404);
});

test('says so when the sandbox is not running', async () => {
  const answer = await proxyToSandbox(
    new Request('http://shop/sandbox/'),
    given({ SANDBOX_URL: 'http://127.0.0.1:9' }),
  );
  expect(answer.status).toBe(502);
});

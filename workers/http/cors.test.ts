import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { corsForListed, corsOriginsOf } from './cors.ts';

const LISTED = 'https://app.example';
const env = { APP_ENV: 'production', CORS_ORIGINS: `${LISTED}, https://other.example:8443` } as Env;

const app = new Hono<{ Bindings: Env }>();
app.use(corsForListed);
app.get('/thing', (c) => c.text('here', 200, { vary: 'accept' }));
app.post('/thing', () => {
  throw new Error('refused');
});
app.onError((error, c) => c.json({ detail: error.message }, 403));

function ask(method: string, origin: string | null, given = env) {
  const headers: Record<string, string> = {
    ...(origin === null ? {} : { origin }),
    ...(method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {}),
  };
  return app.request('https://haat.test/thing', { method, headers }, given);
}

function corsHeadersOf(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('access-control-')));
}

test('a listed origin may read the answer with its cookies', async () => {
  const answer = await ask('GET', LISTED);
  expect([answer.status, await answer.text()]).toEqual([200, 'here']);
  expect(corsHeadersOf(answer)).toEqual({
    'access-control-allow-origin': LISTED,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-request-id,retry-after,ratelimit,ratelimit-policy',
  });
});

test('a listed origin may read a refusal too', async () => {
  const answer = await ask('POST', 'https://other.example:8443');
  expect(answer.status).toBe(403);
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://other.example:8443');
});

test('a preflight is answered before anything else is asked', async () => {
  const answer = await ask('OPTIONS', LISTED);
  expect(answer.status).toBe(204);
  expect(corsHeadersOf(answer)).toMatchObject({
    'access-control-allow-origin': LISTED,
    'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE',
    'access-control-allow-headers': 'authorization,content-type,idempotency-key,cf-turnstile-response',
    'access-control-max-age': '600',
  });
});

test.each([
  ['another site', 'https://evil.example'],
  ['a subdomain', 'https://x.app.example'],
  ['the same without TLS', 'http://app.example'],
  ['another port', 'https://app.example:8443'],
  ['a frame without origin', 'null'],
  ['nobody', null],
])('%s gets no header that allows', async (_, origin) => {
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    expect(corsHeadersOf(await ask(method, origin)), method).toEqual({});
  }
});

test('a shop without a list allows nobody', async () => {
  for (const CORS_ORIGINS of [undefined, '']) {
    expect(corsHeadersOf(await ask('GET', LISTED, { ...env, CORS_ORIGINS }))).toEqual({});
  }
});

test('every answer says that it depends on the origin, and what it said before', async () => {
  for (const origin of [LISTED, 'https://evil.example', null]) {
    const vary = (await ask('GET', origin)).headers.get('vary')?.toLowerCase();
    expect(vary, String(origin)).toContain('origin');
    expect(vary, String(origin)).toContain('accept');
  }
  expect((await ask('POST', 'https://evil.example')).headers.get('vary')).toContain('Origin');
});

describe('a list', () => {
  test.each(['*', 'null', 'app.example', 'https://app.example/', 'https://*.app.example', 'http://app.example'])(
    'with %s is refused',
    (CORS_ORIGINS) => {
      expect(() => corsOriginsOf({ ...env, CORS_ORIGINS })).toThrowError(
        expect.objectContaining({ code: 'misconfigured' }),
      );
    },
  );

  test('may name a laptop in development', () => {
    const laptop = { APP_ENV: 'development', CORS_ORIGINS: 'http://localhost:5173' } as Env;
    expect([...corsOriginsOf(laptop)]).toEqual(['http://localhost:5173']);
  });
});

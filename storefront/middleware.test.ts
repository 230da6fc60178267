import type { APIContext, MiddlewareHandler } from 'astro';
import { beforeEach, expect, test, vi } from 'vitest';

const net = vi.hoisted(() => ({ isOpen: true, keys: [] as string[] }));

vi.mock('astro:middleware', () => ({ defineMiddleware: (handler: MiddlewareHandler) => handler }));
vi.mock('cloudflare:workers', () => ({
  waitUntil: () => undefined,
  env: {
    APP_SECRET: 'a-secret-that-only-tests-know-0123456789',
    DB: {},
    API_LIMIT: {
      limit: async ({ key }: { key: string }) => {
        net.keys.push(key);
        return { success: net.isOpen };
      },
    },
  },
}));

const { onRequest } = await import('./middleware.ts');

beforeEach(() => {
  net.isOpen = true;
  net.keys = [];
});

/** A page that is asked for from one network, by nobody known. */
async function visit(routePattern: string, method = 'GET', ip = '203.0.113.7') {
  const url = new URL('https://haat.test/page');
  const request = new Request(url, { method, headers: { 'cf-connecting-ip': ip } });
  const page = {
    ...{ request, url, routePattern, locals: {}, cookies: { get: () => undefined, delete: () => undefined } },
    rewrite: async () => new Response('a problem page', { status: 429 }),
  } as unknown as APIContext;
  const next = vi.fn(async () => new Response('a page'));
  const answer = (await onRequest(page, next)) as Response;
  return { answer, next, problem: page.locals.problem };
}

test.each([
  ['/cart', 'GET'],
  ['/login', 'GET'],
  ['/login', 'POST'],
  ['/search', 'POST'],
])('beyond the net, %s by %s is a page of 429 that says how long to wait', async (route, method) => {
  expect((await visit(route, method)).answer.status).toBe(200);
  net.isOpen = false;
  const { answer, next, problem } = await visit(route, method);
  expect(next).not.toHaveBeenCalled();
  expect(problem).toMatchObject({ code: 'rate_limited' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  expect(answer.headers.get('ratelimit')).toBe('"requests";r=0;t=60');
  expect(net.keys).toEqual(['ip:203.0.113.7', 'ip:203.0.113.7']);
});

test.each(['/', '/search', '/c/[slug]', '/p/[slug]'])('%s is kept at the edge and asks nobody', async (route) => {
  net.isOpen = false;
  const asked = [await visit(route), await visit(route, 'HEAD')];
  for (const { answer } of asked) expect(answer.status).toBe(200);
  expect(net.keys).toEqual([]);
});

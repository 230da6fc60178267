import { beforeEach, describe, expect, test, vi } from 'vitest';
import { currentLocale } from './locale.ts';
import { cacheKey, servePage } from './page-cache.ts';

const SHOP = 'https://haat.test';

test.each([
  ['/', '/'],
  ['/?utm_source=mail', '/'],
  ['/search?q=red+kurta&utm=1&page=2', '/search?page=2&q=red+kurta'],
  ['/search?q=kurta&min=&brand=b&brand=a&attr.size=M', '/search?attr.size=M&brand=b%2Ca&q=kurta'],
  ['/p/brass-lamp?pincode=560001&v=var_1&ref=x', '/p/brass-lamp?pincode=560001&v=var_1'],
  ['/c/lamps?sort=price_asc#top', '/c/lamps?sort=price_asc'],
  ['/search?q=lamp&lang=en', '/search?q=lamp'],
])('%s is kept as %s', (address, key) => expect(cacheKey(SHOP + address, 'en')).toBe(SHOP + key));

test('each language of a page has its own key, whatever its address said', () => {
  expect(cacheKey(`${SHOP}/`, 'hi')).toBe(`${SHOP}/?lang=hi`);
  expect(cacheKey(`${SHOP}/search?q=lamp&lang=en`, 'hi')).toBe(`${SHOP}/search?q=lamp&lang=hi`);
});

test.each(['/cart', '/checkout', '/orders/HT1', '/login', '/search/x', `/search?q=${'x'.repeat(2000)}`])(
  '%s is never kept',
  (address) => expect(cacheKey(SHOP + address, 'hi')).toBeNull(),
);

describe('pages in two languages', () => {
  const kept = new Map<string, Response>();
  const rendered: Request[] = [];
  const executionCtx = { waitUntil: () => undefined } as unknown as ExecutionContext;

  /** A page whose words are found while its body is read, piece by piece, as Astro does it. */
  const render = async (request: Request): Promise<Response> => {
    rendered.push(request);
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        controller.enqueue(new TextEncoder().encode(`${currentLocale()} `));
        if (++pieces === 3) controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'astro=1' } });
  };
  const visit = (path: string, headers: Record<string, string> = {}) =>
    servePage(new Request(SHOP + path, { headers }), executionCtx, render);
  const textOf = async (page: Promise<Response>) => (await (await page).text()).trim();

  beforeEach(() => {
    kept.clear();
    rendered.length = 0;
    vi.stubGlobal('caches', {
      default: {
        match: async (key: string) => kept.get(key)?.clone(),
        put: async (key: string, page: Response) => void kept.set(key, page),
      },
    });
  });

  test.each(['/', '/cart'])('asked for at the same time, %s does not mix them', async (path) => {
    const languages = ['hi', 'en', 'hi', 'en', 'en', 'hi'];
    const pages = languages.map((language) => textOf(visit(path, { cookie: `haat_lang=${language}` })));
    expect(await Promise.all(pages)).toEqual(languages.map((language) => `${language} ${language} ${language}`));
  });

  test('a kept page is rendered from its address alone, and served to those who want its language', async () => {
    await visit('/', { cookie: 'haat_lang=hi; haat_session=x', 'accept-language': 'en' });
    expect(rendered.map(({ url }) => url)).toEqual([`${SHOP}/?lang=hi`]);
    expect(rendered[0]?.headers.has('cookie')).toBe(false);
    const again = await visit('/', { 'accept-language': 'hi-IN,hi;q=0.9' });
    expect([again.headers.get('x-cache'), (await again.text()).trim()]).toEqual(['HIT', 'hi hi hi']);
    expect(await textOf(visit('/'))).toBe('en en en');
  });

  test('a choice in the address is remembered, on a kept page too, and for nobody else', async () => {
    const cookies = async (path: string) => (await visit(path)).headers.getSetCookie();
    for (const state of ['MISS', 'HIT']) {
      const page = await visit('/?lang=hi');
      expect([page.headers.get('x-cache'), page.headers.getSetCookie().length]).toEqual([state, 1]);
      expect(page.headers.getSetCookie()[0]).toMatch(/^haat_lang=hi; .*Secure$/);
    }
    expect(await cookies('/?lang=fr')).toEqual([]);
    expect([...kept.values()].flatMap((page) => page.headers.getSetCookie())).toEqual([]);
    expect((await cookies('/cart?lang=en')).map((cookie) => cookie.split(';')[0])).toEqual(['astro=1', 'haat_lang=en']);
  });

  test.each([303, 404, 304])('an answer of %i without a body is passed on', async (status) => {
    const bare = async () => new Response(null, { status, headers: { location: '/cart' } });
    const answer = await servePage(new Request(`${SHOP}/cart?lang=hi`, { method: 'HEAD' }), executionCtx, bare);
    expect([answer.status, answer.headers.get('location'), answer.body]).toEqual([status, '/cart', null]);
  });
});

import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { currentLocale } from '../http/locale.ts';
import { edgeCache } from './page-cache.ts';
import { pageKey, productKeys } from './page-key.ts';
import { purgePages, type Render, servePage } from './serve-page.ts';

const SHOP = 'https://haat.test';
const ENV = { APP_URL: SHOP };

let rendered: Request[] = [];
/** What the page says beside its language: an edit changes it. */
let words = '';
let executionCtx = createExecutionContext();
let visits = 0;
/** A cold page each time. */
let path = '';

/** A page whose words are found while its body is read, piece by piece, as Astro does it. */
const render: Render = async (request) => {
  rendered.push(request);
  const said = words;
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      controller.enqueue(new TextEncoder().encode(`${currentLocale()}${said} `));
      if (++pieces === 3) controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'astro=1' } });
};

const visit = (address = path, headers: Record<string, string> = {}, how: { method?: string; render?: Render } = {}) =>
  servePage(
    new Request(SHOP + address, { headers, method: how.method ?? 'GET' }),
    ENV,
    executionCtx,
    how.render ?? render,
  );
const textOf = async (page: Promise<Response>) => (await (await page).text()).trim();
const stateOf = async (page: Promise<Response>) => {
  const answer = await page;
  return [answer.headers.get('x-cache'), (await answer.text()).trim().split(' ')[0]];
};
const keyOf = (address: string) => pageKey(SHOP + address, 'en', SHOP) ?? '';
const settled = async () => {
  await waitOnExecutionContext(executionCtx);
  executionCtx = createExecutionContext();
};
const seconds = (count: number) => vi.setSystemTime(Date.now() + count * 1000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  rendered = [];
  words = '';
  executionCtx = createExecutionContext();
  path = `/p/lamp-${++visits}`;
});

afterEach(async () => {
  await settled();
  vi.useRealTimers();
});

test.each(['/p/two-languages', '/cart'])('asked for at the same time, %s does not mix languages', async (address) => {
  const languages = ['hi', 'en', 'hi', 'en', 'en', 'hi'];
  const pages = languages.map((language) => textOf(visit(address, { cookie: `haat_lang=${language}` })));
  expect(await Promise.all(pages)).toEqual(languages.map((language) => `${language} ${language} ${language}`));
});

test('a kept page is rendered from its address alone, and is the same for all who want its language', async () => {
  const visitors: Record<string, string>[] = [
    { cookie: 'haat_access=x; haat_count=3' },
    { cookie: 'haat_guest=y' },
    {},
  ];
  const bodies = await Promise.all(visitors.map((headers) => visit(path, headers).then((page) => page.arrayBuffer())));
  expect(new Set(bodies.map((body) => new Uint8Array(body).toHex())).size).toBe(1);
  expect(rendered.map(({ url, headers }) => [url, headers.has('cookie')])).toEqual([[SHOP + path, false]]);
  expect(await textOf(visit(path, { cookie: 'haat_lang=hi; haat_access=x', 'accept-language': 'en' }))).toBe(
    'hi hi hi',
  );
  expect(await stateOf(visit(path, { 'accept-language': 'hi-IN,hi;q=0.9' }))).toEqual(['HIT', 'hi']);
});

test('no cookie is kept; a choice in the address is remembered for the visitor who made it', async () => {
  for (const state of ['MISS', 'HIT', 'HIT']) {
    const page = await visit(`${path}?lang=hi`);
    expect([page.headers.get('x-cache'), page.headers.getSetCookie().length]).toEqual([state, 1]);
    expect(page.headers.getSetCookie()[0]).toMatch(/^haat_lang=hi; .*Secure$/);
  }
  await settled();
  expect((await visit(`${path}?lang=fr`)).headers.getSetCookie()).toEqual([]);
  const kept = await edgeCache.match(`${keyOf(path)}?lang=hi`);
  expect([kept?.response.headers.has('set-cookie'), await kept?.response.text()]).toEqual([false, 'hi hi hi ']);
  const cart = await visit('/cart?lang=en');
  expect(cart.headers.getSetCookie().map((cookie) => cookie.split(';')[0])).toEqual(['astro=1', 'haat_lang=en']);
});

test('two hundred visitors of a cold page cost one render', async () => {
  const pages = await Promise.all(Array.from({ length: 200 }, () => textOf(visit())));
  expect([new Set(pages).size, pages[0], rendered.length]).toEqual([1, 'en en en', 1]);
});

test('a page that is asked for again is handed on to the edge, one that is not stays where it was rendered', async () => {
  await visit();
  await settled();
  expect(await edgeCache.match(keyOf(path))).toBeNull();
  await visit();
  await settled();
  const kept = await edgeCache.match(keyOf(path));
  expect(kept?.response.headers.get('cache-control')).toBe('no-cache');
  expect(await kept?.response.text()).toBe('en en en ');
});

describe('with an edit behind it', () => {
  beforeEach(async () => {
    words = '-old';
    await visit();
    await visit();
    await settled();
    words = '-new';
    rendered = [];
  });

  test('a page is shown as it was for some seconds, then while a new one is made, once', async () => {
    expect(await stateOf(visit())).toEqual(['HIT', 'en-old']);
    seconds(11);
    const many = await Promise.all(Array.from({ length: 20 }, () => stateOf(visit())));
    expect(many).toEqual(Array.from({ length: 20 }, () => ['HIT', 'en-old']));
    await settled();
    expect(rendered.length).toBe(1);
    expect(await stateOf(visit())).toEqual(['HIT', 'en-new']);
  });

  test.each([
    [44, ['HIT', 'en-old']],
    [46, ['MISS', 'en-new']],
  ])('after %i s it is %j, though the cache has not dropped it', async (age, shown) => {
    seconds(age);
    expect(await (await edgeCache.match(keyOf(path)))?.response.text()).toBe('en-old en-old en-old ');
    expect(await stateOf(visit())).toEqual(shown);
  });

  test('a purge shows it on the next view, in every language', async () => {
    await visit(`${path}?lang=hi`);
    await visit(`${path}?lang=hi`);
    await settled();
    words = '-newer';
    await purgePages(productKeys(SHOP, path.slice(3), []), () => undefined);
    expect(await stateOf(visit())).toEqual(['MISS', 'en-newer']);
    expect(await stateOf(visit(`${path}?lang=hi`))).toEqual(['MISS', 'hi-newer']);
  });

  test('a render that was begun before a purge is not kept', async () => {
    seconds(60);
    words = '-between';
    const early = stateOf(visit());
    await new Promise((resolve) => setTimeout(resolve, 2));
    words = '-new';
    await purgePages([keyOf(path)], () => undefined);
    expect(await early).toEqual(['MISS', 'en-between']);
    expect(await stateOf(visit())).toEqual(['MISS', 'en-new']);
  });

  test('a render behind a stale page that fails leaves the page, and the next visitor tries again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    seconds(11);
    const failing: Render = async () => Promise.reject(new Error('D1 is away'));
    expect(await stateOf(visit(path, {}, { render: failing }))).toEqual(['HIT', 'en-old']);
    await settled();
    expect(await stateOf(visit())).toEqual(['HIT', 'en-old']);
    await settled();
    expect(await stateOf(visit())).toEqual(['HIT', 'en-new']);
  });
});

test('a failed render is not kept: everybody who waits is told, and the next visitor gets the page', async () => {
  const failing: Render = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    throw new Error('D1 is away');
  };
  const answers = await Promise.allSettled([1, 2, 3].map(() => visit(path, {}, { render: failing })));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  const unwell: Render = async () => new Response('sorry', { status: 503 });
  expect((await visit(path, {}, { render: unwell })).status).toBe(503);
  expect(await stateOf(visit())).toEqual(['MISS', 'en']);
});

test('a render that was killed with its request does not hold up those who wait for it', {
  timeout: 15_000,
}, async () => {
  const killed: Render = () => new Promise(() => undefined);
  void visit(path, {}, { render: killed });
  // Nobody may wait for it at the end of the test either.
  executionCtx = createExecutionContext();
  expect(await stateOf(visit())).toEqual(['MISS', 'en']);
  expect(await stateOf(visit())).toEqual(['HIT', 'en']);
});

describe('what is not sent again', () => {
  test('a page that the browser has, until it changes', async () => {
    const etag = (await visit()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{24}"$/);
    for (let view = 0; view < 2; view++) {
      const again = await visit(path, { 'if-none-match': `"x", ${etag}` });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      await settled();
    }
    seconds(60);
    const same = await visit(path, { 'if-none-match': etag });
    expect([same.status, same.headers.get('x-cache')]).toEqual([304, 'MISS']);
    seconds(60);
    words = '-edited';
    expect((await visit(path, { 'if-none-match': etag })).status).toBe(200);
  });

  test('the body of a HEAD, which fills the cache as a GET does', async () => {
    for (const state of ['MISS', 'HIT']) {
      const head = await visit(path, {}, { method: 'HEAD' });
      expect([head.status, head.body, head.headers.get('x-cache')]).toEqual([200, null, state]);
      expect(head.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  test.each([303, 404, 304])('an answer of %i without a body is passed on', async (status) => {
    const bare: Render = async () => new Response(null, { status, headers: { location: '/cart' } });
    for (const address of ['/cart?lang=hi', `${path}?lang=hi`]) {
      const answer = await visit(address, {}, { method: 'HEAD', render: bare });
      expect([answer.status, answer.headers.get('location'), answer.body]).toEqual([status, '/cart', null]);
    }
  });
});

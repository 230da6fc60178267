import { type APIRequestContext, type APIResponse, expect, test } from '@playwright/test';
import { signedIn, visit } from './people.ts';

/** Pages that are kept at the edge, as bytes on the wire. */

interface Product {
  readonly slug: string;
  readonly sku: string;
  readonly title: string;
  readonly pricePaise: number;
  readonly mrpPaise: number;
}

async function anyProducts(api: APIRequestContext): Promise<readonly Product[]> {
  const answer = await api.get('/api/v1/products?inStock=1&limit=24&sort=price_desc');
  return ((await answer.json()) as { products: readonly Product[] }).products;
}

async function pagesOf(api: APIRequestContext): Promise<readonly string[]> {
  const [product] = await anyProducts(api);
  const { categories } = (await (await api.get('/api/v1/categories')).json()) as { categories: { slug: string }[] };
  return ['/', `/c/${categories[0]?.slug}`, `/p/${product?.slug}`, '/search?q=cotton', '/search?q=qqqqqqqq'];
}

const cookiesOf = (answer: APIResponse) =>
  answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');

test('a kept page is the same bytes for everybody who reads its language', async () => {
  const guest = await visit('a guest with a cart');
  const [product] = await anyProducts(guest);
  const added = await guest.post('/api/v1/cart/items', { data: { sku: product?.sku, quantity: 1 } });
  expect(cookiesOf(added).length).toBeGreaterThan(0);
  const visitors = [guest, await signedIn('shopper'), await signedIn('staff'), await visit('somebody new')];
  for (const path of await pagesOf(guest)) {
    for (const [language, headers] of [
      ['en-IN', { 'accept-language': 'en-IN' }],
      ['hi-IN', { 'accept-language': 'hi-IN' }],
    ] as const) {
      // In one moment: a page that is rendered again in between may be another.
      const answers = await Promise.all(visitors.map((visitor) => visitor.get(path, { headers })));
      const bodies = await Promise.all(answers.map((answer) => answer.text()));
      expect(new Set(bodies).size, `${path} in ${language}`).toBe(1);
      expect(bodies[0]).toContain(`<html lang="${language}"`);
      expect(answers.flatMap(cookiesOf), path).toEqual([]);
      for (const answer of answers) expect(answer.headers()['x-cache'], path).toMatch(/^(HIT|MISS)$/);
    }
  }
});

test('a language chosen by cookie has its own page, with no cookie in it', async () => {
  const reader = await visit('a reader of Hindi');
  const chosen = await reader.get('/?lang=hi');
  expect(cookiesOf(chosen).map(({ value }) => value.split(';')[0])).toEqual(['haat_lang=hi']);
  const again = await reader.get('/', { headers: { 'accept-language': 'en' } });
  expect(cookiesOf(again)).toEqual([]);
  expect(await again.text()).toContain('<html lang="hi-IN"');
});

test('many who come to a cold page at once get the same page', async () => {
  const api = await visit('a crowd');
  const [product] = await anyProducts(api);
  const cold = `/p/${product?.slug}?v=nobody-${Date.now()}`;
  const answers = await Promise.all(Array.from({ length: 60 }, () => api.get(cold)));
  expect(new Set(answers.map((answer) => answer.status()))).toEqual(new Set([200]));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
});

test('what the browser has is not sent again, and HEAD has no body', async () => {
  const api = await visit('a browser');
  const [, , product = ''] = await pagesOf(api);
  const first = await api.get(product);
  const { etag = '', 'cache-control': kept } = first.headers();
  expect([etag, kept]).toEqual([expect.stringMatching(/^W\/"[0-9a-f]+"$/), 'no-cache']);
  const again = await api.get(product, { headers: { 'if-none-match': etag } });
  expect([again.status(), (await again.body()).length]).toEqual([304, 0]);
  const head = await api.head(product);
  expect([head.status(), head.headers().etag, (await head.body()).length]).toEqual([200, etag, 0]);
});

test('what changes by the second, or is for a pincode, is kept by nobody', async () => {
  const api = await visit('somebody with a pincode');
  const [product] = await anyProducts(api);
  const fragment = await api.get(`/fragments/product/${product?.slug}`);
  expect([fragment.status(), fragment.headers()['cache-control']]).toEqual([200, 'no-store']);
  expect(fragment.headers()['x-cache']).toBeUndefined();
  const page = await api.get(`/p/${product?.slug}?pincode=560001`);
  expect([page.status(), page.headers()['x-cache']]).toEqual([200, undefined]);
});

test('an edit of a product is on its page within seconds, though the page was kept', async () => {
  const [staff, shopper] = [await signedIn('staff'), await visit('a shopper who reloads')];
  const product = (await anyProducts(shopper)).at(-1);
  if (product === undefined) throw new Error('nothing is for sale');
  const path = `/p/${product.slug}`;
  const title = `${product.title.replace(/ \(edited \d+\)$/, '')} (edited ${Date.now() % 100_000})`;
  for (let view = 0; view < 3; view++) expect(await (await shopper.get(path)).text()).not.toContain(title);
  const edit = await staff.patch(`/api/v1/admin/products/${product.slug}`, { data: { title } });
  expect(edit.status(), await edit.text()).toBe(200);
  // The queue gathers for a second; a page that were only too old would take longer than this.
  await expect
    .poll(async () => (await (await shopper.get(path)).text()).includes(title), { timeout: 8000, intervals: [250] })
    .toBe(true);
  await staff.patch(`/api/v1/admin/products/${product.slug}`, { data: { title: product.title } });
});

test('nothing that runs or styles is written into a page', async () => {
  const api = await visit('a reader of sources');
  for (const path of [...(await pagesOf(api)), '/cart', '/login', '/no-such-page']) {
    const html = await (await api.get(path)).text();
    expect(html.match(/<style[\s>]|\sstyle=|\son[a-z]+=/g), path).toBeNull();
    const scripts = html.match(/<script[^>]*>/g) ?? [];
    expect(
      scripts.filter((tag) => !/ src="\/|type="application\/ld\+json"/.test(tag)),
      path,
    ).toEqual([]);
  }
});

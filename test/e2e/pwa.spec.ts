import { expect, type Page, test } from '@playwright/test';
import { newPerson } from './people.ts';
import { newShopper } from './shopping.ts';

test.use({ serviceWorkers: 'allow' });

/** Opens the shop and waits until its service worker answers for this page. */
async function openInstalled(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

/** Paths that are kept as pages. */
const keptPages = (page: Page) =>
  page.evaluate(async () => {
    const cache = await caches.open('haat-pages');
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);
  });

/** Everything that is kept, of any kind. */
const keptPaths = (page: Page) =>
  page.evaluate(async () => {
    const caught = await Promise.all(
      (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    return caught.flat().map((url) => new URL(url).pathname);
  });

async function seeProduct(page: Page): Promise<{ readonly path: string; readonly title: string }> {
  await page.goto('/search?inStock=1&sort=price_asc&min=100');
  const path = (await page.locator('main a[href^="/p/"]').first().getAttribute('href')) ?? '';
  await page.goto(path);
  await expect.poll(() => keptPages(page)).toContain(path.split('?')[0]);
  return { path, title: (await page.locator('h1').textContent())?.trim() ?? '' };
}

test('without a connection a seen page is shown again, and the others are apologised for', async ({
  page,
  context,
}) => {
  await openInstalled(page);
  const { path, title } = await seeProduct(page);
  await page.goto('/cart');
  await context.setOffline(true);

  await page.goto(path);
  await expect(page.locator('h1')).toHaveText(title);
  await expect(page.locator('#toast')).toContainText('You are offline');
  // With its styles: the page is no bare list of links.
  expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('flex');

  await page.goto('/p/never-seen-before');
  await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: title }).click();
  await expect(page.locator('h1')).toHaveText(title);

  // The cart is nobody else's: it was seen, and is not shown.
  await page.goto('/cart');
  await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();

  await context.setOffline(false);
  await page.goto('/cart');
  await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toHaveCount(0);
});

test('the offline page speaks the visitor’s language', async ({ page, context }) => {
  await openInstalled(page, '/?lang=hi');
  await context.setOffline(true);
  await page.goto('/c/never-seen-before');
  await expect(page.getByRole('heading', { level: 1, name: 'आप ऑफ़लाइन हैं' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'hi-IN');
});

test('nothing personal is kept, and what was looked at is forgotten with who looked', async ({ page, context }) => {
  const person = await newPerson(newShopper().email);
  await context.addCookies((await person.storageState()).cookies);
  await person.dispose();
  await openInstalled(page);
  await seeProduct(page);
  for (const path of ['/account', '/orders', '/account/addresses', '/cart', '/checkout']) await page.goto(path);
  const kept = await keptPaths(page);
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((path) => /^\/(account|orders|cart|checkout|api|fragments|login|admin)/.test(path))).toEqual([]);

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await expect(page).not.toHaveURL(/\/account/);
  await expect.poll(async () => (await keptPages(page)).filter((path) => path.startsWith('/p/'))).toEqual([]);
});

test('the shop can be installed, in both languages', async ({ page, request }) => {
  for (const [lang, name] of [
    ['en', /^Haat – The market/],
    ['hi', /^Haat – बाज़ार/],
  ] as const) {
    await page.goto(`/?lang=${lang}`);
    const href = (await page.locator('link[rel="manifest"]').getAttribute('href')) ?? '';
    const answer = await request.get(href);
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    const manifest = (await answer.json()) as {
      readonly name: string;
      readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose: string }[];
      readonly shortcuts: readonly { readonly url: string }[];
    };
    expect(manifest).toMatchObject({ id: '/', display: 'standalone', lang: `${lang}-IN` });
    expect(manifest.name).toMatch(name);
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
    );
    for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
    for (const { url } of manifest.shortcuts) expect((await request.get(url)).status(), url).toBeLessThan(400);
  }
});

test('the service worker is not kept by anything, and is small', async ({ request }) => {
  const worker = await request.get('/sw.js');
  expect(worker.headers()['cache-control']).toBe('no-cache');
  expect(worker.headers()['content-type']).toContain('javascript');
  const script = /importScripts\("([^"]+)"\)/.exec(await worker.text())?.[1] ?? '';
  expect((await (await request.get(script)).body()).length).toBeLessThan(6_000);
});

import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';

/** What a page of an anonymous visitor may cost in scripts, compressed. */
const SCRIPT_BUDGET_BYTES = 20 * 1024;

const sizeOf = (body: Buffer | string) => gzipSync(body).length;

/** The scripts of a page, its HTML, and the origins that it asked. */
async function costOf(page: Page, path: string) {
  const files: Promise<number>[] = [];
  const strangers: string[] = [];
  const here = new URL(page.url() === 'about:blank' ? 'http://x' : page.url()).origin;
  page.removeAllListeners('response');
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') files.push(response.body().then(sizeOf));
  });
  page.removeAllListeners('request');
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && here !== 'http://x' && origin !== here) strangers.push(request.url());
  });
  const answer = await page.goto(path, { waitUntil: 'load' });
  const html = (await answer?.text()) ?? '';
  const inline = await page.evaluate(() =>
    [...document.querySelectorAll('script:not([src])')]
      .filter(({ type }: Element & { type?: string }) => !type || type === 'module' || type === 'text/javascript')
      .map(({ textContent }) => textContent),
  );
  const handlers = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name }) => name.startsWith('on'))
        .map(({ name }) => `${element.tagName} ${name}`),
    ),
  );
  // Islands may load a part of theirs once the page rests.
  await page.waitForTimeout(500);
  const fetched = (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
  return { scriptBytes: fetched + inline.reduce((sum, text) => sum + sizeOf(text), 0), html, handlers, strangers };
}

test('anonymous pages stay within their budget of scripts', async ({ page }) => {
  await page.goto('/');
  const hrefOf = async (prefix: string) =>
    (await page.locator(`main a[href^="${prefix}"]`).first().getAttribute('href')) ?? '';
  const pages = { home: '/', category: await hrefOf('/c/'), search: '/search?q=cotton', product: await hrefOf('/p/') };
  for (const [name, path] of Object.entries(pages)) {
    const { scriptBytes, html, handlers } = await costOf(page, path);
    console.log(
      `${name.padEnd(9)} scripts ${(scriptBytes / 1024).toFixed(1)} KB gz, HTML ${(html.length / 1024).toFixed(0)} KB, ` +
        `${(sizeOf(html) / 1024).toFixed(1)} KB gz`,
    );
    expect(scriptBytes, path).toBeGreaterThan(200);
    expect(scriptBytes, path).toBeLessThanOrEqual(SCRIPT_BUDGET_BYTES);
    expect(handlers, path).toEqual([]);
  }
});

test('no page asks anybody but the shop', async ({ page }) => {
  await page.goto('/');
  const product = (await page.locator('main a[href^="/p/"]').first().getAttribute('href')) ?? '';
  const paths = [
    '/',
    '/search?q=cotton',
    product,
    '/cart',
    '/offline',
    '/no-such-page',
    '/developers',
    '/orders',
    '/500',
  ];
  for (const path of paths) {
    const { handlers, strangers } = await costOf(page, path);
    expect(strangers, path).toEqual([]);
    expect(handlers, path).toEqual([]);
  }
});

import { expect, type Page, test } from '@playwright/test';
import { openAnyProduct } from './shopping.ts';

/** What a page tells of itself, as programs read it. */
async function metadataOf(page: Page) {
  return await page.evaluate(() => {
    const content = (name: string) =>
      document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content') ?? null;
    const objects = [...document.querySelectorAll('script[type="application/ld+json"]')].map(
      ({ textContent }) => JSON.parse(textContent) as Record<string, unknown>,
    );
    return {
      title: document.title,
      description: content('description'),
      robots: content('robots'),
      canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? null,
      alternates: [...document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"][hreflang]')].map(
        ({ hreflang, href }) => [hreflang, new URL(href).search],
      ),
      image: content('og:image'),
      imageSize: [Number(content('og:image:width')), Number(content('og:image:height'))],
      url: content('og:url'),
      card: content('twitter:card'),
      types: objects.map((object) => object['@type']),
      objects,
    };
  });
}

test('home, category and product say what they are', async ({ page, request }) => {
  await page.goto('/');
  const home = await metadataOf(page);
  expect(home.types).toEqual(expect.arrayContaining(['WebSite', 'Organization']));
  await page.locator('main a[href^="/c/"]').first().click();
  await expect(page).toHaveURL(/\/c\//);
  const category = await metadataOf(page);
  expect(category.types).toEqual(expect.arrayContaining(['BreadcrumbList', 'ItemList']));
  await openAnyProduct(page, 3);
  const product = await metadataOf(page);
  expect(product.types).toEqual(expect.arrayContaining(['BreadcrumbList', 'Product']));
  const described = product.objects.find((object) => object['@type'] === 'Product') as {
    readonly offers: { readonly '@type': string; readonly offers?: readonly object[] };
  };
  const offer = described.offers.offers?.[0] ?? described.offers;
  expect(offer).toMatchObject({
    price: expect.stringMatching(/^\d+\.\d\d$/),
    priceCurrency: 'INR',
    availability: 'https://schema.org/InStock',
    shippingDetails: { shippingDestination: { addressCountry: 'IN' } },
    hasMerchantReturnPolicy: { applicableCountry: 'IN' },
  });

  for (const { title, description, robots, canonical, alternates, image, imageSize, url, card } of [
    home,
    category,
    product,
  ]) {
    expect(title.length).toBeGreaterThan(10);
    expect(description?.length).toBeGreaterThan(30);
    expect(robots).not.toContain('noindex');
    expect([url, card]).toEqual([canonical, expect.stringMatching(/^summary/)]);
    expect(alternates).toEqual([
      ['en-IN', ''],
      ['hi-IN', '?lang=hi'],
      ['x-default', ''],
    ]);
    expect(image).toMatch(/^https?:\/\/.+\.(png|webp)$/);
    const [width = 0, height = 0] = imageSize;
    expect(Math.min(width, height)).toBeGreaterThan(190);
    expect((await request.get(image ?? '')).status()).toBe(200);
  }
});

test('pages for one person, and narrowed or poor results of a search, stay out of search engines', async ({ page }) => {
  const searches = ['/search', '/search?q=cotton&sort=newest', '/search?q=cotton&max=500', '/search?q=qqqqqqqq'];
  for (const path of [...searches, '/cart', '/checkout', '/login', '/register', '/offline', '/no-such-page']) {
    await page.goto(path);
    expect((await metadataOf(page)).robots, path).toBe('noindex');
  }
});

test('words that find what has them all are a page of their own, under one address', async ({ page }) => {
  await page.goto('/search?utm_source=mail&q=cotton');
  const { robots, canonical } = await metadataOf(page);
  expect(robots).not.toContain('noindex');
  expect(canonical).toMatch(/\/search\?q=cotton$/);
});

test('robots find the sitemaps, and in them pages that are there', async ({ request }) => {
  const robots = await (await request.get('/robots.txt')).text();
  expect(robots).toContain('Disallow: /checkout');
  const index = /Sitemap: (\S+)/.exec(robots)?.[1] ?? '';
  const sitemaps = [...(await (await request.get(index)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)];
  expect(sitemaps.length).toBeGreaterThan(2);
  for (const [, sitemap = ''] of sitemaps) {
    const [, page = ''] = /<loc>([^<]+)<\/loc>/.exec(await (await request.get(sitemap)).text()) ?? [];
    expect((await request.get(page)).status(), `${sitemap}: ${page}`).toBe(200);
  }
  const feed = await (await request.get('/feeds/merchant.xml')).text();
  const link = /<g:link>([^<]+)<\/g:link>/.exec(feed)?.[1] ?? '';
  expect((await request.get(link.replaceAll('&amp;', '&'))).status()).toBe(200);
});

test('a page that is not there helps on, with its status, in both languages', async ({ page }) => {
  for (const [lang, search] of [
    ['en', 'Search for what you wanted'],
    ['hi', 'जो चाहिए था, उसे खोजें'],
  ] as const) {
    const answer = await page.goto(`/p/brass-lamp-of-nowhere?lang=${lang}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('main').getByLabel(search)).toHaveValue('brass lamp of nowhere');
    await expect(page.locator('main a[href^="/c/"]').first()).toBeVisible();
    await expect(page.locator('main a[href^="/p/"]').first()).toBeVisible();
  }
});

test('a page that fails says under which number', async ({ page }) => {
  const answer = await page.goto('/500');
  expect(answer?.status()).toBe(500);
  await expect(page.locator('main code')).toHaveText(/^\S{10,}$/);
  await expect(page.getByRole('main').getByRole('searchbox')).toBeVisible();
});

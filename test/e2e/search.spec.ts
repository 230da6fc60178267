import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';

/** The search box and the lists of products, by keyboard, by thumb, with and without JavaScript. */

const boxOf = (page: Page) => page.getByRole('banner').getByLabel('Search products and brands');
const optionsOf = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

async function expectAccessible(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
    page.url(),
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, page.url()).toBeLessThanOrEqual(0);
}

/** Types into the box and waits for what comes of it. */
async function typeInto(page: Page, text: string): Promise<Locator> {
  const box = boxOf(page);
  // Of all of it: the answers to its beginnings come on the way.
  const answered = page.waitForResponse((response) => {
    const { pathname, searchParams } = new URL(response.url());
    return pathname.endsWith('/search/suggest') && searchParams.get('q') === text;
  });
  await box.click();
  await box.pressSequentially(text, { delay: 30 });
  await answered;
  await expect(optionsOf(page).first()).toBeVisible();
  return box;
}

/** What assistive technology is told to be marked. */
async function markedOf(page: Page): Promise<string | null> {
  const id = await boxOf(page).getAttribute('aria-activedescendant');
  return id === null ? null : await page.locator(`#${id}`).getAttribute('aria-label');
}

/** Some word of some title, so that the tests do not depend on what the demo shop sells. */
async function anyWord(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/products?sort=rating&limit=1');
  const { products } = (await answer.json()) as { products: [{ brand: string | null; title: string }] };
  return (products[0].brand ?? products[0].title).split(' ')[0] ?? '';
}

for (const [device, viewport] of [
  ['a phone', { width: 360, height: 740 }],
  ['a desk', { width: 1280, height: 800 }],
] as const) {
  test.describe(`the box on ${device}`, () => {
    test.use({ viewport });

    test('by keyboard: down, up, ends, Escape, Enter', async ({ page }) => {
      await page.goto('/');
      const word = (await anyWord(page)).slice(0, 4).toLowerCase();
      const box = await typeInto(page, word);
      await expect(box).toHaveAttribute('role', 'combobox');
      await expect(box).toHaveAttribute('aria-expanded', 'true');
      const status = page.getByRole('banner').getByRole('status');
      await expect(async () => {
        expect(await status.textContent()).toContain(`${await optionsOf(page).count()} suggestion`);
      }).toPass();
      await expectAccessible(page);

      const labels = await optionsOf(page).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
      expect(await markedOf(page)).toBeNull();
      await box.press('ArrowDown');
      expect(await markedOf(page)).toBe(labels[0]);
      await box.press('End');
      expect(await markedOf(page)).toBe(labels.at(-1));
      await box.press('ArrowDown');
      expect(await markedOf(page)).toBeNull();
      await expect(box).toHaveValue(word);
      await box.press('ArrowUp');
      expect(await markedOf(page)).toBe(labels.at(-1));
      await box.press('Home');
      expect(await markedOf(page)).toBe(labels[0]);
      await expectAccessible(page);
      await box.press('Escape');
      await expect(box).toHaveAttribute('aria-expanded', 'false');
      await expect(box).toHaveValue(word);
      await box.press('ArrowDown');
      await expect(box).toHaveAttribute('aria-expanded', 'true');

      await expect(optionsOf(page).first()).toBeVisible();
      await box.press('ArrowDown');
      await box.press('End');
      const href = await page.locator(`#${await box.getAttribute('aria-activedescendant')}`).getAttribute('href');
      await box.press('Enter');
      await expect(page).toHaveURL(new RegExp(`${href?.replace(/[.?+]/g, '\\$&')}$`));
    });
  });
}

test('what was searched for is remembered in this browser, and can be cleared', async ({ page }) => {
  await page.goto('/');
  const box = boxOf(page);
  await box.click();
  await expect(box).toHaveAttribute('role', 'combobox');
  await box.fill('brass lamp');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=brass\+lamp$/);
  await page.goto('/cart');
  await boxOf(page).click();
  await expect(optionsOf(page).filter({ hasText: 'brass lamp' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(optionsOf(page).filter({ hasText: 'brass lamp' })).toHaveCount(0);
  await expect(page.getByRole('banner').getByRole('status')).toContainText('cleared');
  await page.reload();
  await boxOf(page).click();
  await expect(boxOf(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(optionsOf(page).filter({ hasText: 'brass lamp' })).toHaveCount(0);
});

test('on a slow network an old answer never replaces a newer one, and a failure leaves a search', async ({ page }) => {
  await page.goto('/');
  await page.route(/\/search\/suggest/, async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q') ?? '';
    if (q === 'fail') return await route.abort();
    await new Promise((resolve) => setTimeout(resolve, q === 'slow' ? 1500 : 50));
    const queries = q === '' ? [] : [{ text: `${q} thing`, href: `/search?q=${q}` }];
    const json = { q, correctedTo: null, queries, categories: [], brands: [], products: [] };
    // The browser may have given up on it.
    await route.fulfill({ json }).catch(() => undefined);
  });
  const box = boxOf(page);
  await box.click();
  await expect(box).toHaveAttribute('role', 'combobox');
  await box.fill('slow');
  await page.waitForRequest(/q=slow/);
  await box.fill('quick');
  await expect(optionsOf(page)).toHaveText(['quick thing']);
  await page.waitForTimeout(1800);
  await expect(optionsOf(page)).toHaveText(['quick thing']);
  await box.fill('fail');
  await expect(page.getByRole('banner').getByRole('status')).toContainText('Press Enter to search');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=fail$/);
});

test('filters and order apply at once, keep the focus, and go back', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/search?q=cotton');
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  const brand = page.locator('#filters input[name=brand]').first();
  const value = (await brand.getAttribute('value')) ?? '';
  const before = await page.locator('[data-count]').textContent();
  await brand.check();
  await expect(page).toHaveURL(new RegExp(`brand=${value}`));
  await expect(page.getByRole('list', { name: 'Chosen filters' })).toBeVisible();
  await expect(page.locator(`#filters input[name=brand][value="${value}"]`)).toBeFocused();
  await expect(page.locator('[data-said]')).toHaveText(/product/);
  await page.getByLabel('Sort by').selectOption('price_asc');
  await expect(page).toHaveURL(/sort=price_asc/);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/search\?q=cotton$/);
  await expect(page.locator('[data-count]')).toHaveText(before ?? '');
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  await expectAccessible(page);
});

test('on a phone the filters are a sheet that counts while one chooses', async ({ page }) => {
  await page.goto('/search?q=cotton');
  await page.getByRole('button', { name: 'Filters' }).click();
  const sheet = page.locator('#filters');
  await expect(sheet).toBeVisible();
  await expectAccessible(page);
  const apply = sheet.getByRole('button', { name: /^Show \d/ });
  const before = await apply.textContent();
  await sheet.locator('input[name=brand]').first().check();
  await expect(apply).not.toHaveText(before ?? '');
  await expect(sheet).toBeVisible();
  await apply.click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('list', { name: 'Chosen filters' })).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`odd addresses, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    for (const [address, words] of [
      ['/search?page=1000000', /There is no page 10,00,000/],
      ['/search?min=900&max=100', /we swapped them: ₹100 to ₹900/],
      ['/search?min=-5', /“-5” is not a price/],
      ['/search?sort=best', /cannot sort by “best”/],
      ['/search?rating=9', /The filter Customer rating cannot be “9”/],
      ['/search?category=no-such-shelf', /no category “no-such-shelf”/],
      ['/search?brand=nobody-at-all', /Nothing matches these filters/],
      [`/search?q=${'lamp '.repeat(1000)}`, /only its first 200 characters/],
      ['/search?q=%F0%9F%99%82', /./],
      ['/search?q=%22%20OR%20*%20NEAR(', /./],
      ['/search?q=qqqqzzzz', /Popular at Haat/],
    ] as const) {
      test(address.slice(0, 40), async ({ page }) => {
        const answer = await page.goto(address);
        expect(answer?.status()).toBe(200);
        await expect(page.getByRole('main')).toContainText(words);
        // Never an empty page: there is a product to look at, or a way on.
        await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
        if (javaScriptEnabled) await expectAccessible(page);
      });
    }

    test('the last page is one step from a page that is not there', async ({ page }) => {
      await page.goto('/search?page=1000000');
      await page.getByRole('link', { name: /Go to page/ }).click();
      await expect(page).toHaveURL(/page=\d+$/);
      await expect(page.locator('main a[href^="/p/"]').first()).toBeVisible();
    });
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('search, filter, sort and take a filter back', async ({ page }) => {
    await page.goto('/');
    await boxOf(page).fill('cotton');
    await boxOf(page).press('Enter');
    await expect(page).toHaveURL(/\/search\?q=cotton$/);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('#filters input[name=brand]').first().check();
    await page.locator('#filters').getByRole('button', { name: /^Show/ }).click();
    await expect(page).toHaveURL(/brand=/);
    await page.getByLabel('Sort by').selectOption('price_asc');
    await page.getByRole('button', { name: 'Sort', exact: true }).click();
    await expect(page).toHaveURL(/sort=price_asc/);
    await page.getByRole('list', { name: 'Chosen filters' }).getByRole('link').first().click();
    await expect(page).not.toHaveURL(/brand=\w/);
    await expect(page).toHaveURL(/q=cotton/);
  });
});

test('the page of a brand is for search engines, a narrowed list is not', async ({ page }) => {
  await page.goto('/search?q=cotton');
  const brand = await page.locator('#filters input[name=brand]').first().getAttribute('value');
  await page.goto(`/search?brand=${brand}`);
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', new RegExp(`/search\\?brand=${brand}$`));
  await expect(page.locator('meta[name=robots]')).not.toHaveAttribute('content', /noindex/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ products$/);
  for (const address of [`/search?brand=${brand}&min=100`, '/search?q=cotton&max=500', '/search']) {
    await page.goto(address);
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
    await expect(page.locator('link[rel=canonical]')).toHaveCount(0);
  }
});

test('in Hindi the box and the pages speak Hindi', async ({ page }) => {
  await page.goto('/search?q=qqqqzzzz&lang=hi');
  await expect(page.getByRole('main')).toContainText('Haat पर लोकप्रिय');
  await expectAccessible(page);
  const box = page.getByRole('banner').locator('input[type=search]');
  await box.fill('');
  await box.click();
  await expect(page.getByRole('listbox', { name: 'सुझाव' }).getByRole('option').first()).toBeVisible();
  await expectAccessible(page);
});

import { expect, type Page, test } from '@playwright/test';

/** A product of several colours, so of several pictures, found as a client of the API would. */
async function productWithPictures(page: Page): Promise<string> {
  const list = await page.request.get('/api/v1/products?category=mens-fashion');
  const { products } = (await list.json()) as { products: readonly { slug: string }[] };
  for (const { slug } of products) {
    const answer = await page.request.get(`/api/v1/products/${slug}`);
    const { images } = (await answer.json()) as { images: readonly { variantId: string | null }[] };
    if (images.length > 2) return slug;
  }
  throw new Error('no product has several pictures');
}

/** What has moved by itself since the page was opened. */
async function layoutShift(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 300));
      }),
  );
}

/** Names of the pictures that were fetched: '-400.avif'. */
function watchPictures(page: Page): readonly string[] {
  const fetched: string[] = [];
  page.on('request', (request) => {
    const [size] = /-\d+\.(avif|webp)$/.exec(new URL(request.url()).pathname) ?? [];
    if (size !== undefined) fetched.push(size);
  });
  return fetched;
}

test('a product page does not move while its pictures come, on a slow line', async ({ page }) => {
  const slug = await productWithPictures(page);
  await page.route('**/media/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.goto(`/p/${slug}`);
  await page.waitForLoadState('networkidle');
  expect(await layoutShift(page)).toBe(0);
});

for (const [path, dpr, wanted] of [
  ['/c/footwear', 1, /^-(200|400)\.avif$/],
  ['/c/footwear', 3, /^-400\.avif$/],
  ['product', 1, /^-400\.avif$/],
  ['product', 2, /^-800\.avif$/],
] as const) {
  test(`${path} on a phone with ${dpr} dots a pixel fetches what it needs: ${wanted}`, async ({ browser }) => {
    const page = await browser.newPage({ deviceScaleFactor: dpr });
    const place = path === 'product' ? `/p/${await productWithPictures(page)}` : path;
    const fetched = watchPictures(page);
    await page.goto(place);
    await expect
      .poll(() =>
        page
          .locator('main img')
          .first()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0);
    expect(fetched[0]).toMatch(wanted);
    await page.close();
  });
}

test('a picture opens by the keyboard, zooms, leads to the next, and gives the focus back', async ({ page }) => {
  await page.goto(`/p/${await productWithPictures(page)}`);
  const first = page.locator('product-gallery .track a').first();
  await first.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'enlarged' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('status')).toHaveText(/^Picture 1 of \d+$/);
  const widthOf = () => dialog.locator('img').evaluate((image) => image.getBoundingClientRect().width);
  const before = await widthOf();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect(await widthOf()).toBeGreaterThan(before * 2);
  // What is enlarged is moved by the arrows, so they do not turn the page.
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('status')).toHaveText(/^Picture 1 /);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  expect(await widthOf()).toBeCloseTo(before, 0);
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('status')).toHaveText(/^Picture 2 /);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.locator('product-gallery .track a').nth(1)).toBeFocused();
  await expect(page.locator('.thumbs a[aria-current]')).toHaveAttribute('href', '#picture-2');
});

test('the arrows lead from picture to picture', async ({ page }) => {
  await page.goto(`/p/${await productWithPictures(page)}`);
  await page.locator('product-gallery .track a').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.thumbs a[aria-current]')).toHaveAttribute('href', '#picture-2');
  await page.keyboard.press('Home');
  await expect(page.locator('.thumbs a[aria-current]')).toHaveAttribute('href', '#picture-1');
});

test('without scripts a picture is a link to itself at full size', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`/p/${await productWithPictures(page)}`);
  await page.locator('product-gallery .track a').first().click();
  await expect(page).toHaveURL(/\/media\/.+-1200\.webp$/);
  await page.close();
});

import { expect, type Page, test } from '@playwright/test';
import { buyNow, expectOrderPlaced, fillAddress, newShopper, openAnyProduct } from './shopping.ts';

/** A4 at 96 dpi, without its margins. */
const SHEET = { width: 688, height: 1017 };

async function expectNoChrome(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize(SHEET);
  for (const gone of ['banner', 'contentinfo', 'navigation', 'search']) {
    await expect(page.getByRole(gone as 'banner')).toHaveCount(0);
  }
  // Dark is for screens: paper is white and its ink dark.
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  expect(ink).toBe('rgb(36, 24, 21)');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

test('an order prints as a clean sheet: address, lines, totals, no chrome', async ({ page }) => {
  const title = await openAnyProduct(page, 12);
  await buyNow(page);
  await fillAddress(page, newShopper());
  await page.getByRole('radio', { name: /Cash on delivery/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  await expectOrderPlaced(page);
  await expectNoChrome(page);
  await expect(page.getByText('MG Road')).toBeVisible();
  await expect(page.getByText(title).first()).toBeVisible();
  await expect(page.getByText(/^Total/).first()).toBeVisible();
  await expect(page.getByText(/^Haat · http/)).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
});

test('a product prints so that it can be read', async ({ page }) => {
  const title = await openAnyProduct(page, 13);
  await expectNoChrome(page);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText(/^₹[\d,]+/).first()).toBeVisible();
});

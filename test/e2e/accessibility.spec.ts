import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import {
  buyNow,
  chooseToPayOnline,
  expectInvoice,
  expectOrderPlaced,
  fillAddress,
  newShopper,
  openAnyProduct,
} from './shopping.ts';

/** Names each rule and the first place that breaks it: a failing run tells what to mend. */
async function expectAccessible(page: Page): Promise<void> {
  // A page that is still fading in has contrasts of its own.
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  expect(found, page.url()).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const path of [
      '/',
      '/search?q=cotton',
      '/search?q=qqqqzzzz',
      '/no-such-page',
      '/login',
      '/register',
      '/cart',
    ]) {
      test(path, async ({ page }) => {
        await page.goto(path);
        await expectAccessible(page);
      });
    }

    test('category', async ({ page }) => {
      await page.goto('/');
      await page.locator('main a[href^="/c/"]').first().click();
      await expect(page).toHaveURL(/\/c\//);
      await expectAccessible(page);
    });

    test('buying', async ({ page }) => {
      test.slow();
      await openAnyProduct(page, 9);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
      await expect(page.getByText('Added to your cart').first()).toBeVisible();
      await page.goto('/cart');
      await expectAccessible(page);
      await page.getByRole('link', { name: 'Go to checkout' }).click();
      await page.getByRole('button', { name: 'Continue to payment' }).click();
      await expect(page.getByText('Please check the marked fields.')).toBeVisible();
      await expectAccessible(page);
      await fillAddress(page, newShopper());
      await expectAccessible(page);
      await page.getByRole('radio', { name: /Cash on delivery/ }).check();
      await page.getByRole('button', { name: 'Place order' }).click();
      await expectOrderPlaced(page);
      await expectInvoice(page);
      await expectAccessible(page);
      await page.goto('/orders');
      await expectAccessible(page);
    });

    test('paying and cancelling', async ({ page }) => {
      test.slow();
      await openAnyProduct(page, colorScheme === 'light' ? 17 : 18);
      await buyNow(page);
      await fillAddress(page, newShopper());
      await chooseToPayOnline(page);
      await expectAccessible(page);
      const order = new URL(page.url()).pathname.replace(/\/pay$/, '');
      for (const place of [order, `${order}/cancel`]) {
        await page.goto(place);
        await expectAccessible(page);
      }
      await page.goto(`${order}/pay?with=stripe:card`);
      await page.getByRole('button', { name: /success/ }).click();
      await expectOrderPlaced(page);
      await page.goto(order);
      await page.getByRole('link', { name: 'Cancel the order' }).click();
      await expect(page.getByText('This will be cancelled')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      await expect(page.getByRole('heading', { name: 'Refunds' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('nothing is wider than a phone', async ({ page }) => {
  await openAnyProduct(page, 10);
  await buyNow(page);
  await fillAddress(page, newShopper());
  await chooseToPayOnline(page);
  const order = new URL(page.url()).pathname.replace(/\/pay$/, '');
  const ofOrder = [order, `${order}/pay`, `${order}/cancel`];
  for (const path of ['/', '/search?q=cotton', '/cart', '/checkout', '/login', '/orders', ...ofOrder]) {
    await page.goto(path);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});

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
  // WCAG 2.2 asks for targets of 24 px; axe asks for them only when told.
  const axe = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await axe.analyze();
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
      '/p/brass-lamp-of-nowhere',
      '/500',
      '/login',
      '/register',
      '/forgot',
      '/cart',
      '/wishlist',
      '/compare',
      '/offline',
      '/dev/components',
      '/?lang=hi',
      '/search?q=cotton&lang=hi',
      '/search?q=qqqqzzzz&lang=hi',
      '/no-such-page?lang=hi',
      '/cart?lang=hi',
      '/login?lang=hi',
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
      await page.getByRole('link', { name: 'Go to checkout' }).first().click();
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

    test('cart with parcels, coupon and saved items; wishlist; comparison', async ({ page }) => {
      await page.goto('/cart');
      const headers = { origin: new URL(page.url()).origin };
      const list = await page.request.get('/api/v1/products?inStock=1&sort=price_asc&min=100&limit=24');
      const { products } = (await list.json()) as { products: { sku: string; slug: string }[] };
      const [first, second, third] = products.slice(19);
      const send = async (path: string, form: Record<string, string>) =>
        await page.request.post(path, { form, headers });
      for (const each of [first, second, third]) await send('/cart/add', { sku: each?.sku ?? '', quantity: '1' });
      await send('/cart/save', { sku: first?.sku ?? '' });
      await send('/wishlist/add', { sku: second?.sku ?? '' });
      await send('/cart/coupon', { code: 'no-such-code' });
      const compared = products.slice(19, 22).map(({ slug }) => `p=${slug}`);
      for (const place of [
        '/cart',
        '/cart?lang=hi',
        '/wishlist?lang=en',
        `/compare?${compared.join('&')}`,
        '/compare',
      ]) {
        await page.goto(place);
        await expectAccessible(page);
      }
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

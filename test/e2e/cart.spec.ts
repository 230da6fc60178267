import { expect, test } from '@playwright/test';
import { openAnyProduct } from './shopping.ts';

test.use({ javaScriptEnabled: false });

test('changes a quantity and takes a line out', async ({ page }) => {
  const title = await openAnyProduct(page);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.getByText('Added to your cart')).toBeVisible();
  await expect(page.getByText('1 item', { exact: true })).toBeVisible();

  await page.getByLabel(`Quantity of ${title}`, { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Update' }).click();
  await expect(page.getByText('2 items', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: `Remove ${title}` }).click();
  await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
});

test('refuses bad quantities, unknown items and foreign forms, and changes nothing', async ({ page }) => {
  await page.goto('/cart');
  const headers = { origin: new URL(page.url()).origin };
  for (const form of [
    { sku: 'NO-SUCH-SKU', quantity: '1' },
    { sku: 'NO-SUCH-SKU', quantity: '0' },
    { sku: 'NO-SUCH-SKU', quantity: '-1' },
    { sku: 'NO-SUCH-SKU', quantity: '1.5' },
    { sku: '../..', quantity: '1' },
  ]) {
    const answer = await page.request.post('/cart/add', { form, headers });
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain('role="alert"');
  }
  const foreign = await page.request.post('/cart/add', {
    form: { sku: 'X', quantity: '1' },
    headers: { origin: 'https://evil.example' },
  });
  expect(foreign.status()).toBe(403);
  const large = await page.request.post('/cart/add', { form: { sku: 'X'.repeat(200_000) }, headers });
  expect(large.status()).toBe(413);
  const json = await page.request.post('/cart/add', { data: { sku: 'X' }, headers });
  expect(json.status()).toBe(415);
  await page.goto('/cart');
  await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
});

test('a forged cart cookie is taken away', async ({ page, context, baseURL }) => {
  await context.addCookies([
    { name: 'haat_guest', value: 'gst_01AAAAAAAAAAAAAAAAAAAAAAAA.forged', url: baseURL ?? '' },
  ]);
  await page.goto('/cart');
  await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
  expect((await context.cookies()).some(({ name }) => name === 'haat_guest')).toBe(false);
});

import { expect, test } from '@playwright/test';
import { expectOrderPlaced, fillAddress, newShopper, openAnyProduct } from './shopping.ts';

const PASSWORD = 'a market every sunday';

test('registers with a cart, orders, signs out and in again', async ({ page }) => {
  const shopper = newShopper('Meera Iyer');
  const title = await openAnyProduct(page, 7);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.getByText('Added to your cart').first()).toBeVisible();

  await page.goto('/register?next=/cart');
  await page.getByLabel('Your name').fill(shopper.name);
  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Welcome, Meera.')).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByRole('banner').getByText('Meera')).toBeVisible();

  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await expect(page.getByLabel('E-mail')).toHaveValue(shopper.email);
  await fillAddress(page, shopper);
  await page.getByRole('radio', { name: /Cash on delivery/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  const orderNo = await expectOrderPlaced(page);

  await page.goto('/orders');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto(`/orders/${orderNo}`);
  await expect(page).toHaveURL(/\/login\?next=/);

  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(orderNo).first()).toBeVisible();
});

test("somebody else's order is as if it were not there", async ({ page, browser }) => {
  await openAnyProduct(page, 8);
  await page.getByRole('button', { name: 'Buy now', exact: true }).click();
  await fillAddress(page, newShopper());
  await page.getByRole('radio', { name: /Cash on delivery/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  const orderNo = await expectOrderPlaced(page);

  const stranger = await (await browser.newContext()).newPage();
  await openAnyProduct(stranger, 8);
  await stranger.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(stranger.getByText('Added to your cart').first()).toBeVisible();
  const answer = await stranger.goto(`/orders/${orderNo}`);
  expect(answer?.status()).toBe(404);
  await stranger.context().close();
});

test('after signing in, the way leads to this shop only', async ({ page }) => {
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/\t/evil.example']) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    const value = await page.locator('input[name="next"]').inputValue();
    expect(new URL(value, page.url()).host).toBe(new URL(page.url()).host);
  }
});

import { expect, test } from '@playwright/test';
import { buyNow, fillAddress, newShopper, openAnyProduct } from './shopping.ts';

test.use({ javaScriptEnabled: false });

test('says what is wrong beside each field and keeps what was typed', async ({ page }) => {
  await openAnyProduct(page, 3);
  await buyNow(page);
  await page.getByLabel('E-mail').fill('asha');
  await page.getByLabel('Full name').fill('Asha Rao');
  await page.getByRole('textbox', { name: 'Pincode' }).fill('99');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/such as asha@example.in/);
  await expect(page.getByLabel('Mobile number')).toHaveAccessibleDescription(/ten digits/);
  await expect(page.getByRole('textbox', { name: 'Pincode' })).toHaveAccessibleDescription(/six digits/);
  await expect(page.getByLabel('Full name')).toHaveValue('Asha Rao');
  await expect(page.getByLabel('E-mail')).toHaveValue('asha');

  await fillAddress(page, newShopper(), '560 001');
  await page.getByRole('textbox', { name: 'Pincode' }).fill('999999');
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByRole('textbox', { name: 'Pincode' })).toHaveAccessibleDescription(/no pincode 999999/);
});

test('shows dates and totals of a new pincode before anything is ordered', async ({ page }) => {
  await openAnyProduct(page, 3);
  await buyNow(page);
  await fillAddress(page, newShopper());
  await page.getByRole('textbox', { name: 'Pincode' }).fill('110001');
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByText('The pincode has changed')).toBeVisible();
  await expect(page.getByText('Delivers to')).toContainText('Delhi');
  await expect(page).toHaveURL(/\/checkout(#payment)?$/);
});

test('a total that has changed is shown with both amounts, and nothing is ordered', async ({ page }) => {
  await openAnyProduct(page, 4);
  await buyNow(page);
  await fillAddress(page, newShopper());
  const form = await page.locator('form[action^="/checkout"]').evaluate((element) => {
    const entries = [...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)]);
    return Object.fromEntries(entries) as Record<string, string>;
  });
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post('/checkout', {
    form: { ...form, 'seenGrandPaise.razorpay': '100', 'seenGrandPaise.stripe': '100' },
    headers: { origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(409);
  expect(await answer.text()).toContain('It was ₹1 and is now ₹');
});

test('an unpaid order can be cancelled from the checkout, and the cart ordered again', async ({ page }) => {
  await openAnyProduct(page, 5);
  await buyNow(page);
  await fillAddress(page, newShopper());
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page).toHaveURL(/\/orders\/HT\w+\/pay(#payment)?$/);

  await page.goto('/checkout');
  await fillAddress(page, newShopper());
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByText('This cart is already an order')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(page.getByText('The order is cancelled.')).toBeVisible();
  await fillAddress(page, newShopper());
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page).toHaveURL(/\/orders\/HT\w+\/pay(#payment)?$/);
});

test('the same form sent twice is one order', async ({ page }) => {
  await openAnyProduct(page, 6);
  await buyNow(page);
  await fillAddress(page, newShopper());
  const form = await page.locator('form[action^="/checkout"]').evaluate((element) => {
    const entries = [...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)]);
    return Object.fromEntries(entries) as Record<string, string>;
  });
  const headers = { origin: new URL(page.url()).origin };
  const send = () => page.request.post('/checkout', { form, headers, maxRedirects: 0 });
  const [one, two] = await Promise.all([send(), send()]);
  expect([one.status(), two.status()]).toEqual([303, 303]);
  expect(one.headers().location).toMatch(/^\/orders\/HT/);
  expect(two.headers().location).toBe(one.headers().location);
});

import { expect, test } from '@playwright/test';
import {
  browseToProduct,
  chooseWay,
  expectInvoice,
  expectMail,
  expectOrderPlaced,
  fillAddress,
  newShopper,
  openAnyProduct,
  payInSandbox,
  searchFor,
} from './shopping.ts';

for (const javaScriptEnabled of [false, true]) {
  test.describe(`a guest, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('browses, searches, buys by card and gets an invoice', async ({ page }) => {
      const shopper = newShopper();
      await browseToProduct(page);
      await searchFor(page, await openAnyProduct(page));
      await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
      if (javaScriptEnabled) await expect(page.getByText('Added to your cart').first()).toBeVisible();
      await page.goto('/cart');
      await page.getByRole('link', { name: 'Go to checkout' }).first().click();
      await fillAddress(page, shopper);
      await expect(page.getByText('Delivers to')).toContainText('Karnataka');

      await payInSandbox(page, /success/);
      const orderNo = await expectOrderPlaced(page);
      await expectInvoice(page);
      await expectMail(page, shopper, orderNo);

      await page.goto('/orders');
      await expect(page.getByText(orderNo)).toBeVisible();
      await page.goto('/cart');
      await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
    });

    test('is declined, tries again and pays', async ({ page }) => {
      await openAnyProduct(page, 1);
      await page.getByRole('button', { name: 'Buy now', exact: true }).click();
      await fillAddress(page, newShopper());
      await payInSandbox(page, /Decline/);
      await expect(page.getByText('The payment did not work')).toBeVisible();
      await page.getByRole('link', { name: /^Pay ₹/ }).click();
      await chooseWay(page, /Card, by Stripe/);
      await page.getByRole('button', { name: /success/ }).click();
      await expectOrderPlaced(page);
    });

    test('pays cash on delivery', async ({ page }) => {
      const shopper = newShopper();
      await openAnyProduct(page, 2);
      await page.getByRole('button', { name: 'Buy now', exact: true }).click();
      await fillAddress(page, shopper);
      await page.getByRole('radio', { name: /Cash on delivery/ }).check();
      await expect(page.getByText('Cash handling fee').filter({ visible: true })).toBeVisible();
      await page.getByRole('button', { name: 'Place order' }).click();
      const orderNo = await expectOrderPlaced(page);
      await expect(page.getByText('Due on delivery')).toBeVisible();
      await expectInvoice(page);
      await expectMail(page, shopper, orderNo);
    });
  });
}

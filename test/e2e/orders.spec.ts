import { expect, type Page, test } from '@playwright/test';
import {
  buyNow,
  chooseToPayOnline,
  chooseWay,
  expectInvoice,
  expectMail,
  expectOrderPlaced,
  fillAddress,
  newShopper,
  openAnyProduct,
  payInSandbox,
  type Shopper,
} from './shopping.ts';

/** Two products of the list, put into the cart and carried to the payment step. */
async function checkoutOfTwo(page: Page, shopper: Shopper, from: number): Promise<string[]> {
  const titles: string[] = [];
  for (const index of [from, from + 1]) {
    titles.push(await openAnyProduct(page, index));
    await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
    await expect(page.getByText('Added to your cart').first()).toBeVisible();
  }
  await page.goto('/checkout');
  await fillAddress(page, shopper);
  return titles;
}

for (const javaScriptEnabled of [false, true]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('pays by UPI at Razorpay, after a card that was declined', async ({ page }) => {
      const shopper = newShopper();
      await openAnyProduct(page, javaScriptEnabled ? 19 : 11);
      await buyNow(page);
      await fillAddress(page, shopper);
      await chooseToPayOnline(page);
      await chooseWay(page, /^Credit or debit card/);
      await page.getByRole('button', { name: 'Decline card' }).click();
      await page.getByRole('link', { name: 'Back to the shop' }).click();
      await page.getByRole('link', { name: /^Pay ₹/ }).click();
      await chooseWay(page, /UPI QR code/);
      await page.getByRole('button', { name: /^Pay ₹.* by UPI QR code/ }).click();
      await page.getByRole('button', { name: 'Continue to the shop' }).click();
      const orderNo = await expectOrderPlaced(page);
      await expectInvoice(page);
      await expectMail(page, shopper, orderNo);
    });

    test('gives up on paying online and chooses cash', async ({ page }) => {
      await openAnyProduct(page, javaScriptEnabled ? 20 : 12);
      await buyNow(page);
      await fillAddress(page, newShopper());
      await chooseToPayOnline(page);
      await chooseWay(page, /Cash on delivery/);
      await expectOrderPlaced(page);
      await expect(page.getByText('Due on delivery')).toBeVisible();
      await expect(page.getByText('Cash handling fee')).toBeVisible();
    });

    test('cancels one item of a paid order, then the rest', async ({ page }) => {
      test.slow();
      const shopper = newShopper();
      const [first = '', second = ''] = await checkoutOfTwo(page, shopper, javaScriptEnabled ? 21 : 13);
      await payInSandbox(page, /success/);
      const orderNo = await expectOrderPlaced(page);
      await expectInvoice(page);

      await page.goto(`/orders/${orderNo}`);
      await page.getByRole('link', { name: `Cancel ${first}`, exact: true }).click();
      await expect(page.getByText('This will be cancelled')).toBeVisible();
      await expect(page.getByRole('main').getByText(second, { exact: true })).toHaveCount(0);
      await expect(page.getByText(/goes back the way you paid/)).toBeVisible();
      await page.getByLabel('Why?').selectOption({ label: 'I found it cheaper elsewhere' });
      await page.getByRole('button', { name: 'Cancel the item' }).click();

      await expect(page.getByText('The item is cancelled.')).toBeVisible();
      await expect(page.locator('s', { hasText: first })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Refunds' })).toBeVisible();
      await expect(page.getByText('For what was cancelled')).toBeVisible();
      await expect(page.getByText('What is left')).toBeVisible();
      await expectMail(page, shopper, `Part of your Haat order ${orderNo} is cancelled`);
      await expect
        .poll(async () => await page.reload().then(() => page.getByText('Paid back').count()), { timeout: 40_000 })
        .toBe(1);
      const note = page.getByRole('link', { name: /^Credit note/ }).first();
      await expect(note).toBeVisible();
      const pdf = await page.request.get((await note.getAttribute('href')) ?? '');
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

      await page.getByRole('link', { name: 'Cancel the order' }).click();
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'This order was cancelled' })).toBeVisible();
      await page.goto('/orders');
      await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible();
    });
  });
}

test('of a cash order less is due', async ({ page }) => {
  const [first = ''] = await checkoutOfTwo(page, newShopper(), 15);
  await page.getByRole('radio', { name: /Cash on delivery/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  const orderNo = await expectOrderPlaced(page);
  await page.goto(`/orders/${orderNo}`);
  await page.getByRole('link', { name: `Cancel ${first}`, exact: true }).click();
  await expect(page.getByText(/less on delivery/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel the item' }).click();
  await expect(page.getByText('To pay on delivery')).toBeVisible();
});

test("somebody else's order cannot be cancelled, looked at or paid", async ({ page, browser }) => {
  await openAnyProduct(page, 17);
  await buyNow(page);
  await fillAddress(page, newShopper());
  await chooseToPayOnline(page);
  const [, orderNo] = /\/orders\/(HT\w+)\/pay/.exec(page.url()) ?? [];
  const stranger = await (await browser.newContext()).newPage();
  await openAnyProduct(stranger, 17);
  await stranger.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(stranger.getByText('Added to your cart').first()).toBeVisible();
  for (const path of [`/orders/${orderNo}/cancel`, `/orders/${orderNo}/pay`]) {
    expect((await stranger.goto(path))?.status()).toBe(404);
    const headers = { origin: new URL(page.url()).origin };
    const answer = await stranger.request.post(path, { form: { choice: 'cod', seenCashPaise: '100' }, headers });
    expect(answer.status()).toBe(404);
  }
  await page.reload();
  await expect(page.getByText('How would you like to pay?')).toBeVisible();
  await stranger.context().close();
});

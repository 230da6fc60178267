import { expect, type Page, test } from '@playwright/test';
import { buyNow, expectOrderPlaced, fillAddress, newShopper, openAnyProduct } from './shopping.ts';

interface Card {
  readonly sku: string;
  readonly slug: string;
  readonly title: string;
}

/** Things that can be bought, from the cheap end, so that delivery is not free yet. */
async function cards(page: Page, count: number, from = 20): Promise<readonly Card[]> {
  const answer = await page.request.get('/api/v1/products?inStock=1&sort=price_asc&min=100&limit=48');
  const { products } = (await answer.json()) as { products: Card[] };
  return products.slice(from, from + count);
}

/** Puts them into the cart by the form of their product page. */
async function fill(page: Page, skus: readonly string[]): Promise<void> {
  await page.goto('/cart');
  const headers = { origin: new URL(page.url()).origin };
  for (const sku of skus) await page.request.post('/cart/add', { form: { sku, quantity: '1' }, headers });
  await page.goto('/cart');
}

const lineTitles = (page: Page) => page.getByRole('main').locator('.parcel h3');

for (const javaScriptEnabled of [false, true]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    test('counts up and down, removes and takes it back, saves for later and moves back', async ({ page }) => {
      const [first] = await cards(page, 1);
      if (first === undefined) throw new Error('nothing is on sale');
      const { title } = first;
      await fill(page, [first.sku]);
      await expect(page.getByText(/for free delivery/)).toBeVisible();
      await expect(page.getByRole('progressbar')).toBeVisible();

      await page.getByRole('button', { name: `One more of ${title}` }).click();
      await expect(page.getByLabel(`Quantity of ${title}`, { exact: true })).toHaveValue('2');
      await page.getByRole('button', { name: `One fewer of ${title}` }).click();
      await expect(page.getByLabel(`Quantity of ${title}`, { exact: true })).toHaveValue('1');
      await page.getByLabel(`Quantity of ${title}`, { exact: true }).fill('3');
      await page.getByLabel(`Quantity of ${title}`, { exact: true }).press('Enter');
      await expect(page.getByText('3 items', { exact: true })).toBeVisible();

      await page.getByRole('button', { name: `Remove ${title}` }).click();
      await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText('It is back in its place.')).toBeVisible();
      await expect(page.getByText('3 items', { exact: true })).toBeVisible();

      await page.getByRole('button', { name: `Save for later: ${title}` }).click();
      await expect(page.getByRole('heading', { name: 'Saved for later' })).toBeVisible();
      await page.reload();
      await page.getByRole('button', { name: `Move to cart: ${title}` }).click();
      await expect(page.getByText('3 items', { exact: true })).toBeVisible();
    });

    test('undo puts a line back between the others', async ({ page }) => {
      const chosen = await cards(page, 3, 24);
      await fill(
        page,
        chosen.map(({ sku }) => sku),
      );
      const before = await lineTitles(page).allTextContents();
      await page.getByRole('button', { name: `Remove ${before[1] ?? ''}`, exact: true }).click();
      await expect(lineTitles(page)).toHaveCount(2);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(lineTitles(page)).toHaveText(before);
    });

    test('a code that does not work is said beside its field', async ({ page }) => {
      const [first] = await cards(page, 1, 28);
      await fill(page, [first?.sku ?? '']);
      await page.getByLabel('Coupon code').fill('no-such-code');
      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      const field = page.getByLabel('Coupon code');
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveValue('no-such-code');
      await expect(page.getByText('There is no such coupon.')).toBeVisible();
      await expect(page.getByText('1 item', { exact: true })).toBeVisible();
    });

    test('a coupon takes its amount off, says why, and goes again', async ({ page }) => {
      const answer = await page.request.get('/api/v1/products?inStock=1&sort=price_asc&min=1200&limit=20');
      const { products } = (await answer.json()) as { products: Card[] };
      await fill(page, [products[javaScriptEnabled ? 18 : 19]?.sku ?? '']);
      await page.getByLabel('Coupon code').fill(' flat150 ');
      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      await expect(page.getByText(/FLAT150 is applied: you save ₹150/)).toBeVisible();
      await expect(page.getByText(/^Coupon FLAT150: ₹150 off.* you save ₹150/)).toBeVisible();
      await page.getByRole('link', { name: 'Go to checkout' }).first().click();
      await expect(page.getByText(/^Coupon FLAT150: ₹150 off/).first()).toBeVisible();
      await page.goto('/cart');
      await page.getByRole('button', { name: 'Remove the coupon FLAT150' }).click();
      await expect(page.getByText('The coupon has been taken off.')).toBeVisible();
      await expect(page.getByText(/FLAT150/)).toHaveCount(0);
    });

    test('a wish waits, is taken off and back, and goes into the cart', async ({ page }) => {
      const [first] = await cards(page, 1, 30);
      if (first === undefined) throw new Error('nothing is on sale');
      await fill(page, [first.sku]);
      await page.getByRole('button', { name: `Move ${first.title} to the wishlist` }).click();
      await expect(page.getByText('Moved to your wishlist.')).toBeVisible();
      await page.goto('/wishlist');
      await page.getByRole('button', { name: `Remove ${first.title} from the wishlist` }).click();
      await expect(page.getByRole('heading', { name: 'Your wishlist is empty' })).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: `Move to cart: ${first.title}` }).click();
      await expect(page.getByText('Moved to the cart.')).toBeVisible();
      await page.goto('/cart');
      await expect(page.getByText('1 item', { exact: true })).toBeVisible();
    });

    test('compares, adds what is similar, and removes', async ({ page }) => {
      const [one, two] = await cards(page, 2, 32);
      await page.goto(`/compare?p=${one?.slug}&p=${two?.slug}`);
      const table = page.getByRole('region', { name: 'Products side by side' });
      await expect(table.getByRole('columnheader')).toHaveCount(3);
      await page.getByRole('button', { name: `Remove ${two?.title} from the comparison` }).click();
      await expect(table.getByRole('columnheader')).toHaveCount(2);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(table.getByRole('columnheader')).toHaveCount(3);
      await page.goto('/compare');
      await expect(table.getByRole('columnheader')).toHaveCount(3);
    });

    test('an order is put into the cart again', async ({ page }) => {
      test.slow();
      await openAnyProduct(page, 21);
      await buyNow(page);
      await fillAddress(page, newShopper());
      await page.getByRole('radio', { name: /Cash on delivery/ }).check();
      await page.getByRole('button', { name: 'Place order' }).click();
      const orderNo = await expectOrderPlaced(page);
      await page.goto(`/orders/${orderNo}`);
      await page.getByRole('button', { name: 'Order again' }).click();
      await expect(page.getByText('1 item of the order is in the cart.')).toBeVisible();
      await expect(page.getByText('1 item', { exact: true })).toBeVisible();
    });
  });
}

test.describe('forms that no page of ours sends', () => {
  test.use({ javaScriptEnabled: false });

  test('are refused in words, and change nothing', async ({ page }) => {
    await page.goto('/cart');
    const headers = { origin: new URL(page.url()).origin };
    for (const [path, form] of [
      ['/cart/save', { sku: 'NO-SUCH' }],
      ['/cart/move', { sku: '../..' }],
      ['/cart/drop-saved', { sku: '' }],
      ['/cart/restore', { sku: 'NO-SUCH' }],
      ['/cart/wish', { sku: 'NO-SUCH' }],
      ['/cart/coupon', { code: `' OR 1=1` }],
      ['/cart/coupon', { code: 'A'.repeat(500) }],
      ['/cart/coupon-off', { sku: 'X' }],
      ['/wishlist/add', { sku: 'NO-SUCH' }],
      ['/wishlist/move', { sku: 'NO-SUCH' }],
      ['/wishlist/remove', { sku: '🎁' }],
      ['/compare/add', { product: 'No Such Thing!' }],
      ['/compare/remove', { product: '' }],
    ] as const) {
      const answer = await page.request.post(path, { form, headers });
      expect([path, answer.status()]).toEqual([path, 200]);
    }
    for (const address of [`/compare?p=${'x'.repeat(3000)}`, '/compare?p=%F0%9F%8E%81&p=&p=no-such', '/wishlist?p=1']) {
      expect([address, (await page.request.get(address)).status()]).toEqual([address, 200]);
    }
    await page.goto('/cart');
    await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
  });
});

test('a heart on a product page is filled from the list, and toggles in place', async ({ page }) => {
  const [first] = await cards(page, 1, 40);
  await page.goto(`/p/${first?.slug}`);
  const heart = page.getByRole('button', { name: 'Add to wishlist' }).first();
  await heart.click();
  const full = page.getByRole('button', { name: 'On your wishlist' }).first();
  await expect(full).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(full).toHaveAttribute('aria-pressed', 'true');
  await full.click();
  await expect(page.getByRole('button', { name: 'Add to wishlist' }).first()).toHaveAttribute('aria-pressed', 'false');
});

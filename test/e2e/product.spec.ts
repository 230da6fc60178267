import { expect, type Page, test } from '@playwright/test';
import { signedIn } from './people.ts';

interface Product {
  readonly slug: string;
  readonly variants: readonly {
    readonly id: string;
    readonly isInStock: boolean;
    readonly attributes: Readonly<Record<string, string>>;
    readonly offer: { readonly sku: string; readonly pricePaise: number; readonly available: number } | null;
    readonly otherOffers: readonly unknown[];
  }[];
}

/** T-shirts in sizes; nobody else's tests buy or change those that are taken by `nth`. */
async function givenShirt(page: Page, nth: number): Promise<Product> {
  const { products } = (await (
    await page.request.get('/api/v1/products?category=mens-t-shirts&inStock=1&sort=newest&limit=40')
  ).json()) as { products: { slug: string }[] };
  const whole = await Promise.all(
    products.map(async ({ slug }) => (await (await page.request.get(`/api/v1/products/${slug}`)).json()) as Product),
  );
  const sized = whole.filter(({ variants }) => new Set(variants.map((each) => each.attributes.size)).size > 2);
  const product = sized[nth];
  if (product === undefined) throw new Error('the demo shop has no T-shirts in sizes');
  return product;
}

const priceOf = (page: Page) => page.locator('[data-live="price"] .price-now');
const deliveryOf = (page: Page) => page.locator('[data-live="delivery"]');

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a size is picked, and the page says so', async ({ page }) => {
      const { slug, variants } = await givenShirt(page, 0);
      await page.goto(`/p/${slug}`);
      const sizes = page.getByRole('navigation', { name: 'Choose Size' });
      const other = sizes.locator('a:not([aria-current])').first();
      const size = ((await other.textContent()) ?? '').trim();
      await other.click();
      await expect(page).toHaveURL(/\?v=/);
      await expect(sizes.locator('[aria-current="true"]')).toHaveText(size);
      const chosen = variants.find(({ id }) => page.url().includes(id));
      expect(chosen?.attributes.size).toBe(size);
    });

    test('a pincode is asked for: day, fee, cash, and what is wrong', async ({ page }) => {
      const { slug } = await givenShirt(page, 1);
      await page.goto(`/p/${slug}`);
      await page.getByRole('textbox', { name: 'Pincode' }).fill('560001');
      await page.getByRole('button', { name: 'Check' }).click();
      await expect(deliveryOf(page).getByText(/^Delivered by/)).toBeVisible();
      await expect(deliveryOf(page).getByText(/^to Bengaluru/)).toBeVisible();
      await expect(deliveryOf(page).getByText(/Delivery ₹|Free delivery/)).toBeVisible();
      await expect(deliveryOf(page).getByText(/ash on delivery/)).toBeVisible();
      await page.getByRole('textbox', { name: 'Pincode' }).fill('999999');
      await page.getByRole('button', { name: 'Check' }).click();
      await expect(deliveryOf(page).getByText('There is no pincode 999999')).toBeVisible();
      // It reads the same by address, wrong or right.
      await page.goto(`/p/${slug}?pincode=12`);
      await expect(page.getByText('A pincode has six digits').first()).toBeVisible();
    });

    test('an edit of price or stock is seen on the next view', async ({ page }) => {
      const staff = await signedIn('staff');
      const { slug, variants } = await givenShirt(page, javaScriptEnabled ? 2 : 3);
      const variant =
        variants.find(({ isInStock, otherOffers }) => isInStock && otherOffers.length === 0) ?? variants[0];
      const offer = variant?.offer;
      if (!variant || !offer) throw new Error('nobody sells it');
      const address = `/p/${slug}?v=${variant.id}`;
      // Twice: the page is kept now.
      for (const _ of [1, 2]) await page.goto(address);
      const pricePaise = offer.pricePaise - 100 * (1 + Math.floor(Math.random() * 50));
      const edit = await staff.patch(`/api/v1/admin/listings/${offer.sku}`, { data: { pricePaise } });
      expect(edit.status(), await edit.text()).toBe(200);
      const shown = `₹${(pricePaise / 100).toLocaleString('en-IN')}`;
      await expect(async () => {
        await page.goto(address);
        await expect(priceOf(page)).toHaveText(shown, { timeout: 1500 });
      }).toPass({ timeout: javaScriptEnabled ? 4000 : 15_000 });

      await staff.patch(`/api/v1/admin/listings/${offer.sku}`, { data: { pricePaise: offer.pricePaise } });
      await staff.dispose();
    });
  });
}

test('another size keeps the place, the focus and the quantity, and the back button works', async ({ page }) => {
  const { slug, variants } = await givenShirt(page, 4);
  const [one, two] = variants.filter(({ offer }) => (offer?.available ?? 0) > 1);
  await page.goto(`/p/${slug}?v=${one?.id}`);
  await page.waitForLoadState('networkidle');
  let loads = 0;
  page.on('load', () => loads++);
  await page.getByLabel('Quantity').selectOption('2');
  const other = page.locator(`[data-live="options"] a[href*="${two?.id}"]`).first();
  await other.focus();
  const [value, scroll] = [(await other.textContent())?.trim(), await page.evaluate(() => scrollY)];
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`v=${two?.id}`));
  await expect(other).toHaveAttribute('aria-current', 'true');
  expect((await page.evaluate(() => document.activeElement?.textContent))?.trim()).toBe(value);
  expect(Math.abs((await page.evaluate(() => scrollY)) - scroll)).toBeLessThan(60);
  await expect(page.getByLabel('Quantity')).toHaveValue('2');
  await expect(page.locator('[data-say]')).toContainText('₹');
  await page.goBack();
  await expect(page.locator(`[data-live="options"] a[href*="${one?.id}"]`).first()).toHaveAttribute(
    'aria-current',
    'true',
  );
  expect(loads).toBe(0);
});

test('the pincode is remembered on the next product, and nothing jumps when its answer comes', async ({ page }) => {
  const [one, two] = [await givenShirt(page, 0), await givenShirt(page, 1)];
  await page.goto(`/p/${one.slug}`);
  await page.getByRole('textbox', { name: 'Pincode' }).fill('560001');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(deliveryOf(page).getByText(/^Delivered by/)).toBeVisible();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput)
          sessionStorage.setItem('cls', String(Number(sessionStorage.getItem('cls')) + entry.value));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`/p/${two.slug}`);
  await expect(deliveryOf(page).getByText(/^Delivered by/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Pincode' })).toHaveValue('560001');
  await page.waitForLoadState('networkidle');
  expect(Number(await page.evaluate(() => sessionStorage.getItem('cls')))).toBeLessThan(0.01);
});

test('what was looked at is listed by the browser, and can be cleared', async ({ page }) => {
  const [one, two] = [await givenShirt(page, 0), await givenShirt(page, 1)];
  await page.goto(`/p/${one.slug}`);
  await page.goto(`/p/${two.slug}`);
  const seen = page.getByRole('region', { name: 'Recently viewed' });
  await expect(seen.locator(`a[href="/p/${one.slug}"]`)).toBeVisible();
  await expect(seen.locator(`a[href="/p/${two.slug}"]`)).toHaveCount(0);
  await seen.getByRole('button', { name: 'Clear' }).click();
  await expect(seen).toBeHidden();
  await page.goto(`/p/${one.slug}`);
  await expect(seen.locator(`a[href="/p/${two.slug}"]`)).toBeVisible();
});

test('a fragment is of nobody, and bad addresses of it are no fault of the shop', async ({ page }) => {
  const { slug } = await givenShirt(page, 0);
  const answer = await page.request.get(`/fragments/product/${slug}?v=no-such&pincode=560001`);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['cache-control']).toBe('no-store');
  expect(answer.headers()['set-cookie']).toBeUndefined();
  expect(await answer.text()).not.toContain('<html');
  for (const [path, status] of [
    [`/fragments/product/${slug}?pincode=%F0%9F%98%80&v=${'x'.repeat(3000)}`, 200],
    ['/fragments/product/no-such-thing', 404],
    ['/fragments/product/..%2f..%2f', 404],
    ["/fragments/products?slugs=a'b,%00,../..,no-such", 200],
    ['/fragments/products', 200],
    [`/fragments/products?slugs=${'a,'.repeat(1500)}`, 200],
  ] as const) {
    expect((await page.request.get(path)).status(), path).toBe(status);
  }
});

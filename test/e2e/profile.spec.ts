import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { codeFor } from './inbox.ts';
import { buyNow, expectOrderPlaced, newShopper, openAnyProduct, type Shopper } from './shopping.ts';

/** Limits of an address are kept apart: each test comes from its own. */
test.beforeEach(async ({ context }) => {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  await context.setExtraHTTPHeaders({ 'cf-connecting-ip': `10.${a}.${b}.${c}` });
});

const PASSWORD = 'a market every sunday';

/** Opens an account with what every page of the shop needs, by the code that was sent. */
async function signUp(page: Page, { email, name }: Shopper): Promise<void> {
  await page.goto('/register?next=/account');
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code').fill(await codeFor(page.request, email));
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Hello, ${name}`);
}

async function addAddress(page: Page, name: string, pincode = '560001'): Promise<void> {
  await page.goto('/account/addresses');
  await page.getByRole('link', { name: 'Add an address' }).click();
  await page.getByLabel('Full name').fill(name);
  await page.getByLabel('Mobile number').fill('+91 98450 12345');
  await page.getByLabel('Pincode').fill(pincode);
  await page.getByLabel('House, street, area').fill(`12, ${name} Residency`);
  await page.getByRole('button', { name: 'Save address' }).click();
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('keeps addresses, and says what is wrong with one', async ({ page }) => {
    await signUp(page, newShopper());
    await page.getByRole('link', { name: 'Addresses' }).click();
    await expect(page.getByText('No address yet')).toBeVisible();
    await addAddress(page, 'Home', '999999');
    await expect(page.getByLabel('Pincode')).toHaveAccessibleDescription(/no pincode 999999/);
    await page.getByLabel('Pincode').fill('560 001');
    await page.getByRole('button', { name: 'Save address' }).click();
    await expect(page.getByText('The address is saved.')).toBeVisible();
    const home = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Home' }) });
    await expect(home).toContainText(/Bengaluru.*, Karnataka 560001/);
    await expect(home).toContainText('Phone 9845012345');
    await expect(home.getByText('Default', { exact: true })).toBeVisible();

    await addAddress(page, 'Office', '110001');
    const office = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Office' }) });
    await office.getByRole('button', { name: /default/ }).click();
    await expect(office.getByText('Default', { exact: true })).toBeVisible();
    await expect(home.getByText('Default', { exact: true })).toBeHidden();
    await office.getByRole('link', { name: /^Edit/ }).click();
    await page.getByLabel('Landmark').fill('Metro');
    await page.getByRole('button', { name: 'Save address' }).click();
    await expect(office).toContainText('Near Metro');
    await office.getByRole('button', { name: /^Remove/ }).click();
    await expect(office).toBeHidden();
    await expect(home.getByText('Default', { exact: true })).toBeVisible();
  });

  test('orders to a saved address, and saves a new one', async ({ page }) => {
    const shopper = newShopper();
    await signUp(page, shopper);
    await addAddress(page, 'Home');
    await addAddress(page, 'Office', '110001');
    await openAnyProduct(page, 3);
    await buyNow(page);
    await expect(page.getByLabel('House, street, area')).toHaveValue('12, Home Residency');
    await expect(page.getByText(/Arrives by/).first()).toBeVisible();
    await page.getByLabel('E-mail').fill(`work-${shopper.email}`);
    await page.getByRole('button', { name: 'Deliver to Office, 12, Office Residency' }).click();
    await expect(page.getByLabel('House, street, area')).toHaveValue('12, Office Residency');
    await expect(page.getByLabel('E-mail')).toHaveValue(`work-${shopper.email}`);
    await expect(page.getByText('Delivers to')).toContainText('Delhi');

    await page.getByLabel('House, street, area').fill('7, Elsewhere Lane');
    await page.getByLabel('Save this address for next time').check();
    await page.getByRole('radio', { name: /Cash on delivery/ }).check();
    await page.getByRole('button', { name: 'Place order' }).click();
    await expectOrderPlaced(page);
    const book = async () => {
      await page.goto('/account/addresses');
      return await page.getByRole('listitem').filter({ hasText: '7, Elsewhere Lane' }).count();
    };
    await expect.poll(book).toBe(1);
  });

  test('Enter in the checkout goes on to the payment, and chooses no address', async ({ page }) => {
    await signUp(page, newShopper());
    await addAddress(page, 'Home');
    await addAddress(page, 'Office', '110001');
    await openAnyProduct(page, 3);
    await buyNow(page);
    await page.getByLabel('Full name').fill('');
    await page.getByLabel('Full name').press('Enter');
    await expect(page.getByText('Please check the marked fields.')).toBeVisible();
    await expect(page.getByLabel('House, street, area')).toHaveValue('12, Home Residency');
  });

  test('changes the profile, and the e-mail address by a code', async ({ page }) => {
    const [shopper, other] = [newShopper(), newShopper()];
    await signUp(page, shopper);
    await page.goto('/account/profile');
    await page.getByLabel('Your name').fill('Asha Iyer');
    await page.getByLabel('News of parcels on their way').uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page.getByLabel('News of parcels on their way')).not.toBeChecked();

    await page.getByRole('link', { name: 'Change the e-mail address' }).click();
    await page.getByLabel('New e-mail address').fill('asha');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await expect(page.getByLabel('New e-mail address')).toHaveAccessibleDescription(/such as asha@example.in/);
    await page.getByLabel('New e-mail address').fill(other.email);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code').fill('12345');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/six digits/);
    await page.getByLabel('Code').fill(await codeFor(page.request, other.email));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByText('Confirmed: it is yours now.')).toBeVisible();
    await expect(page.getByText(other.email)).toBeVisible();
    await page.getByRole('link', { name: 'Change the e-mail address' }).click();
    await page.getByRole('button', { name: 'Take the e-mail address off' }).click();
    await expect(page.getByText('Add another way first.')).toBeVisible();
  });

  test('downloads the data; deletes the account once no order is open', async ({ page }) => {
    const shopper = newShopper('Ottoline Rao');
    await signUp(page, shopper);
    await addAddress(page, 'Home');
    await openAnyProduct(page, 3);
    await buyNow(page);
    await page.getByRole('radio', { name: /Cash on delivery/ }).check();
    await page.getByRole('button', { name: 'Place order' }).click();
    const orderNo = await expectOrderPlaced(page);

    await page.goto('/account/privacy');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^haat-my-data-.*\.json$/);
    const answer = await page.request.get('/account/privacy/data');
    const data = (await answer.json()) as { profile: { name: string }; orders: { orderNo: string }[] };
    expect(data.profile.name).toBe(shopper.name);
    expect(data.orders.map((order) => order.orderNo)).toEqual([orderNo]);

    await page.getByRole('button', { name: 'Delete my account' }).click();
    await expect(page.getByLabel(/Yes, delete my account/)).toHaveAccessibleDescription(/Tick the box/);
    await page.getByLabel(/Yes, delete my account/).check();
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await expect(page.getByText('These orders are not over yet')).toBeVisible();
    await page.getByRole('link', { name: orderNo }).click();
    await page
      .getByRole('link', { name: /Cancel/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /Cancel/ })
      .first()
      .click();
    await expect(page.getByText('cancelled').first()).toBeVisible();

    await page.goto('/account/privacy');
    await page.getByLabel(/Yes, delete my account/).check();
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await page.goto('/account');
    await expect(page).toHaveURL(/\/login\?next=/);
    const headers = { origin: new URL(page.url()).origin };
    const signIn = await page.request.post('/api/v1/auth/login', {
      headers,
      data: { email: shopper.email, password: PASSWORD },
    });
    expect(signIn.status()).toBe(401);
  });
});

test('the header leads to the account', async ({ page }) => {
  await signUp(page, newShopper('Meera Iyer'));
  await page.goto('/');
  await page.getByRole('banner').getByRole('link', { name: 'Meera' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Meera Iyer');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await signUp(page, newShopper());
    await addAddress(page, 'Home');
    await addAddress(page, 'Office', '110001');
    const [edit] = await page.getByRole('link', { name: /^Edit/ }).all();
    const paths = ['/account', '/account/profile', '/account/profile/email', '/account/profile/phone'];
    const book = ['/account/addresses', '/account/addresses/new', (await edit?.getAttribute('href')) ?? ''];
    await openAnyProduct(page, 3);
    await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
    await expect(page.getByText('Added to your cart').first()).toBeVisible();
    for (const path of [...paths, ...book, '/account/privacy', '/checkout']) {
      await page.goto(path);
      await page.waitForTimeout(300);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
        path,
      ).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${path} at 360 px`).toBeLessThanOrEqual(0);
    }
  });
}

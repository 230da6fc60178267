import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { DEMO_PEOPLE, type DemoPerson, newPerson, stateOf } from './people.ts';
import { newShopper } from './shopping.ts';

test.use({ javaScriptEnabled: false });

async function openAs(
  browser: Browser,
  person: DemoPerson,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    storageState: await stateOf(person),
    javaScriptEnabled: false,
    ...options,
  });
  return await context.newPage();
}

/** Somebody new with an open page, and the address of that person in the staff area. */
async function givenOpenPage(browser: Browser) {
  const { email } = newShopper();
  const api = await newPerson(email);
  const { id } = (await (await api.get('/api/v1/auth/me')).json()) as { id: string };
  const storageState = await api.storageState();
  const page = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/account$/);
  return { email, page, place: `/admin/people/${id}` };
}

async function findByEmail(page: Page, email: string): Promise<void> {
  await page.goto('/admin');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByLabel(/Whole e-mail address/).fill(email);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').click();
  await expect(page.getByText(email).first()).toBeVisible();
}

test('staff suspend a shopper, whose open page is signed out at once, and restore them', async ({ browser }) => {
  test.setTimeout(150_000);
  const shopper = await givenOpenPage(browser);
  const page = await openAs(browser, 'staff');
  await findByEmail(page, shopper.email);
  await page.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('Say why, in a few words.')).toBeVisible();
  await shopper.page.reload();
  await expect(shopper.page).toHaveURL(/\/account$/);

  await page.getByLabel('Reason').fill('Returned empty boxes, three times');
  await page.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('Suspended, and signed out everywhere.')).toBeVisible();
  await expect(page.getByText('0 devices')).toBeVisible();
  await shopper.page.reload();
  await expect(shopper.page).toHaveURL(/\/login\?next=%2Faccount/);

  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored. They can sign in again.')).toBeVisible();
  await shopper.page.goto('/account');
  await expect(shopper.page).toHaveURL(/\/login/);
});

test('a new role counts at the next click, and the staff area wants a second factor first', async ({ browser }) => {
  test.setTimeout(150_000);
  const shopper = await givenOpenPage(browser);
  expect((await shopper.page.goto('/admin'))?.status()).toBe(404);
  const page = await openAs(browser, 'staff');
  await page.goto(shopper.place);
  await page.getByRole('radio', { name: /^Staff/ }).check();
  await page.getByRole('checkbox', { name: 'Customer support' }).check();
  await page.getByRole('button', { name: 'Save the role' }).click();
  await expect(page.getByText('Changed. It counts from their next click on.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Give money back' })).toBeChecked();
  await shopper.page.goto('/admin');
  await expect(shopper.page).toHaveURL(/\/account\/security\?need=second-factor/);

  await page.getByRole('radio', { name: /^Seller/ }).check();
  await page.getByLabel('For which seller').fill('no-such-seller');
  await page.getByRole('button', { name: 'Save the role' }).click();
  await expect(page.getByLabel('For which seller')).toHaveAccessibleDescription(/There is no such seller/);
  await page.getByLabel('For which seller').fill('meghraj-retail');
  await page.getByLabel('Their part there').selectOption('packer');
  await page.getByRole('button', { name: 'Save the role' }).click();
  await expect(page.getByText('Meghraj Retail (Packer)')).toBeVisible();
  await page.getByRole('radio', { name: /^Shopper/ }).check();
  await page.getByRole('button', { name: 'Save the role' }).click();
  await expect(page.getByText('Meghraj Retail')).toHaveCount(0);
  expect((await shopper.page.goto('/admin'))?.status()).toBe(404);
});

test('whoever was hired today is sent to set up a second factor', async ({ page }) => {
  await page.goto('/login?next=/admin');
  await page.getByText('password', { exact: false }).first().click();
  await page.locator('form:has(input[name="password"]) input[name="email"]').fill(DEMO_PEOPLE['new staff']);
  await page.getByLabel('Password').fill('haat-demo-2026');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/account\/security\?need=second-factor/);
  await expect(page.getByText('Staff need a second factor')).toBeVisible();
});

test('support see people and change nobody; nobody changes themselves', async ({ browser }) => {
  const page = await openAs(browser, 'support');
  await findByEmail(page, DEMO_PEOPLE['other shopper']);
  await expect(page.getByText('You may look, but not change anything')).toBeVisible();
  await expect(page.getByRole('button', { name: /Suspend|Save/ })).toHaveCount(0);
  const headers = { origin: new URL(page.url()).origin };
  const refused = await page.request.post(page.url(), {
    form: { do: 'role', role: 'staff', jobs: 'support' },
    headers,
  });
  expect(refused.status()).toBe(422);
  expect(await refused.text()).toContain('This needs the permission people.write.');
  await page.reload();
  await expect(page.getByText('Shopper', { exact: true })).toBeVisible();

  const own = await openAs(browser, 'staff');
  await findByEmail(own, DEMO_PEOPLE.staff);
  await expect(own.getByText('This is you.')).toBeVisible();
  await expect(own.getByRole('button', { name: /Suspend|Save/ })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the staff area is accessible and fits a phone, ${colorScheme}, in both languages`, async ({ browser }) => {
    const { id } = (await (await (await openAs(browser, 'other shopper')).request.get('/api/v1/auth/me')).json()) as {
      id: string;
    };
    const page = await openAs(browser, 'staff', { javaScriptEnabled: true });
    await page.emulateMedia({ colorScheme });
    for (const place of ['/admin', '/admin/people', '/admin/people?q=nobody@haat.test', `/admin/people/${id}`]) {
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${place}${place.includes('?') ? '&' : '?'}lang=${width === 360 ? 'hi' : 'en'}`);
        await page.waitForTimeout(300);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html.slice(0, 160)}`),
          place,
        ).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${place} at ${width}`).toBeLessThanOrEqual(0);
      }
    }
    await page.goto('/admin?lang=hi');
    await expect(page.getByRole('heading', { level: 1, name: 'स्टाफ़ का हिस्सा' })).toBeVisible();
  });
}

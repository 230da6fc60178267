import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

/** The shop in Hindi, as a shopper meets it: from the footer of a kept page to the checkout. */

async function expectHindi(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'hi-IN');
  await expect(page.getByRole('link', { name: 'ऑर्डर', exact: true }).first()).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  expect(found, page.url()).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, page.url()).toBeLessThanOrEqual(0);
}

/** By keyboard, in the footer. */
async function switchTo(page: Page, language: 'हिन्दी' | 'English'): Promise<void> {
  const link = page.getByRole('contentinfo').getByRole('link', { name: language });
  await link.focus();
  await link.press('Enter');
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the switch of a kept page holds on the next ones, kept or not, and for this visitor only', async ({
    page,
    browser,
  }) => {
    await page.goto('/search?q=cotton&sort=newest');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en-IN');
    await switchTo(page, 'हिन्दी');
    await expect(page).toHaveURL(/q=cotton&sort=newest&lang=hi$/);
    await expectHindi(page);
    for (const path of ['/', '/cart', '/search?q=cotton&sort=newest', '/login', '/no-such-page']) {
      await page.goto(path);
      await expectHindi(page);
    }

    const other = await (await browser.newContext()).newPage();
    await other.goto('/search?q=cotton&sort=newest');
    await expect(other.locator('html')).toHaveAttribute('lang', 'en-IN');
    await expect(other.getByRole('link', { name: 'Orders', exact: true }).first()).toBeVisible();
    await other.context().close();

    await page.goto('/');
    await switchTo(page, 'English');
    await page.goto('/cart');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en-IN');
  });
});

test('the browser’s language is spoken without asking, and search engines find both', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'hi-IN' });
  const page = await context.newPage();
  await page.goto('/');
  await expectHindi(page);
  const hrefOf = async (selector: string) => new URL((await page.locator(selector).getAttribute('href')) ?? '');
  expect((await hrefOf('link[rel=canonical]')).search).toBe('?lang=hi');
  expect((await hrefOf('link[hreflang=en-IN]')).search).toBe('');
  expect((await hrefOf('link[hreflang=hi-IN]')).search).toBe('?lang=hi');
  expect((await hrefOf('link[hreflang=x-default]')).search).toBe('');
  await context.close();
});

test('answers to two languages at once do not mix', async ({ page }) => {
  const lang = async (language: string, path: string) => {
    const answer = await page.request.get(path, { headers: { 'accept-language': language } });
    return /<html lang="(..)-IN"/.exec(await answer.text())?.[1];
  };
  const asked = ['/', '/cart', '/login', '/search?q=steel'].flatMap((path) =>
    ['hi', 'en', 'hi', 'en'].map((language) => ({ path, language })),
  );
  const heard = await Promise.all(asked.map(({ path, language }) => lang(language, path)));
  expect(heard).toEqual(asked.map(({ language }) => language));
});

test('from home to the checkout in Hindi: nothing is cut off, nothing is inaccessible, errors are Hindi', async ({
  page,
}) => {
  await page.goto('/?lang=hi');
  await expectAccessible(page);
  await page.goto('/search?inStock=1&sort=price_asc&min=100');
  await expectAccessible(page);
  await page.locator('main a[href^="/p/"]').nth(12).click();
  await expect(page).toHaveURL(/\/p\//);
  await expectHindi(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'कार्ट में डालें', exact: true }).click();
  await expect(page.getByText('कार्ट में डाल दिया गया')).toBeVisible();
  await page.goto('/cart');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'चेकआउट करें' }).first().click();
  await page.getByRole('button', { name: 'भुगतान पर आगे बढ़ें' }).click();
  await expect(page.getByLabel('मोबाइल नंबर')).toHaveAccessibleDescription(/दस अंकों/);
  await expectAccessible(page);
  await page.getByLabel('ईमेल').fill('asha@example.in');
  await page.getByLabel('पूरा नाम').fill('आशा राव');
  await page.getByLabel('मोबाइल नंबर').fill('98450 12345');
  await page.getByLabel('मकान, गली, इलाक़ा').fill('12, एमजी रोड');
  await page.getByRole('textbox', { name: 'पिनकोड' }).fill('999999');
  await page.getByRole('button', { name: 'भुगतान पर आगे बढ़ें' }).click();
  await expect(page.getByRole('textbox', { name: 'पिनकोड' })).toHaveAccessibleDescription(/सही पिनकोड/);
  await page.getByRole('textbox', { name: 'पिनकोड' }).fill('560001');
  await page.getByRole('button', { name: 'भुगतान पर आगे बढ़ें' }).click();
  // The next page has it, not this one, where the pincode's island may say the rest already.
  await expect(page.getByRole('radio', { name: /कैश ऑन डिलीवरी/ })).toBeVisible();
  await expect(page.getByText(/तक पहुँचेगा/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: /कैश ऑन डिलीवरी/ }).check();
  await page.getByRole('button', { name: 'ऑर्डर करें' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'धन्यवाद' })).toBeVisible();
  await expectHindi(page);
  await expectAccessible(page);
});

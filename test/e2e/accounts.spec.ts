import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { codeFor } from './inbox.ts';
import { expectMail, expectOrderPlaced, fillAddress, newShopper, openAnyProduct } from './shopping.ts';

/** Half a minute of waiting between two codes is not spent one after the other. */
test.describe.configure({ mode: 'parallel' });

const PASSWORD = 'a market every sunday';
const NEW_PASSWORD = 'mangoes ripen in the loft';
let count = 0;

/** A number that nobody has had: tests share one shop. */
function newMobile(): string {
  return `9${String(Date.now()).slice(-7)}${process.pid % 10}${count++ % 10}`;
}

/** Limits of an address are kept apart: each test comes from its own. */
async function comeFromAnywhere(context: BrowserContext): Promise<void> {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  await context.setExtraHTTPHeaders({ 'cf-connecting-ip': `10.${a}.${b}.${c}` });
}

test.beforeEach(async ({ context }) => await comeFromAnywhere(context));

async function askForCode(page: Page, identifier: string): Promise<void> {
  await page.getByLabel('Mobile number or e-mail').fill(identifier);
  await page.getByRole('button', { name: 'Continue with a code' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Enter the code' })).toBeVisible();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

async function signUp(page: Page, { email, name }: { email: string; name: string }, next: string): Promise<void> {
  await page.goto(`/register?next=${next}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText(`We have sent six digits to ${email}.`)).toBeVisible();
  await enterCode(page, await codeFor(page.request, email, 'open your account'));
}

async function signInByPassword(page: Page, email: string, password: string): Promise<void> {
  const form = page.locator('form', { has: page.getByLabel('Password', { exact: true }) });
  if (!(await form.isVisible())) await page.getByText('Use your password').click();
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('signs up by phone, and comes back to the same account with the cart', async ({ page, context }) => {
      const mobile = newMobile();
      const spaced = `${mobile.slice(0, 5)} ${mobile.slice(5)}`;
      const title = await openAnyProduct(page, 6);
      await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
      await expect(page.getByText('Added to your cart').first()).toBeVisible();

      await page.goto('/login?next=/cart');
      await askForCode(page, spaced);
      await expect(page.getByText(`We have sent six digits to +91 ${spaced}.`)).toBeVisible();
      expect(page.url()).not.toContain(mobile);
      await enterCode(page, '000000');
      await expect(page.getByText('The code is wrong. 4 tries are left.')).toBeVisible();
      await enterCode(page, await codeFor(page.request, mobile, 'to sign in'));
      await expect(page.getByText('Welcome to Haat.')).toBeVisible();
      await expect(page.getByRole('link', { name: title })).toBeVisible();

      await context.clearCookies();
      if (!javaScriptEnabled) return;
      // The shop makes everybody wait between two codes.
      await page.waitForTimeout(30_000);
      await page.goto('/login?next=/cart');
      await askForCode(page, mobile);
      await enterCode(page, await codeFor(page.request, mobile, 'to sign in'));
      await expect(page.getByRole('link', { name: title })).toBeVisible();
    });

    test('asks for another code when none comes, after a wait', async ({ page }) => {
      await page.goto('/login');
      const { email } = newShopper();
      await askForCode(page, email);
      await expect(page.getByText(/You can ask for a new code in \d+ seconds/)).toBeVisible();
      const first = await codeFor(page.request, email, 'sign in');
      const resend = page.getByRole('button', { name: 'Send a new code' });
      if (javaScriptEnabled) {
        await expect(resend).toBeDisabled();
        await expect(resend).toBeEnabled({ timeout: 35_000 });
      } else {
        await resend.click();
        await expect(page.getByText(/Too many tries\. Wait \d+ seconds\./)).toBeVisible();
        await page.waitForTimeout(30_000);
      }
      await resend.click();
      await expect(page.getByText('A new code is on its way.')).toBeVisible();
      await expect.poll(() => codeFor(page.request, email, 'sign in')).not.toBe(first);
      await enterCode(page, await codeFor(page.request, email, 'sign in'));
      await expect(page.getByText('Welcome to Haat.')).toBeVisible();
    });

    test('chooses a new password; the one of before and other devices are out', async ({ page, context, browser }) => {
      test.slow();
      const shopper = newShopper('Meera Iyer');
      await signUp(page, shopper, '/orders');
      await expect(page.getByText('Welcome, Meera.')).toBeVisible();
      const phone = await browser.newContext({ storageState: await context.storageState() });
      await context.clearCookies();
      await page.waitForTimeout(30_000);

      await page.goto('/login?next=/orders');
      await page.getByText('Use your password').click();
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByLabel('E-mail').fill(shopper.email);
      await page.getByRole('button', { name: 'Send a code' }).click();
      await expect(page.getByText(`If ${shopper.email} has an account`)).toBeVisible();
      await page.getByLabel('Code').fill(await codeFor(page.request, shopper.email, 'new password'));
      await page.getByLabel('New password').fill('password123');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText(/one of the passwords that are tried first/)).toBeVisible();
      await page.getByLabel('New password').fill(NEW_PASSWORD);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('Your password is changed.')).toBeVisible();
      await expectMail(page, shopper, 'Your Haat password was changed');

      const other = await phone.newPage();
      await other.goto('/orders');
      await expect(other).toHaveURL(/\/login\?next=/);
      await phone.close();
      await signInByPassword(page, shopper.email, PASSWORD);
      await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
      await signInByPassword(page, shopper.email, NEW_PASSWORD);
      await expect(page).toHaveURL(/\/orders$/);
    });

    test('says what is wrong beside the field, and keeps what was typed', async ({ page }) => {
      await page.goto('/login');
      await page.getByRole('button', { name: 'Continue with a code' }).click();
      await expect(page.getByText('Enter your mobile number or your e-mail address.')).toBeVisible();
      await page.getByLabel('Mobile number or e-mail').fill('+1 415 555 2671');
      await page.getByRole('button', { name: 'Continue with a code' }).click();
      const field = page.getByLabel('Mobile number or e-mail');
      await expect(field).toHaveAccessibleDescription(/Indian mobile number/);
      await expect(field).toHaveValue('+1 415 555 2671');

      await page.goto('/register');
      await page.getByLabel('Your name').fill('Zubin Wadia');
      await page.getByLabel('E-mail').fill(newShopper().email);
      await page.getByLabel('Password').fill('zubinwadia1');
      await page.getByRole('button', { name: 'Create account' }).click();
      await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/Your own name/);
      await expect(page.getByLabel('Your name')).toHaveValue('Zubin Wadia');
    });

    test('a forgotten password of nobody looks the same', async ({ page }) => {
      const { email } = newShopper();
      await page.goto('/forgot');
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('button', { name: 'Send a code' }).click();
      await expect(page.getByText(`If ${email} has an account`)).toBeVisible();
      await page.getByLabel('Code').fill('123456');
      await page.getByLabel('New password').fill(NEW_PASSWORD);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('The code is wrong. 4 tries are left.')).toBeVisible();
    });
  });
}

test('registers with a cart, orders, signs out and in again', async ({ page }) => {
  const shopper = newShopper('Meera Iyer');
  const title = await openAnyProduct(page, 7);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.getByText('Added to your cart').first()).toBeVisible();

  await signUp(page, shopper, '/cart');
  await expect(page.getByText('Welcome, Meera.')).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByRole('banner').getByText('Meera')).toBeVisible();

  await page.getByRole('link', { name: 'Go to checkout' }).first().click();
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
  await signInByPassword(page, shopper.email, 'not the password');
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await signInByPassword(page, shopper.email, PASSWORD);
  await expect(page.getByText(`Order ${orderNo}`)).toBeVisible();
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
    const value = await page.locator('input[name="next"]').first().inputValue();
    expect(new URL(value, page.url()).host).toBe(new URL(page.url()).host);
  }
});

test('a code that got lost on the way leads back to the start', async ({ page }) => {
  await page.goto('/verify');
  await expect(page).toHaveURL(/\/login$/);
  await page.goto('/reset');
  await expect(page).toHaveURL(/\/forgot$/);
});

const PAGES = [
  ...['/login', '/login?way=password', '/register', '/forgot'],
  ...['/verify?challenge=chl_01K9ZQ3V7Y4M2N8P6R5T1W0XAB', '/reset?challenge=chl_01K9ZQ3V7Y4M2N8P6R5T1W0XAB'],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const path of PAGES) {
      for (const lang of ['en', 'hi']) {
        test(`${path} in ${lang}`, async ({ page }) => {
          await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          // A page that is still fading in has contrasts of its own.
          await page.waitForTimeout(300);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(width).toBeLessThanOrEqual(360);
        });
      }
    }
  });
}

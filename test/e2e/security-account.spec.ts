import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { codeFor } from './inbox.ts';
import { newShopper } from './shopping.ts';

const PASSWORD = 'a market every sunday';

/** A browser offers passkeys to names only: 127.0.0.1 is none. */
function shopUrl(): string {
  const url = new URL(process.env.HAAT_URL ?? 'http://127.0.0.1:8787');
  if (url.hostname === '127.0.0.1') url.hostname = 'localhost';
  return url.origin;
}

test.use({ baseURL: shopUrl() });

/** Limits of an address are kept apart: each test comes from its own. */
test.beforeEach(async ({ context }) => await comeFromAnywhere(context));

async function comeFromAnywhere(context: BrowserContext): Promise<void> {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  const origin = shopUrl();
  await context.route(`${origin}/**`, (route) =>
    route.continue({ headers: { ...route.request().headers(), 'cf-connecting-ip': `10.${a}.${b}.${c}` } }),
  );
}

/** Somebody with a password, signed in in this browser. */
async function signUp(page: Page): Promise<string> {
  const { email, name } = newShopper('Meera Iyer');
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  const headers = { origin: shopUrl(), 'cf-connecting-ip': `10.${a}.${b}.${c}` };
  const post = async (path: string, data: unknown) => {
    const answer = await page.request.post(`/api/v1${path}`, { headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { challengeId: string };
  };
  const { challengeId } = await post('/auth/register', { name, email, password: PASSWORD });
  await post('/auth/otp/verify', { challengeId, code: await codeFor(page.request, email, 'open your account') });
  return email;
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

async function signInByPassword(page: Page, email: string, next = '/account/security'): Promise<void> {
  await page.goto(`/login?next=${next}`);
  await page.getByText('Use your password').click();
  const form = page.locator('form', { has: page.getByLabel('Password', { exact: true }) });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in' }).click();
}

/** A phone that knows its owner's finger. */
async function givenPhone(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function setUpApp(page: Page): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
  const secret = ((await page.locator('dd code').textContent()) ?? '').replaceAll(' ', '').trim();
  expect(await page.getByRole('link', { name: /open it in the app/ }).getAttribute('href')).toContain(secret);
  await page.getByLabel('Enter the six digits').fill(codeAt(secret));
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  return { secret, recoveryCodes: await page.locator('main li code').allTextContents() };
}

function codeAt(secret: string, at = Date.now()): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at });
}

async function expectFit(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
    page.url(),
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, page.url()).toBeLessThanOrEqual(0);
}

test('adds a passkey, and signs in by it without a name', async ({ page }) => {
  await givenPhone(page);
  await signUp(page);
  await page.goto('/account/security');
  await page.getByLabel('Name of this device').fill('My phone');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  await expect(page.getByText('My phone').first()).toBeVisible();

  await signOut(page);
  await page.goto('/login?next=/account/devices');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('Welcome, Meera.')).toBeVisible();
  await expect(page).toHaveURL(/\/account\/devices$/);
  await expect(page.getByText(/with a passkey/)).toBeVisible();

  await page.goto('/account/security');
  await page.getByText('Rename', { exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Kitchen tablet');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(page.getByText('The passkey has its new name.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove Kitchen tablet' }).click();
  await expect(page.getByText('The passkey is removed.')).toBeVisible();
  await signOut(page);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('That passkey did not work here.')).toBeVisible();
});

test('an authenticator app is asked for from then on; a recovery code stands in, once', async ({ page }) => {
  const email = await signUp(page);
  const { secret, recoveryCodes } = await setUpApp(page);
  expect(recoveryCodes).toHaveLength(10);
  const [recoveryCode = ''] = recoveryCodes;

  await signOut(page);
  await signInByPassword(page, email);
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await page.getByLabel('Code from your app').fill(codeAt(secret));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(/The code is wrong/)).toBeVisible();
  await page.getByLabel('Code from your app').fill(codeAt(secret, Date.now() + 30_000));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Welcome, Meera.')).toBeVisible();

  for (const outcome of [/Welcome, Meera/, /The code is wrong/]) {
    await signOut(page);
    await signInByPassword(page, email);
    await page.getByText('No phone at hand?').click();
    await page.getByLabel('Recovery code').fill(recoveryCode.toLowerCase());
    await page.getByRole('button', { name: 'Use the recovery code' }).click();
    await expect(page.getByText(outcome)).toBeVisible();
    if (outcome.source.startsWith('Welcome')) await expect(page.getByText('9 codes are left.')).toBeVisible();
  }
});

test('logs out another device at once', async ({ page, browser }) => {
  const email = await signUp(page);
  const other = await browser.newContext({
    baseURL: shopUrl(),
    userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/150.0',
  });
  await comeFromAnywhere(other);
  const laptop = await other.newPage();
  await signInByPassword(laptop, email);
  await expect(laptop.getByRole('heading', { name: 'Sign-in and security' })).toBeVisible();

  await page.goto('/account/devices');
  await page.getByRole('button', { name: 'Sign out Firefox on Windows' }).click();
  await expect(page.getByText('That device is signed out.')).toBeVisible();
  await expect(page.getByText('Firefox on Windows')).toHaveCount(0);
  await laptop.goto('/account/security');
  await expect(laptop).toHaveURL(/\/login\?next=/);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/login$/);
  await other.close();
});

test('who signed in long ago confirms first, by whatever they have, and comes back', async ({ page }) => {
  test.slow();
  await givenPhone(page);
  const email = await signUp(page);
  const confirm = async (name: string) => {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
  };
  await page.goto('/account/confirm?next=/account/devices');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Confirm with the password' }).click();
  await expect(page.getByText('That is not your password.')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await confirm('Confirm with the password');

  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  await page.goto('/account/confirm?next=/account/devices');
  await confirm('Confirm with a passkey');

  await page.goto('/account/confirm?next=/account/devices');
  // The code of the registration is less than half a minute old.
  await expect(async () => {
    await page.getByRole('button', { name: `Send a code to ${email}` }).click();
    await expect(page.getByText('We have sent you six digits.')).toBeVisible({ timeout: 1000 });
  }).toPass({ intervals: [5000], timeout: 60_000 });
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, email, 'confirm that it is you'));
  await confirm('Confirm with the code');

  await page.goto('/account/security/password');
  await page.getByLabel('New password').fill('a fair every monday');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
});

test('who has a second factor confirms with that one, or a recovery code, and is told why', async ({ page }) => {
  const email = await signUp(page);
  const { recoveryCodes } = await setUpApp(page);
  await page.goto('/account/confirm?next=/account/devices');
  await expect(page.getByText('a password or a code alone is not enough')).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Send a code to ${email}` })).toHaveCount(0);
  await page.getByLabel('Code from your app').fill('12');
  await page.getByRole('button', { name: 'Confirm with the app' }).click();
  await expect(page.getByText('Enter the six digits of the code.')).toBeVisible();
  await page.getByText('No phone at hand?').click();
  await page.getByLabel('Recovery code').fill('ABCD');
  await page.getByRole('button', { name: 'Use the recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
  await page.getByRole('button', { name: 'Use the recovery code' }).click();
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('everything works but passkeys, which say so', async ({ page }) => {
    const email = await signUp(page);
    const { secret } = await setUpApp(page);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await expect(page.locator('passkey-form noscript p')).toHaveText(/^Passkeys need JavaScript/);
    await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeHidden();
    await page.getByRole('button', { name: 'Make ten new codes' }).click();
    await expect(page.locator('main li code')).toHaveCount(10);
    await signOut(page);
    await signInByPassword(page, email, '/account/devices');
    await page.getByLabel('Code from your app').fill(codeAt(secret, Date.now() + 30_000));
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('This device')).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe and a phone's width, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the pages of security', async ({ page }) => {
      test.slow();
      await givenPhone(page);
      const email = await signUp(page);
      await page.goto('/account/security');
      await page.getByRole('button', { name: 'Add a passkey' }).click();
      await expect(page.getByText('The passkey is added.')).toBeVisible();
      await expectFit(page);
      await page.getByRole('button', { name: 'Set up an app' }).click();
      await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
      await expectFit(page);
      await setUpApp(page);
      await expectFit(page);
      for (const path of ['/account/security', '/account/devices', '/account/confirm', '/account/security/password']) {
        await page.goto(path);
        await expectFit(page);
      }
      await signOut(page);
      await signInByPassword(page, email);
      await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
      await page.getByText('No phone at hand?').click();
      await expectFit(page);
    });
  });
}

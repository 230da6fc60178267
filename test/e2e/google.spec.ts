import { expect, test } from '@playwright/test';

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('signs in with Google, and comes back as the same person', async ({ page, context }) => {
      const email = `g-${Date.now()}-${javaScriptEnabled}@haat.test`;
      await page.goto('/login?next=/account');
      await page.getByRole('link', { name: 'Continue with Google' }).click();
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Name').fill('Meera Iyer');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL('**/account');
      await expect(page.getByText('Meera').first()).toBeVisible();

      await context.clearCookies();
      await page.goto('/auth/google?next=/account/profile');
      await page.getByRole('button', { name: email }).click();
      await page.waitForURL('**/account/profile');
      await expect(page.getByText(email).first()).toBeVisible();

      await page.goto('/account/security');
      await page.getByRole('button', { name: 'Unlink Google' }).click();
      await expect(page.getByText('Google is unlinked.')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Unlink Google' })).toHaveCount(0);
    });
  });
}

test('an address that is not Google’s to give opens no account that is there', async ({ page, context }) => {
  const email = `g-unsure-${Date.now()}@haat.test`;
  const comeBack = async (isResponsible: boolean) => {
    await page.goto('/auth/google');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Name').fill('Meera Iyer');
    await page.getByLabel('Google is responsible').setChecked(isResponsible);
    await page.getByRole('button', { name: 'Continue' }).click();
  };
  await comeBack(true);
  await page.waitForURL('**/account');
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Unlink Google' }).click();
  await expect(page.getByText('Google is unlinked.')).toBeVisible();
  await context.clearCookies();
  await comeBack(false);
  await page.waitForURL('**/login');
  await expect(page.getByText('Sign in to it with a code.')).toBeVisible();
});

test('somebody who refuses at Google is told so, and can choose another way', async ({ page, context }) => {
  await page.goto('/auth/google');
  await page.getByRole('button', { name: 'Refuse' }).click();
  await page.waitForURL('**/login');
  await expect(page.getByText('You did not let Google tell us who you are')).toBeVisible();
  expect((await context.cookies()).filter(({ name }) => name.includes('haat_google'))).toEqual([]);
});

test('a way back that was begun in another browser signs nobody in', async ({ page, context }) => {
  await page.goto(`/auth/google/callback?code=abc&state=${'a'.repeat(43)}`);
  await expect(page.getByText('was not begun in this browser')).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('haat_access');
});

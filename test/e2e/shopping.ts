import { expect, type Page } from '@playwright/test';
import { messagesFor } from './inbox.ts';

/** What a shopper does, step by step, as the tests tell it. Every step works with and without JavaScript. */

export interface Shopper {
  readonly email: string;
  readonly name: string;
}

let counter = 0;

/** Somebody new: tests share one shop and must not meet each other's mail and accounts. */
export function newShopper(name = 'Asha Rao'): Shopper {
  return { email: `asha-${Date.now().toString(36)}-${process.pid}-${++counter}@example.in`, name };
}

/** From the home page into the first department, to something in stock. Returns its title. */
export async function browseToProduct(page: Page): Promise<string> {
  await page.goto('/');
  const department = page.locator('main a[href^="/c/"]').first();
  await department.click();
  await expect(page).toHaveURL(/\/c\//);
  const card = page.locator('main a[href^="/p/"]').first();
  await card.click();
  await expect(page).toHaveURL(/\/p\//);
  return await titleOf(page);
}

/** Finds a product by the words of its title, through the search box. */
export async function searchFor(page: Page, title: string): Promise<void> {
  const words = title.split(/\s+/).slice(0, 4).join(' ');
  // Its role changes with its first use: then it has a list.
  const box = page.getByRole('banner').locator('input[type=search]');
  await box.fill(words);
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?/);
  await page.getByRole('main').getByRole('link', { name: title, exact: false }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** A product that can be bought now, by its first card in a list of things in stock. */
export async function openAnyProduct(page: Page, index = 0): Promise<string> {
  await page.goto('/search?inStock=1&sort=price_asc&min=100');
  await page.locator('main a[href^="/p/"]').nth(index).click();
  await expect(page).toHaveURL(/\/p\//);
  return await titleOf(page);
}

export async function buyNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Buy now', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Checkout' })).toBeVisible();
}

/** Contact and address; afterwards the page shows dates, totals and the ways to pay. */
export async function fillAddress(page: Page, { email, name }: Shopper, pincode = '560001'): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Full name').fill(name);
  await page.getByLabel('Mobile number').fill('98450 12345');
  await page.getByRole('textbox', { name: 'Pincode' }).fill(pincode);
  await page.getByLabel('House, street, area').fill('12, Brigade Residency, MG Road');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await expect(page.getByText(/Arrives by/).first()).toBeVisible();
}

/** By card, at the sandbox's page of Stripe, where a person picks how the payment ends. */
export async function payInSandbox(page: Page, outcome: RegExp): Promise<void> {
  await page.getByRole('radio', { name: /Card, by Stripe/ }).check();
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await page.getByRole('button', { name: outcome }).click();
}

/** From the checkout to the page with the ways to pay. */
export async function chooseToPayOnline(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /UPI, card or net banking/ }).check();
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Payment' })).toBeVisible();
}

/** One of the ways to pay an order that waits. */
export async function chooseWay(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('radio', { name }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Waits for the confirmation; the page looks again by itself until the gateway's word is there. */
export async function expectOrderPlaced(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  const [, orderNo = ''] = /\/orders\/(HT[0-9A-Z]{10})/.exec(page.url()) ?? [];
  expect(orderNo).not.toBe('');
  return orderNo;
}

/** The PDF behind the first invoice link of the order page. */
export async function expectInvoice(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: /^GST invoice/ }).first();
  await expect(link).toBeVisible({ timeout: 40_000 });
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toContain('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
}

/** The mail that the shop sent to a shopper, once it is there. */
export async function expectMail(page: Page, { email }: Shopper, words: string): Promise<void> {
  const texts = async () => (await messagesFor(page.request, email)).map(({ subject, text }) => `${subject}\n${text}`);
  await expect.poll(async () => (await texts()).join('\n'), { timeout: 40_000 }).toContain(words);
}

async function titleOf(page: Page): Promise<string> {
  return ((await page.getByRole('heading', { level: 1 }).textContent()) ?? '').trim();
}

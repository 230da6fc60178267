import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

/** The browser tests run against a shop that is already open: HAAT_URL. `npm test` starts one for them. */
export default defineConfig({
  testDir: './test/e2e',
  outputDir: './node_modules/.cache/playwright',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  workers: 2,
  reporter: 'list',
  use: {
    baseURL: process.env.HAAT_URL ?? 'http://127.0.0.1:8787',
    locale: 'en-IN',
    // Each worker is a network of its own, so that the limits of one do not meet the tests of another.
    extraHTTPHeaders: { 'cf-connecting-ip': `100.65.${process.pid % 250}.${(process.pid >> 8) % 250}` },
    timezoneId: 'Asia/Kolkata',
    // Only the tests of the service worker have one: the others look at what the shop itself answers.
    serviceWorkers: 'block',
    // A cheap phone is what most shoppers hold.
    viewport: { width: 360, height: 740 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

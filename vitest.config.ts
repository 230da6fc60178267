import path from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const WORKERD_TESTS = 'workers/**/*.worker.test.ts';

/** Races of hundreds take their time on a small machine; a hang still ends. */
const testTimeout = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout,
          environment: 'node',
          include: ['workers/**/*.test.ts', 'storefront/**/*.test.ts', 'sandbox/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [WORKERD_TESTS, 'node_modules/**'],
        },
      },
      {
        // Tests are told at each failpoint where the shop is, when they ask (workers/failpoint.ts).
        define: { __FAILPOINTS__: 'true' },
        plugins: [
          cloudflareTest(async () => ({
            main: './workers/app.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                APP_ENV: 'test',
                APP_SECRET: 'a-secret-that-only-tests-know-0123456789',
                STRIPE_SECRET_KEY: 'sk_test_haat',
                STRIPE_PUBLISHABLE_KEY: 'pk_test_haat',
                STRIPE_WEBHOOK_SECRET: 'whsec_test_haat',
                // A developer's .dev.vars must not send tests to a running sandbox.
                STRIPE_API_BASE: '',
                RAZORPAY_KEY_ID: 'rzp_test_haat',
                RAZORPAY_KEY_SECRET: 'rzp_secret_haat_test',
                RAZORPAY_WEBHOOK_SECRET: 'rzp_webhook_haat_test',
                RAZORPAY_API_BASE: '',
                DELHIVERY_TOKEN: '',
                DELHIVERY_WEBHOOK_SECRET: '',
                DELHIVERY_API_BASE: '',
                // All of a group or nothing: half of one is refused (workers/settings.ts).
                EMAIL_API_URL: '',
                EMAIL_API_KEY: '',
                EMAIL_FROM: '',
                SMS_API_URL: '',
                SMS_API_KEY: '',
                SMS_SENDER: '',
                GOOGLE_CLIENT_ID: '',
                GOOGLE_CLIENT_SECRET: '',
                GOOGLE_ISSUER: '',
                TURNSTILE_SITE_KEY: '',
                TURNSTILE_SECRET_KEY: '',
                TURNSTILE_API_BASE: '',
                ACCESS_TEAM_DOMAIN: '',
                ACCESS_AUD: '',
                CORS_ORIGINS: '',
                TEST_MIGRATIONS: await readD1Migrations(path.join(import.meta.dirname, 'migrations')),
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          testTimeout,
          // A consumer that logs while its file is taken down waits for the runner for ever, and the run with it.
          disableConsoleIntercept: true,
          fsModuleCache: false,
          include: [WORKERD_TESTS],
          setupFiles: ['./test/setup.ts'],
          // Hundreds of small modules each: bundled beforehand, the first invoice of a test file is seconds faster.
          deps: { optimizer: { ssr: { enabled: true, include: ['@cantoo/pdf-lib', '@cantoo/fontkit'] } } },
        },
      },
    ],
  },
});

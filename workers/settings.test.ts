import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEVELOPMENT_VARS, developmentVars } from '../scripts/shop.ts';
import { requireSettings, settingProblemsOf } from './settings.ts';

const SECRET = 'k3y-made-of-thirty-two-characters-0000';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

function given(changes: Readonly<Record<string, unknown>> = {}): Env {
  const plain = { APP_ENV: 'production', APP_SECRET: SECRET, APP_URL: 'https://shop.example' };
  return { ...plain, ...changes } as unknown as Env;
}

function problemsOf(changes: Readonly<Record<string, unknown>>): string[] {
  return settingProblemsOf(given(changes)).map(({ name, problem }) => `${name} ${problem}`);
}

describe('a shop is served', () => {
  test.each([
    ['with what it must have', {}],
    ['with everything that can be', wholeShop()],
    ['with what is taken away by ""', Object.fromEntries(Object.keys(wholeShop()).map((name) => [name, '']))],
    ['with Google named', { GOOGLE_ISSUER: 'https://accounts.google.com' }],
    ['on a laptop', developmentVars('http://127.0.0.1:8787', 'http://127.0.0.1:8788')],
    ['in tests', { ...DEVELOPMENT_VARS, APP_ENV: 'test', APP_URL: '', ...withoutMail() }],
    ['whatever its bindings are', { DB: { prepare: () => null }, STRIPE: 1 }],
  ])('%s', (_, changes) => {
    expect(problemsOf(changes)).toEqual([]);
    expect(() => requireSettings(given(changes))).not.toThrow();
  });
});

describe('a shop is not served', () => {
  test.each([
    [{ APP_SECRET: undefined }, 'APP_SECRET is not set'],
    [{ APP_SECRET: '' }, 'APP_SECRET is not set'],
    [{ APP_SECRET: 'x'.repeat(31) }, 'APP_SECRET must have at least 32 characters'],
    [{ APP_SECRET_PREVIOUS: 'short' }, 'APP_SECRET_PREVIOUS must have at least 32 characters'],
    [{ APP_SECRET: DEVELOPMENT_VARS.APP_SECRET }, 'APP_SECRET is one that everybody knows'],
    [{ APP_URL: '' }, 'APP_URL is not set'],
    [{ APP_URL: 'http://shop.example' }, 'APP_URL must begin with https://'],
    [{ APP_URL: 'shop.example' }, 'APP_URL is not an address'],
    [{ APP_ENV: 'Production' }, 'APP_ENV must be development, test or production'],
    [{ STRIPE_API_BASE: 'https://stripe.example' }, 'STRIPE_API_BASE is refused outside development'],
    [{ GOOGLE_ISSUER: 'https://accounts.google.com.evil.test' }, 'GOOGLE_ISSUER is refused outside development'],
    [{ SANDBOX_URL: 'http://127.0.0.1:8788' }, 'SANDBOX_URL is refused outside development'],
    [{ ...wholeShop(), EMAIL_API_URL: 'http://127.0.0.1:8788/email' }, 'EMAIL_API_URL leads to this machine'],
    [{ ...wholeShop(), SMS_API_URL: 'http://[::1]:8788/sms' }, 'SMS_API_URL leads to this machine'],
    [{ ...wholeShop(), STRIPE_SECRET_KEY: 'sk_test_haat' }, 'STRIPE_SECRET_KEY is one that everybody knows'],
    [
      { ...wholeShop(), TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA' },
      'TURNSTILE_SECRET_KEY is one that',
    ],
    [{ ACCESS_TEAM_DOMAIN: 'https://team', ACCESS_AUD: 'a' }, 'ACCESS_TEAM_DOMAIN is not a name'],
    [{ CORS_ORIGINS: '*' }, 'CORS_ORIGINS must be exact origins'],
  ])('with %o', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([expect.stringContaining(problem)]);
  });

  test.each(Object.keys(wholeShop()))('without %s, as the rest of its group is there', (name) => {
    for (const APP_ENV of ['production', 'development']) {
      const problems = problemsOf({ ...wholeShop(), APP_ENV, [name]: '' });
      expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} is not set, but other settings of`))]);
    }
  });

  test('with the settings of a laptop', () => {
    const laptop = { ...developmentVars('http://127.0.0.1:8787', 'http://127.0.0.1:8788'), APP_ENV: 'production' };
    const named = new Set(settingProblemsOf(given(laptop)).map(({ name }) => name));
    for (const name of Object.keys(laptop)) {
      if (/SECRET|TOKEN|API_BASE|API_URL|ISSUER|CLIENT_ID|KEY_ID|SITE_KEY|_URL$/.test(name)) {
        expect(named, name).toContain(name);
      }
    }
  });
});

test('everything that is wrong is said at once, by name and never by value', () => {
  const env = given({
    APP_SECRET: 'hush',
    APP_URL: 'ftp://hush.example',
    CORS_ORIGINS: 'hush',
    GOOGLE_CLIENT_ID: 'hush',
  });
  expect(() => requireSettings(env)).toThrowError(
    expect.objectContaining({
      code: 'misconfigured',
      message: expect.stringMatching(/APP_SECRET .*APP_URL .*CORS_ORIGINS .*GOOGLE_CLIENT_SECRET /),
    }),
  );
  expect(() => requireSettings(env)).toThrowError(
    expect.not.objectContaining({ message: expect.stringMatching('hush') }),
  );
});

test('it is refused each time and logged once', () => {
  const env = given({ APP_SECRET: '' });
  for (const _ of [1, 2, 3]) expect(() => requireSettings(env)).toThrow('APP_SECRET is not set.');
  expect(console.error).toHaveBeenCalledTimes(1);
  expect(vi.mocked(console.error).mock.calls[0]?.[0]).toContain('APP_SECRET is not set.');
});

/** A deployed shop with all that it can have. */
function wholeShop() {
  return {
    ...{ STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
    ...{ RAZORPAY_KEY_ID: 'rzp_live_1', RAZORPAY_KEY_SECRET: 'r', RAZORPAY_WEBHOOK_SECRET: 'w' },
    ...{ DELHIVERY_TOKEN: 't', DELHIVERY_WEBHOOK_SECRET: 'w' },
    ...{ EMAIL_API_URL: 'https://mail.example/send', EMAIL_API_KEY: 'k', EMAIL_FROM: 'Haat <orders@shop.example>' },
    ...{ SMS_API_URL: 'https://sms.example/send', SMS_API_KEY: 'k', SMS_SENDER: 'HAATIN' },
    ...{ GOOGLE_CLIENT_ID: '1.apps.googleusercontent.com', GOOGLE_CLIENT_SECRET: 'GOCSPX-1' },
    ...{ TURNSTILE_SITE_KEY: '0x4AAA', TURNSTILE_SECRET_KEY: '0x4BBB' },
    ...{ ACCESS_TEAM_DOMAIN: 'team.cloudflareaccess.com', ACCESS_AUD: 'a'.repeat(64) },
  };
}

/** A laptop's keys without their addresses, as tests have them. */
function withoutMail() {
  return { EMAIL_API_KEY: '', EMAIL_FROM: '', SMS_API_KEY: '', SMS_SENDER: '' };
}

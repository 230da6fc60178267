import { mkdtempSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { DEVELOPMENT_WIDGET, FAILING_SECRET } from '../../sandbox/turnstile/account.ts';
import { botWidgetOf, turnstile } from './turnstile.ts';

let sandbox: Sandbox;
let server: Server | null = null;
let logged: unknown[] = [];
const log = {
  info: () => undefined,
  error: (message: string, fields: unknown) => void logged.push(message, fields),
};

beforeAll(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-bot-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '' });
});

afterAll(() => sandbox.close());

beforeEach(() => {
  logged = [];
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const KEYS = { TURNSTILE_SITE_KEY: DEVELOPMENT_WIDGET.siteKey, TURNSTILE_SECRET_KEY: DEVELOPMENT_WIDGET.secretKey };

function given(changes: Partial<Env> = {}): Env {
  const place = { APP_URL: 'http://shop.test', TURNSTILE_API_BASE: `${sandbox.url}/turnstile` };
  return { APP_ENV: 'development', ...KEYS, ...place, ...changes } as Env;
}

async function givenToken(changes: object = {}): Promise<string> {
  const wanted = { sitekey: KEYS.TURNSTILE_SITE_KEY, action: 'login', hostname: 'shop.test', ...changes };
  const answer = await fetch(`${sandbox.url}/turnstile/tokens`, { method: 'POST', body: JSON.stringify(wanted) });
  return ((await answer.json()) as { token: string }).token;
}

function verify(token: string, env = given(), ip: string | null = '203.0.113.7') {
  return turnstile(env, log)?.verify(token, ip, 'login');
}

/** A verifier of another mind: what it was asked, and how often. */
async function givenVerifier(listener: RequestListener): Promise<Env> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return given({ TURNSTILE_API_BASE: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v0` });
}

test('a token is a person once', async () => {
  const token = await givenToken();
  expect(await verify(token)).toBe('human');
  expect(await verify(token)).toBe('bot');
});

test('of ten at once with the same token one is a person', async () => {
  const token = await givenToken();
  const verdicts = await Promise.all(Array.from({ length: 10 }, () => verify(token)));
  expect(verdicts.filter((verdict) => verdict === 'human')).toHaveLength(1);
});

test.each([
  ['for another action', { action: 'checkout' }],
  ['of another page', { hostname: 'evil.test' }],
  ['of another site key', { sitekey: 'another' }],
])('a token %s is not ours', async (_, changes) => {
  expect(await verify(await givenToken(changes))).toBe('bot');
});

test('a token may come from the shop by either name of a laptop, and from a site that may call the API', async () => {
  const env = given({ CORS_ORIGINS: 'https://app.example' });
  for (const hostname of ['localhost', '127.0.0.1', 'app.example']) {
    expect(await verify(await givenToken({ hostname }), env), hostname).toBe('human');
  }
});

test('nonsense is a bot, and too much of it is not even asked about', async () => {
  expect(await verify('nonsense')).toBe('bot');
  expect(await verify('x'.repeat(2049), given({ TURNSTILE_API_BASE: 'http://127.0.0.1:9' }))).toBe('bot');
  expect(await verify(await givenToken(), given({ TURNSTILE_SECRET_KEY: FAILING_SECRET }))).toBe('bot');
  expect(logged).toEqual([]);
});

test('a secret that is not accepted is our fault, and said in the log', async () => {
  expect(await verify(await givenToken(), given({ TURNSTILE_SECRET_KEY: 'haat-wrong' }))).toBe('unavailable');
  expect(JSON.stringify(logged)).toContain('invalid-input-secret');
  expect(JSON.stringify(logged)).not.toContain('haat-wrong');
});

test('a verifier that is not there is unavailable', async () => {
  expect(await verify('token', given({ TURNSTILE_API_BASE: 'http://127.0.0.1:9' }))).toBe('unavailable');
});

test('a reply that is lost is asked for again under the same key', async () => {
  const forms: URLSearchParams[] = [];
  const env = await givenVerifier(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    forms.push(new URLSearchParams(body));
    if (forms.length === 1) response.writeHead(502).end('<html>');
    else response.end(JSON.stringify({ success: true, action: 'login', hostname: 'shop.test' }));
  });
  expect(await verify('token', env)).toBe('human');
  expect(forms).toHaveLength(2);
  expect(forms[1]?.get('idempotency_key')).toBe(forms[0]?.get('idempotency_key'));
  expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({ response: 'token', remoteip: '203.0.113.7' });
});

test('a slow verifier is given five seconds in all, and one that fails inside is unavailable', async () => {
  const begun = Date.now();
  expect(await verify('token', await givenVerifier(() => undefined), null)).toBe('unavailable');
  expect(Date.now() - begun).toBeLessThan(7000);
  server?.closeAllConnections();
  server?.close();
  const failing = await givenVerifier((_, response) => {
    response.end(JSON.stringify({ success: false, 'error-codes': ['internal-error'] }));
  });
  expect(await verify('token', failing)).toBe('unavailable');
}, 15_000);

const live: Partial<Env> = {
  ...{ APP_ENV: 'production', TURNSTILE_SITE_KEY: '0x4AAA', TURNSTILE_SECRET_KEY: '0x4BBB' },
  ...{ TURNSTILE_API_BASE: undefined, APP_URL: 'https://shop.example' },
};

describe('settings', () => {
  test('without keys there is no check and nothing to show', () => {
    const none = given({ TURNSTILE_SITE_KEY: '', TURNSTILE_SECRET_KEY: undefined });
    expect([turnstile(none, log), botWidgetOf(none)]).toEqual([null, null]);
  });

  test('the page is told where the script lies and what it must allow', () => {
    expect(botWidgetOf(given())).toEqual({
      ...{ siteKey: 'haat-site-development', script: '/sandbox/turnstile/api.js', source: null },
    });
    expect(botWidgetOf(given(live))).toEqual({
      siteKey: '0x4AAA',
      script: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
      source: 'https://challenges.cloudflare.com',
    });
  });

  test.each([
    ['half of the keys', { TURNSTILE_SECRET_KEY: '' }],
    ['production with a stand-in', { ...live, TURNSTILE_API_BASE: 'http://127.0.0.1:8788/turnstile' }],
    ['production with the sandbox’s keys', { ...live, TURNSTILE_SECRET_KEY: 'haat-turnstile-development' }],
    ['a laptop that would send the sandbox’s secret to Cloudflare', { TURNSTILE_API_BASE: '' }],
    ['an address that is none', { TURNSTILE_API_BASE: 'challenges' }],
  ])('%s is refused', (_, changes) => {
    for (const read of [botWidgetOf, (env: Env) => turnstile(env, log)]) {
      expect(() => read(given(changes))).toThrowError(expect.objectContaining({ code: 'misconfigured' }));
    }
  });
});

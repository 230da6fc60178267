import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { stepOfCode } from '../workers/accounts/factors/authenticator.ts';
import { StaffClient } from './staff-client.ts';
import { DEMO_STAFF, loginFor } from './staff-login.ts';
import { codeOfStep, DEMO_TOTP_SECRET, stepAt } from './totp.ts';

let server: Server;
afterEach(() => void server?.close());

interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, string>;
}

const user = {
  ...{ id: 'usr_1', name: 'Vikram', email: 'staff@haat.test', phone: null, role: 'staff', permissions: [] },
  ...{ hasSecondFactor: true, locale: 'en' },
};

/** A shop that takes each code once, and whose tokens live for `tokenMs`. */
async function givenShop({ used = [], tokenMs = 900_000 }: { used?: readonly string[]; tokenMs?: number } = {}) {
  const seen: Seen[] = [];
  const taken = new Set(used);
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = request.url?.replace('/api/v1', '') ?? '';
    const body = JSON.parse(text === '' ? '{}' : text) as Record<string, string>;
    seen.push({ path, headers: request.headers, body });
    const answer = (status: number, value: unknown, cookie?: string) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(cookie && { 'set-cookie': cookie }) });
      response.end(JSON.stringify(value));
    };
    const session = (cookie: string) =>
      answer(
        200,
        { user, accessToken: `token-${seen.length}`, accessExpiresAt: new Date(Date.now() + tokenMs).toISOString() },
        `haat_refresh=${cookie}; Path=/; HttpOnly`,
      );
    if (path === '/auth/login') {
      return answer(202, { challengeId: 'chl_1', expiresAt: new Date().toISOString(), factors: ['totp'] });
    }
    if (path === '/auth/second-factor') {
      if (taken.has(body.code ?? '')) return answer(422, { detail: 'The code is wrong.' });
      return session('first');
    }
    return path === '/auth/refresh' ? session('second') : answer(200, { ok: true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a script shows the code of the app, and the next one where somebody else was first', async () => {
  const now = stepAt(Date.now());
  const { seen, url } = await givenShop({ used: [codeOfStep(DEMO_TOTP_SECRET, now)] });
  const client = await StaffClient.signIn(url, DEMO_STAFF);
  const shown = seen.filter(({ path }) => path === '/auth/second-factor').map(({ body }) => body.code);
  expect(shown.slice(0, 2)).toEqual([codeOfStep(DEMO_TOTP_SECRET, now), codeOfStep(DEMO_TOTP_SECRET, now + 1)]);
  expect(await client.accessToken()).toBe(`token-${seen.length}`);
  // The shop itself takes the code of the step to come.
  expect(stepOfCode(DEMO_TOTP_SECRET, shown[1] ?? '', Date.now())).not.toBeNull();
});

test('an old token is renewed by the refresh cookie, once for all calls', async () => {
  const { seen, url } = await givenShop({ tokenMs: 1000 });
  const client = await StaffClient.signIn(url, DEMO_STAFF);
  await Promise.all([1, 2, 3].map(() => client.call('GET', '/admin/audit', z.object({ ok: z.boolean() }))));
  const refreshes = seen.filter(({ path }) => path === '/auth/refresh');
  expect(refreshes.map(({ headers }) => [headers.cookie, headers.origin])).toEqual([['haat_refresh=first', url]]);
  expect(seen.filter(({ path }) => path === '/auth/login')).toHaveLength(1);
  // On this machine every script comes from an address of its own.
  expect(new Set(seen.map(({ headers }) => headers['cf-connecting-ip'])).size).toBe(1);
});

test('without the secret of the app it says what is missing', async () => {
  const { url } = await givenShop();
  await expect(StaffClient.signIn(url, { ...DEMO_STAFF, totpSecret: null })).rejects.toThrow('HAAT_STAFF_TOTP_SECRET');
});

test('whose login it is', () => {
  const shop = new URL('https://shop.example');
  const env = { HAAT_STAFF_EMAIL: 'a@b.in', HAAT_STAFF_PASSWORD: 'x' };
  expect(loginFor(shop, { ...env, HAAT_STAFF_TOTP_SECRET: 'abcd efgh ijkl mnop' }).totpSecret).toBe('ABCDEFGHIJKLMNOP');
  expect(loginFor(shop, env).totpSecret).toBeNull();
  expect(() => loginFor(shop, { ...env, HAAT_STAFF_TOTP_SECRET: '123456' })).toThrow('base 32');
  expect(() => loginFor(shop, {})).toThrow('HAAT_STAFF_TOTP_SECRET');
  expect(loginFor(new URL('http://127.0.0.1:1'), {})).toEqual(DEMO_STAFF);
});

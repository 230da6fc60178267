import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { DEVELOPMENT_CLIENT } from './client.ts';

const SHOP = 'http://127.0.0.1:8787';
const BACK = `${SHOP}/login/google/callback`;
const VERIFIER = 'a-verifier-of-a-test-that-is-long-enough-0123456789';

let stateDir: string;
let sandbox: Sandbox;

beforeEach(async () => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'haat-oidc-'));
  sandbox = await open();
});

afterEach(async () => {
  vi.useRealTimers();
  await sandbox.close();
});

function open() {
  return openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '', shopUrl: SHOP });
}

function authorizeUrl(changes: Readonly<Record<string, string | null>> = {}): string {
  const wanted: Record<string, string | null> = {
    ...{ client_id: DEVELOPMENT_CLIENT.clientId, redirect_uri: BACK, response_type: 'code', scope: 'openid email' },
    ...{ state: 'state-1', nonce: 'nonce-1', code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== null) query.set(name, value);
  return `${sandbox.url}/oidc/authorize?${query}`;
}

async function choose(form: Record<string, string>, url = authorizeUrl()) {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  const location = answer.headers.get('location');
  return { status: answer.status, back: location === null ? null : new URL(location), text: await answer.text() };
}

async function givenCode(): Promise<string> {
  const { back } = await choose({ choice: 'asha.google@haat.test' });
  return back?.searchParams.get('code') ?? '';
}

async function exchange(changes: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', redirect_uri: BACK, code_verifier: VERIFIER },
    ...{ client_id: DEVELOPMENT_CLIENT.clientId, client_secret: DEVELOPMENT_CLIENT.clientSecret },
    ...changes,
  });
  const answer = await fetch(`${sandbox.url}/oidc/token`, { method: 'POST', body, headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

async function claimsOf(idToken: string | undefined, issuer = `${sandbox.url}/oidc`) {
  const keys = createRemoteJWKSet(new URL(`${sandbox.url}/oidc/jwks`));
  return (await jwtVerify(idToken ?? '', keys, { issuer })).payload;
}

test('the configuration tells browsers and servers where to go', async () => {
  const answer = await fetch(`${sandbox.url}/oidc/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    issuer: `${sandbox.url}/oidc`,
    authorization_endpoint: `${SHOP}/sandbox/oidc/authorize`,
    token_endpoint: `${sandbox.url}/oidc/token`,
  });
});

test('an account is chosen, and the code becomes a signed identity', async () => {
  const choices = await (await fetch(authorizeUrl())).text();
  expect(choices).toContain('value="asha.google@haat.test"');
  expect(choices).not.toContain('<script');

  const { status, back } = await choose({ choice: 'asha.google@haat.test' });
  expect([status, `${back?.origin}${back?.pathname}`, back?.searchParams.get('state')]).toEqual([303, BACK, 'state-1']);
  const { body } = await exchange({ code: back?.searchParams.get('code') ?? '' });
  const claims = await claimsOf(body.id_token);
  expect(claims).toMatchObject({
    ...{ aud: DEVELOPMENT_CLIENT.clientId, nonce: 'nonce-1', sub: expect.stringMatching(/^\d{21}$/) },
    ...{ email: 'asha.google@haat.test', email_verified: true, name: 'Asha Rao' },
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
});

test('the public key has no private part', async () => {
  const { keys } = (await (await fetch(`${sandbox.url}/oidc/jwks`)).json()) as { keys: Record<string, string>[] };
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('somebody else can be typed in, is offered the next time, and stays the same person', async () => {
  const typed = { choice: 'other', email: 'Kabir@Haat.test', name: 'Kabir <b>' };
  const { back } = await choose(typed);
  const first = await claimsOf((await exchange({ code: back?.searchParams.get('code') ?? '' })).body.id_token);
  expect(first).toMatchObject({ email: 'kabir@haat.test', email_verified: false, name: 'Kabir <b>' });
  expect(await (await fetch(authorizeUrl())).text()).toContain('Kabir &#60;b&#62;');
  const again = await choose({ choice: 'kabir@haat.test' });
  const second = await claimsOf((await exchange({ code: again.back?.searchParams.get('code') ?? '' })).body.id_token);
  expect(second.sub).toBe(first.sub);
});

test('Google can be responsible for an address, and say so by hd', async () => {
  const typed = { choice: 'other', email: 'asha@company.test', name: 'Asha', isVerified: 'on' };
  const hds = [];
  for (const form of [{ ...typed, isResponsible: 'on' }, typed]) {
    const code = (await choose(form)).back?.searchParams.get('code') ?? '';
    hds.push((await claimsOf((await exchange({ code })).body.id_token)).hd);
  }
  expect(hds).toEqual(['company.test', undefined]);
});

test.each([
  ['no account of the list', { choice: 'nobody@haat.test' }, 'Choose an account'],
  ['no e-mail address', { choice: 'other', email: 'kabir', name: 'Kabir' }, 'An e-mail address'],
  ['no name', { choice: 'other', email: 'kabir@haat.test', name: ' ' }, 'A name'],
])('%s is asked for again', async (_, form, text) => {
  const answer = await choose(form);
  expect([answer.status, answer.back]).toEqual([422, null]);
  expect(answer.text).toContain(text);
});

test('a person may refuse', async () => {
  const { back } = await choose({ choice: 'refuse' });
  expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({
    ...{ error: 'access_denied', state: 'state-1', iss: `${sandbox.url}/oidc` },
  });
});

test.each([
  ['another client', { client_id: 'somebody-else' }],
  ['an address that is not registered', { redirect_uri: 'https://evil.test/callback' }],
  ['no address', { redirect_uri: null }],
  ['an address that is none', { redirect_uri: 'javascript:alert(1)' }],
])('with %s nobody is sent anywhere', async (_, changes) => {
  for (const answer of [
    await fetch(authorizeUrl(changes)),
    await fetch(authorizeUrl(changes), { method: 'POST', body: 'choice=refuse', redirect: 'manual' }),
  ]) {
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('cannot be answered');
  }
});

test.each([
  ['unsupported_response_type', { response_type: 'token' }],
  ['invalid_scope', { scope: 'email' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge: null }],
])('the shop is told %s of %o', async (error, changes) => {
  const answer = await fetch(authorizeUrl(changes), { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([error, 'state-1']);
});

test.each([
  ['a verifier that does not fit', { code_verifier: 'x'.repeat(50) }, 'code_verifier'],
  ['another address', { redirect_uri: `${SHOP}/elsewhere` }, 'redirect_uri'],
])('%s is refused and spends the code', async (_, changes, word) => {
  const code = await givenCode();
  const wrong = await exchange({ code, ...changes });
  expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
  expect(wrong.body.error_description).toContain(word);
  expect((await exchange({ code })).body.error).toBe('invalid_grant');
});

test('a code is good once, also when ten ask at the same time', async () => {
  const code = await givenCode();
  const answers = await Promise.all(Array.from({ length: 10 }, () => exchange({ code })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await exchange({ code })).body.error_description).toContain('used before');
});

test('a code is good for a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const [young, old] = [await givenCode(), await givenCode()];
  vi.setSystemTime(Date.now() + 60_000);
  expect((await exchange({ code: young })).status).toBe(200);
  vi.setSystemTime(Date.now() + 1);
  expect((await exchange({ code: old })).body.error_description).toContain('expired');
});

test('the secret may come by form or by Basic, and must be right', async () => {
  const { clientId, clientSecret } = DEVELOPMENT_CLIENT;
  const basic = (secret: string) => ({ authorization: `Basic ${btoa(`${clientId}:${secret}`)}` });
  const code = await givenCode();
  const wrong = await exchange({ code, client_secret: 'wrong' });
  expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
  expect((await exchange({ code }, basic('wrong'))).status).toBe(401);
  expect((await exchange({ code, client_secret: '' }, basic(clientSecret))).status).toBe(200);
});

test.each([
  ['unsupported_grant_type', { grant_type: 'password', code: 'x' }],
  ['invalid_request', { code: '' }],
  ['invalid_grant', { code: randomUUID() }],
])('%s for %o', async (error, form) => {
  expect((await exchange(form)).body.error).toBe(error);
});

test('key, codes and accounts outlive a restart', async () => {
  const { body } = await exchange({ code: await givenCode() });
  const code = await givenCode();
  const issuer = `${sandbox.url}/oidc`;
  await sandbox.close();
  sandbox = await open();
  expect(await claimsOf(body.id_token, issuer)).toMatchObject({ name: 'Asha Rao' });
  expect((await exchange({ code })).status).toBe(200);
  expect((await exchange({ code })).status).toBe(400);
});

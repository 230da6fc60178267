import { mkdtempSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEVELOPMENT_CLIENT } from '../../../sandbox/oidc/client.ts';
import { openSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { finishGoogle, type GoogleStart, startGoogle } from './google.ts';
import { isGoogleOffered, readGoogleSettings } from './google-settings.ts';

const SHOP = 'http://127.0.0.1:8787';
const redirectUri = `${SHOP}/login/google/callback`;
let sandbox: Sandbox;
let servers: Server[] = [];

beforeAll(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-google-'));
  const webhooks = { webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '' };
  sandbox = await openSandbox({ port: 0, stateDir, shopUrl: SHOP, ...webhooks });
});

afterAll(() => sandbox.close());

afterEach(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  servers = [];
});

function given(changes: Partial<Env> = {}): Env {
  const { clientId, clientSecret } = DEVELOPMENT_CLIENT;
  const keys = { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret };
  return { APP_ENV: 'development', ...keys, GOOGLE_ISSUER: `${sandbox.url}/oidc`, ...changes } as Env;
}

/** What the person does at Google; where the browser comes back to. */
async function visit({ url }: GoogleStart, form: Record<string, string>): Promise<URL> {
  const place = url.replace(`${SHOP}/sandbox`, sandbox.url);
  const answer = await fetch(place, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '');
}

const ASHA = { choice: 'asha.google@haat.test' };

async function givenReturn(form: Record<string, string> = ASHA) {
  const start = await startGoogle(given(), { redirectUri });
  return { ...start, callbackUrl: await visit(start, form), redirectUri };
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('somebody goes to Google and comes back as who they are', async () => {
  const start = await startGoogle(given(), { redirectUri });
  const query = Object.fromEntries(new URL(start.url).searchParams);
  expect(query).toMatchObject({ state: start.state, nonce: start.nonce, code_challenge_method: 'S256' });
  expect(JSON.stringify(query)).not.toContain(start.codeVerifier);

  const callbackUrl = await visit(start, ASHA);
  expect(await finishGoogle(given(), { ...start, callbackUrl, redirectUri })).toEqual({
    ...{ subject: expect.stringMatching(/^\d{21}$/), name: 'Asha Rao' },
    ...{ email: 'asha.google@haat.test', isEmailVerified: true, isAuthoritative: true },
  });
});

test('each attempt has its own secrets, and an address may be unverified', async () => {
  const [one, other] = [await givenReturn(), await givenReturn({ choice: 'unverified.google@haat.test' })];
  for (const name of ['state', 'nonce', 'codeVerifier'] as const) expect(one[name]).not.toBe(other[name]);
  expect(await finishGoogle(given(), other)).toMatchObject({ isEmailVerified: false, isAuthoritative: false });
});

test('somebody who refuses has refused; a refusal that is forged is a failure', async () => {
  const back = await givenReturn({ choice: 'refuse' });
  await expect(finishGoogle(given(), back)).rejects.toMatchObject({ code: 'sign_in_refused' });
  const forged = finishGoogle(given(), { ...back, state: 'another' });
  await expect(forged).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('a code is good once, also when three tabs bring it at the same time', async () => {
  const back = await givenReturn();
  const ends = await Promise.allSettled([1, 2, 3].map(() => finishGoogle(given(), back)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(finishGoogle(given(), back)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test.each([
  ['another state', { state: 'x'.repeat(43) }],
  ['another nonce', { nonce: 'x'.repeat(43) }],
  ['another verifier', { codeVerifier: 'x'.repeat(43) }],
  ['another address', { redirectUri: `${SHOP}/elsewhere` }],
])('%s than at the start is refused', async (_, changes) => {
  const back = await givenReturn();
  await expect(finishGoogle(given(), { ...back, ...changes })).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test.each([
  ['another provider', { iss: 'https://accounts.google.com' }],
  ['a code of nobody', { code: 'nothing' }],
  ['no code', { code: '' }],
  ['a failure', { error: 'server_error', code: '' }],
])('a callback with %s is refused', async (_, changes) => {
  const back = await givenReturn();
  for (const [name, value] of Object.entries(changes)) back.callbackUrl.searchParams.set(name, value);
  await expect(finishGoogle(given(), back)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('a secret that is not accepted is named', async () => {
  const wrong = finishGoogle(given({ GOOGLE_CLIENT_SECRET: 'haat-wrong' }), await givenReturn());
  await expect(wrong).rejects.toMatchObject({ code: 'misconfigured' });
});

describe('a provider', () => {
  test('that is not there, or fails, does not answer', async () => {
    const failing = await listen((_, response) => response.writeHead(503).end('Asha Rao'));
    for (const GOOGLE_ISSUER of ['http://127.0.0.1:9', failing]) {
      const start = startGoogle(given({ GOOGLE_ISSUER }), { redirectUri });
      await expect(start).rejects.toMatchObject({ code: 'identity_provider_unavailable' });
    }
  });

  test('is given five seconds for all of its answer', async () => {
    const slow = await listen((_, response) => void response.writeHead(200).write('{'));
    const begun = Date.now();
    const start = startGoogle(given({ GOOGLE_ISSUER: slow }), { redirectUri });
    await expect(start).rejects.toMatchObject({ code: 'identity_provider_unavailable' });
    expect(Date.now() - begun).toBeLessThan(7000);
  }, 15_000);

  test('that says nonsense, or that it is another, is not believed', async () => {
    const nonsense = await listen((_, response) => response.writeHead(200).end('<html>'));
    const other = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"issuer":"https://accounts.google.com"}');
    });
    for (const GOOGLE_ISSUER of [nonsense, other]) {
      const start = startGoogle(given({ GOOGLE_ISSUER }), { redirectUri });
      await expect(start).rejects.toMatchObject({ code: 'sign_in_failed' });
    }
  });

  test('is asked once an hour where it answers', async () => {
    let asked = 0;
    const issuer = await listen((_, response) => {
      asked += 1;
      const body = JSON.stringify({ issuer, authorization_endpoint: `${issuer}/authorize` });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    for (const _ of [1, 2, 3]) await startGoogle(given({ GOOGLE_ISSUER: issuer }), { redirectUri });
    expect(asked).toBe(1);
  });
});

/** A provider that signs with one key and shows another, or says what it should not. */
async function givenLiar(lie: { isForged?: boolean; claims?: object; audience?: string }) {
  const { isForged = false, claims = {}, audience = DEVELOPMENT_CLIENT.clientId } = lie;
  const [shown, hidden] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const keys = [{ ...(await exportJWK(shown.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }];
  let nonce = '';
  const issuer = await listen(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    const places = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
    const idToken = new SignJWT({ nonce, email: 'Asha@Haat.test', email_verified: 'true', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('1')
      .setIssuedAt()
      .setExpirationTime('1h');
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks`, ...places },
      '/jwks': { keys },
      '/token': {
        ...{ access_token: 'a', token_type: 'Bearer' },
        id_token: await idToken.sign((isForged ? hidden : shown).privateKey),
      },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[pathname]));
  });
  const env = given({ GOOGLE_ISSUER: issuer });
  const start = await startGoogle(env, { redirectUri });
  nonce = start.nonce;
  const callbackUrl = new URL(`${redirectUri}?code=1&state=${start.state}`);
  return { env, back: { ...start, callbackUrl, redirectUri } };
}

describe('an identity', () => {
  test('is lower-cased, and may come without a name', async () => {
    const { env, back } = await givenLiar({});
    const identity = { subject: '1', email: 'asha@haat.test', isEmailVerified: true, isAuthoritative: false, name: '' };
    expect(await finishGoogle(env, back)).toEqual(identity);
  });

  test.each([
    ['Gmail', { email: 'Asha@Gmail.com' }, true],
    ['Workspace', { hd: 'haat.test' }, true],
    ['any other address', {}, false],
    ['a name that only looks like Gmail', { email: 'asha@notgmail.com' }, false],
    ['Workspace that has not verified it', { hd: 'haat.test', email_verified: false }, false],
  ])('with %s: whether Google gives the mailbox out', async (_, claims, isAuthoritative) => {
    const { env, back } = await givenLiar({ claims });
    expect(await finishGoogle(env, back)).toMatchObject({ isAuthoritative });
  });

  test.each([
    ['signed with another key', { isForged: true }],
    ['without an address', { claims: { email: undefined } }],
    ['with an address that is none', { claims: { email: 'asha' } }],
    ['for another shop', { audience: 'another-client' }],
  ])('%s is not believed', async (_, lie) => {
    const { env, back } = await givenLiar(lie);
    await expect(finishGoogle(env, back)).rejects.toMatchObject({ code: 'sign_in_failed' });
  });
});

const live = { APP_ENV: 'production', GOOGLE_CLIENT_ID: '1.apps', GOOGLE_CLIENT_SECRET: 'GOCSPX-1' } as const;

describe('settings', () => {
  test.each([
    ['production with a stand-in', { ...live, GOOGLE_ISSUER: 'http://127.0.0.1:8788/oidc' }],
    ['production with the sandbox’s client', { ...live, GOOGLE_ISSUER: '', GOOGLE_CLIENT_ID: 'haat-development' }],
    ['a laptop that would send the sandbox’s secret to Google', { GOOGLE_ISSUER: '' }],
    ['no secret', { GOOGLE_CLIENT_SECRET: '' }],
    ['an address that is none', { GOOGLE_ISSUER: 'accounts.google.com' }],
  ])('%s is refused', async (_, changes) => {
    const start = startGoogle(given(changes), { redirectUri });
    await expect(start).rejects.toMatchObject({ code: 'misconfigured' });
  });

  test('production talks to Google itself, whether that is said or not', () => {
    for (const GOOGLE_ISSUER of [undefined, '', 'https://accounts.google.com', 'https://accounts.google.com/']) {
      const settings = readGoogleSettings(given({ ...live, GOOGLE_ISSUER }));
      expect(settings.issuer.href).toBe('https://accounts.google.com/');
    }
  });

  test('it is offered where both keys are set', () => {
    expect(isGoogleOffered(given())).toBe(true);
    expect(isGoogleOffered(given({ GOOGLE_CLIENT_SECRET: '' }))).toBe(false);
  });
});

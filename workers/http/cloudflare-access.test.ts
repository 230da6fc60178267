import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requireCloudflareAccess } from './cloudflare-access.ts';

const AUDIENCE = 'a'.repeat(64);
let team = '';
let teams = 0;
let privateKey: CryptoKey;
let asked: string[] = [];

/** A team of its own for each test, as keys are kept: only its key server is faked. */
beforeEach(async () => {
  teams += 1;
  team = `team-${teams}.cloudflareaccess.com`;
  asked = [];
  const pair = await generateKeyPair('RS256');
  privateKey = pair.privateKey;
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }];
  givenKeyServer(() => Response.json({ keys, public_certs: [] }));
});

afterEach(() => void vi.unstubAllGlobals());

function givenKeyServer(answer: () => Response): void {
  vi.stubGlobal('fetch', async (url: string | URL) => {
    asked.push(String(url));
    return answer();
  });
}

function given(changes: Partial<Env> = {}): Env {
  return { APP_ENV: 'production', ACCESS_TEAM_DOMAIN: team, ACCESS_AUD: AUDIENCE, ...changes } as Env;
}

interface Claims {
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly expires?: string;
  readonly key?: CryptoKey;
}

async function givenToken({ issuer, audience = [AUDIENCE], expires = '1h', key = privateKey }: Claims = {}) {
  return await new SignJWT({ email: 'staff@haat.test', type: 'app' })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .setIssuer(issuer ?? `https://${team}`)
    .setAudience(audience)
    .setSubject('7335d417')
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key);
}

function ask(headers: Record<string, string>, env = given()): Promise<void> {
  return requireCloudflareAccess(env, new Request('https://haat.test/admin', { headers }));
}

test('who came through Access passes, by header or by cookie, and its keys are fetched once', async () => {
  const token = await givenToken();
  await ask({ 'cf-access-jwt-assertion': token });
  await ask({ cookie: `a=1; CF_Authorization=${token}; b=2` });
  expect(asked).toEqual([`https://${team}/cdn-cgi/access/certs`]);
});

test('without settings everybody passes, and nobody is asked', async () => {
  for (const value of ['', undefined]) {
    await ask({}, given({ ACCESS_TEAM_DOMAIN: value, ACCESS_AUD: value }));
  }
  expect(asked).toEqual([]);
});

test.each([
  ['nothing', {}],
  ['an empty header', { 'cf-access-jwt-assertion': '' }],
  ['nonsense', { 'cf-access-jwt-assertion': 'nonsense' }],
  ['an unsigned token', { 'cf-access-jwt-assertion': 'eyJhbGciOiJub25lIn0.e30.' }],
])('%s does not pass', async (_, headers) => {
  await expect(ask(headers)).rejects.toMatchObject({ code: 'forbidden' });
});

describe('a token does not pass', () => {
  test.each([
    ['of another team', { issuer: 'https://other.cloudflareaccess.com' }],
    ['of another application', { audience: ['b'.repeat(64)] }],
    ['that has expired', { expires: '-1m' }],
  ])('%s', async (_, claims) => {
    const token = await givenToken(claims);
    await expect(ask({ 'cf-access-jwt-assertion': token })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('that somebody else has signed, or that was changed', async () => {
    const forged = await givenToken({ key: (await generateKeyPair('RS256')).privateKey });
    const [header, , signature] = (await givenToken()).split('.');
    const changed = `${header}.${btoa('{"aud":"x"}')}.${signature}`;
    for (const token of [forged, changed]) {
      await expect(ask({ 'cf-access-jwt-assertion': token })).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

test.each([
  ['fails', () => new Response('no', { status: 503 })],
  ['is not reached', () => Promise.reject(new TypeError('fetch failed')) as never],
])('when its key server %s nobody passes', async (_, answer) => {
  const token = await givenToken();
  givenKeyServer(answer);
  const asking = ask({ 'cf-access-jwt-assertion': token });
  await expect(asking).rejects.toMatchObject({ code: 'identity_provider_unavailable' });
});

test.each([
  ['half of the settings', { ACCESS_AUD: '' }],
  ['the other half', { ACCESS_TEAM_DOMAIN: undefined }],
  ['a team that is no name', { ACCESS_TEAM_DOMAIN: 'https://team.cloudflareaccess.com' }],
])('%s is no open door', async (_, changes) => {
  await expect(ask({}, given(changes))).rejects.toMatchObject({ code: 'misconfigured' });
});

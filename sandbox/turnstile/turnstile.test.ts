import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { DEVELOPMENT_WIDGET, FAILING_SECRET } from './account.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-turnstile-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '' });
});

afterEach(async () => {
  vi.useRealTimers();
  await sandbox.close();
});

function makeToken(changes: object = {}): Promise<Response> {
  const wanted = { sitekey: DEVELOPMENT_WIDGET.siteKey, action: 'login', hostname: '127.0.0.1', ...changes };
  return fetch(`${sandbox.url}/turnstile/tokens`, { method: 'POST', body: JSON.stringify(wanted) });
}

async function givenToken(changes: object = {}): Promise<string> {
  return ((await (await makeToken(changes)).json()) as { token: string }).token;
}

async function verify(form: Record<string, string>) {
  const body = new URLSearchParams({ secret: DEVELOPMENT_WIDGET.secretKey, ...form });
  const answer = await fetch(`${sandbox.url}/turnstile/siteverify`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { success: boolean; 'error-codes': string[] };
}

test('a token says which action and which host, once', async () => {
  const response = await givenToken();
  expect(await verify({ response })).toMatchObject({ success: true, action: 'login', hostname: '127.0.0.1' });
  expect((await verify({ response }))['error-codes']).toEqual(['timeout-or-duplicate']);
});

test('who asks again with the same key is answered again; with another, not', async () => {
  const response = await givenToken();
  const first = await verify({ response, idempotency_key: 'key-1' });
  expect(first.success).toBe(true);
  expect(await verify({ response, idempotency_key: 'key-1' })).toEqual(first);
  expect((await verify({ response, idempotency_key: 'key-2' })).success).toBe(false);
});

test('five minutes are young enough', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const [young, old] = [await givenToken(), await givenToken()];
  vi.setSystemTime(Date.now() + 300_000);
  expect((await verify({ response: young })).success).toBe(true);
  vi.setSystemTime(Date.now() + 1);
  expect((await verify({ response: old }))['error-codes']).toEqual(['timeout-or-duplicate']);
});

test.each([
  ['a token of nobody', { response: '0.nothing' }, 'invalid-input-response'],
  ['no token', {}, 'missing-input-response'],
  ['another secret', { secret: 'wrong', response: 'x' }, 'invalid-input-secret'],
  ['no secret', { secret: '', response: 'x' }, 'missing-input-secret'],
])('%s fails', async (_, form, code) => {
  expect(await verify(form)).toMatchObject({ success: false, 'error-codes': [code] });
});

test('a token of another site is not ours, and with the failing secret nobody is human', async () => {
  const foreign = await givenToken({ sitekey: 'another-site' });
  expect((await verify({ response: foreign })).success).toBe(false);
  expect((await verify({ secret: FAILING_SECRET, response: await givenToken() })).success).toBe(false);
});

test('the script is a script, and a wrong wish is named', async () => {
  const script = await fetch(`${sandbox.url}/turnstile/api.js`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(await script.text()).toContain('cf-turnstile-response');
  expect((await makeToken({ action: 'a b' })).status).toBe(422);
  expect((await fetch(`${sandbox.url}/turnstile/tokens`, { method: 'POST', body: '{' })).status).toBe(400);
});

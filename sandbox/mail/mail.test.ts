import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'haat-sandbox-'));
  sandbox = await openSandbox({ port: 0, stateDir, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: 'whsec_unused' });
});

afterEach(() => sandbox.close());

const email = {
  from: 'Haat <orders@haat.test>',
  to: 'asha@haat.test',
  subject: 'Order <HT1>',
  html: '<p>Thank you</p><script>alert(1)</script>',
  text: 'Thank you',
  idempotencyKey: 'order.invoiced:ord_1:email',
};

function post(place: string, value: unknown, key = 'Bearer sandbox'): Promise<Response> {
  const headers = { authorization: key, 'content-type': 'application/json' };
  return fetch(`${sandbox.url}${place}`, { method: 'POST', headers, body: JSON.stringify(value) });
}

async function read(place: string): Promise<string> {
  return await (await fetch(`${sandbox.url}${place}`)).text();
}

test('messages are listed newest first, and one key is one message', async () => {
  const ids = await Promise.all([post('/email', email), post('/email', email)].map(async (r) => (await r).json()));
  expect(ids[0]).toEqual(ids[1]);
  await post('/sms', { to: '+919800000000', text: 'Your order has left' });
  const { messages } = JSON.parse(await read('/inbox.json')) as { messages: { channel: string; to: string }[] };
  expect(messages.map((message) => message.channel)).toEqual(['sms', 'email']);
});

test('pages show a message without running it', async () => {
  const { id } = (await (await post('/email', email)).json()) as { id: string };
  expect(await read('/inbox')).toContain(`./inbox/${id}`);
  const page = await read(`/inbox/${id}`);
  expect(page).toContain('Order &#60;HT1&#62;');
  expect(page).not.toContain('<script>');
  expect(page).toContain('sandbox="allow-popups');
});

test('a message needs a key, a recipient and JSON', async () => {
  expect((await post('/email', email, '')).status).toBe(401);
  expect((await post('/email', { ...email, to: '' })).status).toBe(422);
  const headers = { authorization: 'Bearer sandbox' };
  expect((await fetch(`${sandbox.url}/sms`, { method: 'POST', headers, body: '{' })).status).toBe(400);
});

test('the front page and health answer; anything else is 404', async () => {
  expect(await read('/')).toContain('./inbox');
  expect(JSON.parse(await read('/health'))).toEqual({ ok: true });
  expect((await fetch(`${sandbox.url}/nothing`)).status).toBe(404);
});

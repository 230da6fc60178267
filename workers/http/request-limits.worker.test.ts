import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenPerson } from '../../test/builders/person.ts';
import { api } from '../api.ts';
import app from '../app.ts';

/** A binding that lets `max` requests of a key through. */
function givenNet(max: number) {
  const counts = new Map<string, number>();
  const limit = async ({ key }: { key: string }) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { success: (counts.get(key) ?? 0) <= max };
  };
  return { counts, netEnv: { ...env, API_LIMIT: { limit } } as unknown as Env };
}

async function ask(shop: Env, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const execution = createExecutionContext();
  const answer = await api.fetch(new Request(`https://haat.test/api/v1${path}`, { method, headers }), shop, execution);
  await answer.clone().text();
  await waitOnExecutionContext(execution);
  return answer;
}

test('beyond the net of an address there is 429, with its headers, for that address alone', async () => {
  const { netEnv } = givenNet(2);
  const from = (ip: string) => ask(netEnv, '/categories', { 'cf-connecting-ip': ip });
  expect([(await from('203.0.113.1')).status, (await from('203.0.113.1')).status]).toEqual([200, 200]);
  const refused = await from('203.0.113.1');
  expect(await refused.json()).toMatchObject({ status: 429, code: 'rate_limited', requestId: expect.any(String) });
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    ...{ 'retry-after': '60', ratelimit: '"requests";r=0;t=60', 'ratelimit-policy': '"requests";q=900;w=60' },
  });
  const other = await from('203.0.113.2');
  expect([other.status, other.headers.get('ratelimit-policy')]).toEqual([200, '"requests";q=900;w=60']);
});

test('a person is counted wherever they come from; webhooks are not', async () => {
  const { netEnv, counts } = givenNet(99);
  const { headers, actor } = await givenPerson();
  for (const ip of ['203.0.113.1', '203.0.113.2'])
    await ask(netEnv, '/auth/me', { ...headers, 'cf-connecting-ip': ip });
  await ask(netEnv, '/payments/webhook/stripe', { 'cf-connecting-ip': '203.0.113.3' }, 'POST');
  expect([...counts]).toEqual([[`user:${actor.userId}`, 2]]);
});

test('a shop whose settings are wrong says which, on every address, and no value', async () => {
  const broken = { ...env, APP_SECRET: 'short-secret', STRIPE_WEBHOOK_SECRET: '' } as Env;
  for (const path of ['/api/v1/health', '/', '/media/x']) {
    const answer = await app.fetch(new Request(`https://haat.test${path}`) as never, broken, createExecutionContext());
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'misconfigured', detail: expect.stringContaining('APP_SECRET') });
    expect(text).toContain('STRIPE_WEBHOOK_SECRET');
    expect(text).not.toContain('short-secret');
  }
});

import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { API_ROUTES } from '../test/builders/api-routes.ts';
import { givenPincode, givenProduct } from '../test/builders/catalog.ts';
import { givenCode } from '../test/builders/code.ts';
import { givenContext } from '../test/builders/context.ts';
import { givenPerson } from '../test/builders/person.ts';
import { api } from './api.ts';
import { handleQueue } from './consumers/index.ts';
import { handleScheduled } from './cron.ts';
import { openDb } from './db/client.ts';
import { users } from './db/schema/accounts.ts';
import type { QueueMessage } from './domain/event.ts';

/** A person by words that nothing else in the shop has. */
const PERSON = {
  name: 'Zubeida Qureshi',
  email: 'zubeida.q@haat.test',
  phone: '98450 12399',
  password: 'a mango every noon',
};
const ADDRESS = {
  name: PERSON.name,
  phone: '9845012399',
  line: '77 Lotus Pond Lane',
  landmark: 'Peacock gate',
  pincode: '560001',
};
const WORDS = [
  'Zubeida',
  'Qureshi',
  'zubeida.q',
  '9845012399',
  '98450 12399',
  'Lotus Pond',
  'Peacock',
  PERSON.password,
];
/** What an answer must never show: how the shop is made. */
const INSIDES = /Failed query|D1_ERROR|SQLITE|\binsert into\b|\bselect\b .*\bfrom\b|\n\s+at |\.ts:\d|node_modules/i;

let lines: string[] = [];
let sku = '';

beforeAll(async () => {
  for (const level of ['error', 'info', 'log', 'warn', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void lines.push(words.map(String).join(' ')));
  }
  await givenPincode('560001');
  ({ sku } = await givenProduct({ title: 'Brass lamp', pricePaise: 99_900, stock: 50 }));
});
afterAll(() => void vi.restoreAllMocks());
beforeEach(() => {
  lines = [];
});

/** D1 as it fails: a unique key, or a connection that is gone, on whatever matches. */
function broken(pattern: RegExp, message: string): Env {
  const fail = () => Promise.reject(new Error(message));
  const statement = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get(target, key) {
        if (key === 'bind') return (...values: unknown[]) => statement(target.bind(...values));
        return ['run', 'all', 'raw', 'first'].includes(String(key)) ? fail : Reflect.get(target, key);
      },
    });
  const DB = new Proxy(env.DB, {
    get(target, key) {
      if (key === 'prepare') {
        return (query: string) => (pattern.test(query) ? statement(target.prepare(query)) : target.prepare(query));
      }
      if (key === 'batch') return fail;
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...env, DB };
}

interface Sent {
  readonly shop?: Env;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ shop = env, method = 'POST', path, body, headers = {} }: Sent) {
  const execution = createExecutionContext();
  const type = body === undefined ? undefined : { 'content-type': 'application/json' };
  const init = { method, headers: { origin: 'https://haat.test', ...type, ...headers } };
  const answer = await api.fetch(
    new Request(`https://haat.test/api/v1${path}`, { ...init, ...(type && { body: JSON.stringify(body) }) }),
    shop,
    execution,
  );
  const text = await answer.text();
  await waitOnExecutionContext(execution);
  if (answer.status >= 400) expect(text, path).not.toMatch(INSIDES);
  return {
    status: answer.status,
    text,
    cookies: answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? ''),
  };
}

function expectNobodyIn(log: readonly string[]): void {
  const found = log.filter((line) => WORDS.some((word) => line.includes(word)));
  expect(found).toEqual([]);
  for (const line of log) {
    expect(JSON.parse(line)).toMatchObject({ requestId: expect.stringMatching(/.{5}/), message: expect.any(String) });
  }
}

const checkout = (shop: Env, cookie: string, grandPaise: number) =>
  send({
    ...{ shop, path: '/checkout', headers: { cookie, 'idempotency-key': crypto.randomUUID() } },
    body: { email: PERSON.email, address: ADDRESS, paymentMethod: 'cod', expectedGrandPaise: grandPaise },
  });

async function givenCart() {
  const { cookies } = await send({ path: '/cart/items', body: { sku, quantity: 1 } });
  const cookie = cookies.join('; ');
  const preview = await send({
    ...{ method: 'GET', path: '/checkout?pincode=560001&paymentMethod=cod', headers: { cookie } },
  });
  return { cookie, grandPaise: (JSON.parse(preview.text) as { totals: { grandPaise: number } }).totals.grandPaise };
}

describe('nobody is in the log', () => {
  test('after signing up, a wrong password, and an order', async () => {
    const { name, email, password, phone } = PERSON;
    const asked = await send({ path: '/auth/register', body: { name, email, password } });
    expect(asked.status).toBe(202);
    const { challengeId } = JSON.parse(asked.text) as { challengeId: string };
    const wrong = await send({ path: '/auth/otp/verify', body: { challengeId, code: '000000' } });
    expect(wrong.status).toBe(422);
    const code = await givenCode(challengeId);
    expect((await send({ path: '/auth/otp/verify', body: { challengeId, code } })).status).toBe(200);
    expect((await send({ path: '/auth/login', body: { email, password: `${password}!` } })).status).toBe(401);
    expect((await send({ path: '/auth/login', body: { email, password } })).status).toBe(200);
    await send({ path: '/auth/otp/send', body: { phone } });
    await send({ path: '/auth/password/forgot', body: { email } });
    const { cookie, grandPaise } = await givenCart();
    expect((await checkout(env, cookie, grandPaise)).status).toBe(201);
    // There is no e-mail provider in tests: the log says so, and not to whom.
    expect(lines.join('\n')).toContain('EMAIL_API_URL');
    expectNobodyIn(lines);
  });

  test('when a write meets a unique key that nobody reckoned with', async () => {
    const { headers } = await givenPerson({ name: PERSON.name, phone: '+919845012399', email: 'z2@haat.test' });
    const shop = broken(/insert into|update/i, 'D1_ERROR: UNIQUE constraint failed: users.phone: SQLITE_CONSTRAINT');
    const { cookie, grandPaise } = await givenCart();
    lines = [];
    const answers = [
      await checkout(shop, cookie, grandPaise),
      await send({
        shop,
        path: '/auth/register',
        body: { name: PERSON.name, email: 'z3@haat.test', password: PERSON.password },
      }),
      await send({ shop, path: '/auth/otp/send', body: { email: PERSON.email } }),
      await send({ shop, path: '/account/addresses', body: ADDRESS, headers }),
      await send({ shop, method: 'PATCH', path: '/account/profile', body: { name: PERSON.name }, headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 500));
    expect(lines.length).toBeGreaterThanOrEqual(answers.length);
    expect(lines.join('\n')).toContain('UNIQUE constraint failed');
    expectNobodyIn(lines);
  });

  test('when everything explodes, on every route with a body, in every consumer and in the cron', async () => {
    const shop = broken(/./, `no such row for ${PERSON.email}, ${PERSON.phone}`);
    for (const [name, { body }] of Object.entries(API_ROUTES)) {
      const [method = '', path = ''] = name.split(' ');
      if (method === 'GET') continue;
      const filled = { ...body, ...(body && 'email' in body ? { email: PERSON.email } : {}) };
      await send({ shop, method, path: path.replace(/\{\w+\}/g, PERSON.email), body: filled });
    }
    const orderId = givenContext().newId('order');
    const bodies: unknown[] = [
      { type: 'order.placed', orderId, eventId: 'evt_1' },
      { type: PERSON.email, email: PERSON.email },
    ];
    const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }));
    await handleQueue(createMessageBatch<QueueMessage>('haat-events', messages as never), shop, () => undefined).catch(
      (error: unknown) => givenContext().log.error('the queue itself', { error }),
    );
    await handleScheduled(shop, () => undefined);
    expect(lines.length).toBeGreaterThan(10);
    expectNobodyIn(lines);
  });
});

test('without the scrubbing they would be there: drizzle says what it was about to write', async () => {
  const row = { id: 'usr_z', name: PERSON.name, email: PERSON.email, createdAt: 0 };
  const error: unknown = await openDb(broken(/insert/i, 'UNIQUE constraint failed').DB)
    .insert(users)
    .values(row)
    .catch((each: unknown) => each);
  expect(String(error)).toContain(PERSON.email);
  givenContext().log.error('unexpected', { error });
  expect(lines[0]).toContain('insert into');
  expect(lines[0]).toContain('UNIQUE constraint failed');
  expectNobodyIn(lines);
});

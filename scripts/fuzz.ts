/**
 * `npm run fuzz [-- --requests 5000 --seed 7 --url http://…]`: sends what nobody should to a running shop, made from its
 * own OpenAPI document, as nobody, as a shopper and as staff. Ends with 1 when an answer is a 5xx, tells of the insides
 * of the program, or is no problem document. A failure is made as small as it gets, and its seed repeats it.
 */
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type FuzzRequest, type Known, requestOf, trickRequest } from './fuzz/arbitraries.ts';
import { type FuzzAnswer, judge } from './fuzz/judge.ts';
import { readOperations } from './fuzz/read-operations.ts';
import { DEVELOPMENT_VARS } from './shop.ts';
import { StaffClient } from './staff-client.ts';
import { loginFor, shopUrl } from './staff-login.ts';

const { values: options } = parseArgs({
  options: { requests: { type: 'string', default: '5000' }, seed: { type: 'string' }, url: { type: 'string' } },
});
const shop = shopUrl(options.url, process.env);
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const total = Number(options.requests);
/** At once; each with its own seed. */
const LANES = 8;
const TIMEOUT_MS = 20_000;
const MAX_SENDS = 8;
const RETRY_MS = 50;
/** What a visitor would lose their own account or sign-in by; sent as nobody. */
const SELF_HARM = /^\/api\/v1\/(account\/(deletion|password|devices|email|phone|passkeys|authenticator)|auth\/logout)/;

const agent = new Agent({ keepAlive: true, maxSockets: LANES });
const secrets = Object.entries(DEVELOPMENT_VARS)
  .filter(([name]) => /SECRET|TOKEN/.test(name))
  .map(([, value]) => value);
const statuses = new Map<number, number>();
let sent = 0;
let lost = 0;

const visitors = await signInAll();
const known = await findKnown();
const operations = await readOperations(shop.origin);
const anyRequest = fc.oneof(
  { weight: 7, arbitrary: fc.constantFrom(...operations).chain((operation) => requestOf(operation, known)) },
  { weight: 2, arbitrary: trickRequest },
);
const property = fc.asyncProperty(anyRequest, fc.nat(visitors.length - 1), async (attempt, visitor) => {
  const wrong = judge(attempt, await answerOf(attempt, visitor), secrets);
  if (wrong !== null) throw new Error(wrong);
});

const results = await Promise.all(
  Array.from({ length: LANES }, (_, lane) =>
    fc.check(property, { numRuns: Math.ceil(total / LANES), seed: seed + lane, endOnFailure: false }),
  ),
);
const failed = results.filter((result) => result.failed);
for (const result of failed)
  console.log(`${String(result.errorInstance)}\n${fc.defaultReportMessage(result)}`.slice(0, 4000));
const counts = [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${status}: ${count}`);
console.log(`fuzz: ${sent} requests to ${operations.length} operations, seed ${seed}; answers ${counts.join(', ')}`);
if (lost > 0) console.log(`fuzz: ${lost} of them lost on the way by wrangler's proxy, and sent again`);
console.log(failed.length === 0 ? 'fuzz: nothing broke' : `fuzz: ${failed.length} of ${LANES} lanes broke something`);
agent.destroy();
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * wrangler's development proxy drops a connection now and then, mostly where the shop answers before it has read all of
 * a body, and answers for the shop or not at all. That is asked again, a little later and over a connection of its own:
 * the next ones of the pool are often dead as well.
 */
async function answerOf(attempt: FuzzRequest, visitor: number): Promise<FuzzAnswer> {
  for (let sends = 1; ; sends++) {
    try {
      const answer = await send(attempt, visitor, sends === 1 ? agent : false);
      if (sends === MAX_SENDS || !isOfProxy(answer)) return answer;
    } catch (error) {
      if (sends === MAX_SENDS || !/ECONNRESET|EPIPE|hang up/.test(String(error))) throw error;
    }
    lost += 1;
    await setTimeout(sends * RETRY_MS);
  }
}

/** The shop names every answer; the proxy does not know how. */
function isOfProxy({ status, headers, body }: FuzzAnswer): boolean {
  return status === 500 && headers['x-request-id'] === undefined && /Network connection lost/.test(body);
}

/** The bytes as they are: `fetch` would mend the path and join the headers. */
function send(
  { method, path, headers, body }: FuzzRequest,
  visitor: number,
  connections: Agent | false,
): Promise<FuzzAnswer> {
  const lines: string[] = [];
  const add = (name: string, value: string) => lines.push(name, printable(value));
  add('host', shop.host);
  // Everybody has an address of their own, or all would soon be answered with 429.
  add('cf-connecting-ip', `2001:db8:${(sent++ % 65_536).toString(16)}::1`);
  const token = SELF_HARM.test(path) ? null : (visitors[visitor] ?? null);
  if (token !== null) add('authorization', `Bearer ${token}`);
  for (const [name, value] of headers) if (name !== 'authorization' || token === null) add(name, value);
  if (body !== null) {
    if (!headers.some(([name]) => name === 'content-type')) add('content-type', 'application/json');
    add('content-length', String(Buffer.byteLength(body)));
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: shop.hostname, port: shop.port, method, path, agent: connections, headers: lines, timeout: TIMEOUT_MS },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const status = incoming.statusCode ?? 0;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          resolve({ status, headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

/** What Node lets through as a header: bytes that no client can send are not the shop's to refuse. */
function printable(value: string): string {
  return value.replace(/[^\t\x20-\x7e]/g, '?');
}

/** Nobody, a shopper, staff with every permission. */
async function signInAll(): Promise<readonly (string | null)[]> {
  const staff = await StaffClient.signIn(shop.origin, loginFor(shop, process.env));
  const answer = await fetch(`${shop.origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-connecting-ip': '2001:db8:1::1' },
    body: JSON.stringify({ email: 'asha@haat.test', password: 'haat-demo-2026' }),
  });
  const { accessToken } = (await answer.json()) as { accessToken?: string };
  if (accessToken === undefined) throw new Error('The demo shopper cannot sign in.');
  return [null, accessToken, await staff.accessToken()];
}

/** Things that are there, so that more than the first check of a route is reached. */
async function findKnown(): Promise<Known> {
  const read = async (path: string, token: string | null = null): Promise<unknown> => {
    const answer = await fetch(`${shop.origin}/api/v1${path}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
    return await answer.json();
  };
  const staff = visitors[2] ?? null;
  const pages = [await read('/products?limit=20'), await read('/categories')];
  const lists = await Promise.all(
    ['/admin/orders', '/admin/payments', '/admin/refunds', '/admin/webhooks', '/seller/orders', '/admin/people'].map(
      (path) => read(path, staff),
    ),
  );
  const text = JSON.stringify([pages, lists]);
  const all = (pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map(([, value = '']) => value))].slice(0, 20);
  return {
    slug: all(/"slug":"([^"]+)"/g),
    sku: all(/"sku":"([^"]+)"/g),
    orderNo: all(/"orderNo":"([^"]+)"/g),
    paymentId: all(/"(pay_[0-9A-Z]{26})"/g),
    refundId: all(/"(rfd_[0-9A-Z]{26})"/g),
    webhookId: all(/"(whk_[0-9A-Z]{26})"/g),
    fulfilmentId: all(/"(ful_[0-9A-Z]{26})"/g),
    pincode: ['560001', '110001'],
  };
}

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { askApi, type KnownRoute, readApiRoutes } from '../test/builders/api-routes.ts';
import { countWrites, givenParcels } from '../test/builders/fulfilment.ts';
import { headersOf } from '../test/builders/person.ts';
import { givenStaff } from '../test/builders/staff.ts';
import { givenUnpaidOrder } from '../test/builders/unpaid-order.ts';
import type { Problem } from './http/problem.ts';

const LONG = 'x'.repeat(20_000);
/** What no member of any body and no parameter may be. */
const ODD_VALUES: readonly unknown[] = [null, [], {}, true, -1, 1.5, 1e300, '', LONG, '\u0000', '🙂', { $ne: 1 }, [[]]];
const ODD_TEXTS = ['', ' ', LONG.slice(0, 3000), '\u0000', '🙂', "' OR 1=1 --", '../..', '-1', '1e9', '%', 'NaN', '{}'];
const ODD_BODIES: readonly unknown[] = [null, [], 'text', 1, true, [{}], { unknown: 1 }, { __proto__x: 1 }];

let ids: Readonly<Record<string, string>> = {};
let authorization = '';
let routes: readonly KnownRoute[] = [];

/** As staff, whom no guard stops before the input is looked at. */
beforeAll(async () => {
  authorization = (await headersOf(givenStaff().actor)).authorization ?? '';
  const [order, parcels] = [await givenUnpaidOrder(), await givenParcels()];
  const ulid = '01JDK3V5Z8Q2R7T4W6Y9A1B3C5';
  ids = {
    ...{ orderNo: order.orderNo, sku: order.sku, paymentId: order.paymentId, fulfilmentId: parcels.id },
    ...{ refundId: `rfd_${ulid}`, webhookId: `whk_${ulid}`, id: `ddl_${ulid}`, importId: `imp_${ulid}` },
    ...{ mediaId: `med_${ulid}`, promotionId: `prm_${ulid}`, rebuildId: `rbd_${ulid}` },
    ...{ date: '2027-03-22', fromState: '29', toState: '32', pincode: '560001' },
    ...{ file: `inv_${ulid}.pdf`, userId: `usr_${ulid}`, synonymId: `syn_${ulid}` },
  };
  routes = (await readApiRoutes()).filter(({ guard }) => guard !== 'public' && guard !== 'user');
});

interface Try {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(route: KnownRoute, { params = {}, query = {}, body = null, headers = {} }: Try) {
  const values = { ...ids, ...params };
  const place = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'none'));
  const answer = await askApi(`${place}?${new URLSearchParams({ ...route.search, ...query })}`, {
    method: route.method,
    headers: { authorization, 'content-type': 'application/json', ...route.headers, ...headers },
    ...(route.method === 'GET' ? {} : { body }),
  });
  const isProblem = answer.headers.get('content-type')?.includes('problem+json') === true;
  return { status: answer.status, problem: isProblem ? (JSON.parse(answer.text) as Problem) : null };
}

/** Tries that do not end as they should, in words. */
async function misjudged(
  tries: readonly (Try & { readonly what: string; readonly route: KnownRoute; readonly field?: string })[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { what, route, field, ...attempt } of tries) {
    const { status, problem } = await send(route, attempt);
    const said = `${route.name}, ${what}: ${status} ${problem?.code ?? ''} ${problem?.detail.slice(0, 80) ?? ''}`;
    if (status >= 500 || (status >= 400 && problem === null)) found.push(said);
    const fields = (problem?.errors as { field: string }[] | undefined)?.map((error) => error.field) ?? [];
    if (field !== undefined && !(status === 422 && fields.some((each) => each.split('.')[0] === field))) {
      found.push(`${said}; names ${fields.join()}, not ${field}`);
    }
  }
  return found;
}

const short = (value: unknown) => (JSON.stringify(value) ?? '').slice(0, 30);

describe('odd input is a 4xx, never a 5xx, and changes nothing', () => {
  test('in the path and the query', async () => {
    const before = await countWrites();
    const tries = routes.flatMap((route) => {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const valid = route.body === undefined ? null : JSON.stringify(route.body);
      return ODD_TEXTS.flatMap((text) => [
        ...names.map((name) => ({ route, what: `${name} = ${short(text)}`, params: { [name]: text }, body: valid })),
        ...route.query.map((name) => ({ route, what: `?${name}=${short(text)}`, query: { [name]: text } })),
      ]);
    });
    expect(tries.length).toBeGreaterThan(500);
    expect(await misjudged(tries)).toEqual([]);
    expect(await countWrites()).toBe(before);
  });

  test('as the body', async () => {
    const before = await countWrites();
    const posts = routes.filter(({ body, guard }) => body !== undefined && guard !== 'signed');
    const tries = posts.flatMap((route) => [
      { route, what: 'no body', body: null },
      { route, what: 'broken JSON', body: '{"a": ' },
      { route, what: 'bytes', body: new Uint8Array([0xff, 0xfe, 0x00, 0x80]) },
      { route, what: 'a deep one', body: `${'['.repeat(20_000)}${']'.repeat(20_000)}` },
      ...ODD_BODIES.map((body) => ({ route, what: short(body), body: JSON.stringify(body) })),
      ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
        (type) => ({ route, what: type, body: 'a=1', headers: { 'content-type': type } }),
      ),
    ]);
    expect(await misjudged(tries)).toEqual([]);
    for (const { route, what, ...attempt } of tries) {
      const { status } = await send(route, attempt);
      expect([route.name, what, status >= 400]).toEqual([route.name, what, true]);
    }
    expect(await countWrites()).toBe(before);
  });

  test('in a member of the body: the problem names it', async () => {
    const tries = routes
      .filter(({ guard }) => guard !== 'signed')
      .flatMap((route) =>
        Object.keys(route.body ?? {}).flatMap((field) =>
          ODD_VALUES.filter((value) => !isFine(field, value)).map((value) => ({
            ...{ route, field, what: `${field} = ${short(value)}` },
            body: JSON.stringify({ ...route.body, [field]: value }),
          })),
        ),
      );
    expect(tries.length).toBeGreaterThan(150);
    const before = await countWrites();
    expect(await misjudged(tries)).toEqual([]);
    expect(await countWrites()).toBe(before);
  });

  test('in the key of a request that has one', async () => {
    const keyed = routes.filter(({ headers }) => headers?.['idempotency-key'] !== undefined);
    expect(keyed.length).toBeGreaterThanOrEqual(2);
    const tries = keyed.flatMap((route) =>
      ['', 'short', LONG.slice(0, 500), 'with a space in it', 'ünïcödé-ünïcödé'].map((key) => ({
        ...{ route, what: `key ${key.slice(0, 20)}`, field: 'header', body: JSON.stringify(route.body) },
        headers: { 'idempotency-key': key },
      })),
    );
    expect(await misjudged(tries)).toEqual([]);
  });

  test('of a stranger’s webhook', async () => {
    const before = await env.DB.prepare('SELECT COUNT(*) AS n FROM webhook_inbox').first();
    const bodies = ['', '{', 'null', '[]', '{}', LONG, '\u0000', '{"event": {}}', '{"id": [], "type": 1}'];
    const tries = routes
      .filter(({ guard }) => guard === 'signed')
      .flatMap((route) =>
        bodies.flatMap((body) =>
          ['application/json', 'text/plain', ''].map((type) => ({
            ...{ route, what: `${type} ${body.slice(0, 20)}`, body },
            headers: { 'content-type': type, 'stripe-signature': 't=1,v1=00', 'x-razorpay-signature': 'ff' },
          })),
        ),
      );
    expect(await misjudged(tries)).toEqual([]);
    expect(await env.DB.prepare('SELECT COUNT(*) AS n FROM webhook_inbox').first()).toEqual(before);
  });
});

/** Odd values that a member may have all the same. */
function isFine(field: string, value: unknown): boolean {
  // Any text of some letters is a reason.
  if (field === 'note') return value === '\u0000' || value === '🙂';
  if (field === 'alt') return value === '🙂';
  if (['isDryRun', 'isServiceable', 'isCodAllowed'].includes(field)) return value === true;
  if (field === 'delta') return value === -1;
  // Without an end.
  if (field === 'validUntil') return value === null;
  return false;
}

import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { API_ROUTES, askApi, type KnownRoute, readApiRoutes } from '../test/builders/api-routes.ts';
import { countWrites, givenMember, givenParcels } from '../test/builders/fulfilment.ts';
import { givenSupplier } from '../test/builders/placed-order.ts';
import { givenStaff } from '../test/builders/staff.ts';
import { givenUnpaidOrder } from '../test/builders/unpaid-order.ts';
import type { Actor } from './context.ts';
import { signAccessToken } from './http/access-token.ts';

let ids: Readonly<Record<string, string>> = {};
let strangers: readonly { readonly who: string; readonly headers: Readonly<Record<string, string>> }[] = [];
let routes: readonly KnownRoute[] = [];

/** Things that are really there, so that a forgotten guard shows. */
beforeAll(async () => {
  routes = await readApiRoutes();
  const [order, parcels, other] = [await givenUnpaidOrder(), await givenParcels(), await givenSupplier('9001')];
  const ulid = '01JDK3V5Z8Q2R7T4W6Y9A1B3C5';
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO refunds
         (id, payment_id, order_id, amount_paise, reason, cause, status, lines, actor, created_at, updated_at)
       SELECT ?, id, order_id, 1, 'staff', 'test', 'due', '[]', 'test', 0, 0 FROM payments WHERE id = ?`,
    ).bind(`rfd_${ulid}`, order.paymentId),
    env.DB.prepare(
      `INSERT INTO webhook_inbox (id, gateway, event_id, event_type, raw_body, received_at)
       VALUES (?, 'stripe', 'evt_1', 'ping', '{}', 0)`,
    ).bind(`whk_${ulid}`),
    env.DB.prepare(
      `INSERT INTO dead_letters (id, type, message, attempts, died_at) VALUES (?, 'unknown', '{}', 5, 0)`,
    ).bind(`ddl_${ulid}`),
  ]);
  ids = {
    ...{ orderNo: order.orderNo, sku: order.sku, paymentId: order.paymentId, fulfilmentId: parcels.id },
    ...{ refundId: `rfd_${ulid}`, webhookId: `whk_${ulid}`, id: `ddl_${ulid}`, importId: `imp_${ulid}` },
    ...{ file: `inv_${ulid}.pdf`, slug: 'kurta', pincode: '560001' },
  };
  const cookie = (await askApi('/cart')).headers.get('set-cookie')?.split(';')[0] ?? '';
  const shopper = { kind: 'user', userId: 'usr_shopper', role: 'shopper', name: 'Asha', email: 'a@haat.test' } as const;
  strangers = [
    { who: 'nobody', headers: {} },
    { who: 'a guest', headers: { cookie } },
    { who: 'a shopper', headers: await bearer(shopper) },
    { who: 'another seller', headers: await bearer((await givenMember(other.id, { role: 'owner' })).actor) },
  ];
});

async function bearer(actor: Actor) {
  if (actor.kind !== 'user') throw new Error('only users have tokens');
  return { authorization: `Bearer ${await signAccessToken(env, actor, 'ses_1', Date.now())}` };
}

async function call({ method, path, body, headers }: KnownRoute, who: Readonly<Record<string, string>>) {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? `no-${name}`));
  const { status } = await askApi(place, {
    method,
    headers: { ...headers, ...who, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}

test('the table names the routes that there are, and no others', () => {
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(API_ROUTES).toSorted());
});

test('whoever has no business there is turned away from every route, and nothing is written', async () => {
  const before = await countWrites();
  const answers: string[] = [];
  for (const route of routes.filter(({ guard }) => guard !== 'public')) {
    for (const { who, headers } of strangers) answers.push(judge(route, who, await call(route, headers)));
  }
  expect(answers.filter((answer) => answer !== 'fine')).toEqual([]);
  expect(answers.length).toBeGreaterThan(150);
  expect(await countWrites()).toBe(before);
});

/** Staff routes say so before they look; what belongs to somebody else does not exist. */
function judge({ guard, name }: KnownRoute, who: string, status: number): string {
  const isKnown = who === 'a shopper' || who === 'another seller';
  const wanted: readonly number[] = {
    staff: isKnown ? [403] : [401],
    // The list of one's own parcels is empty, not forbidden, for another seller.
    seller: name === 'GET /seller/orders' && who === 'another seller' ? [200] : isKnown ? [403, 404] : [401],
    buyer: [401, 403, 404],
    signed: [400],
    public: [],
  }[guard];
  return wanted.includes(status) ? 'fine' : `${name} answers ${who} with ${status}`;
}

test('staff pass every guard of staff: what turned the others away was who they are', async () => {
  const headers = await bearer(givenStaff().actor);
  const turnedAway: string[] = [];
  for (const route of routes.filter(({ guard }) => guard === 'staff' || guard === 'seller')) {
    const status = await call(route, headers);
    if ([401, 403, 422].includes(status)) turnedAway.push(`${route.name}: ${status}`);
  }
  expect(turnedAway).toEqual([]);
});

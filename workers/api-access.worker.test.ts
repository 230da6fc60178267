import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { API_ROUTES, askApi, type KnownRoute, readApiRoutes } from '../test/builders/api-routes.ts';
import { type ApiVisitor, givenApiVisitors } from '../test/builders/api-visitors.ts';
import { givenParcels } from '../test/builders/fulfilment.ts';
import { givenPerson, type Person } from '../test/builders/person.ts';
import { givenUnpaidOrder } from '../test/builders/unpaid-order.ts';
import { judge, mayForSeller } from './domain/role.ts';
import { signGuestId } from './http/guest-token.ts';

let ids: Readonly<Record<string, string>> = {};
let visitors: readonly ApiVisitor[] = [];
let routes: readonly KnownRoute[] = [];
let buyer: Readonly<Record<string, string>> = {};
let victim: Person;

/** Things that are really there, so that a forgotten guard shows. */
beforeAll(async () => {
  routes = await readApiRoutes();
  const [order, parcels] = [await givenUnpaidOrder(), await givenParcels()];
  victim = await givenPerson();
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
    ...{ date: '2027-03-22', fromState: '29', toState: '32' },
    ...{ mediaId: `med_${ulid}`, promotionId: `prm_${ulid}`, synonymId: `syn_${ulid}`, rebuildId: `rbd_${ulid}` },
    ...{ file: `inv_${ulid}.pdf`, slug: 'kurta', pincode: '560001', userId: victim.actor.userId },
    ...{ addressId: `adr_${ulid}`, signInId: `sgn_${ulid}`, passkeyId: 'cred' },
  };
  visitors = await givenApiVisitors(parcels.sellerId);
  const guest = order.shopper.actor;
  if (guest.kind !== 'guest') throw new Error('the buyer is a guest');
  buyer = { cookie: `__Host-haat_guest=${await signGuestId(env, guest.guestId)}` };
});

async function call({ method, path, search = {}, body, headers }: KnownRoute, who: Readonly<Record<string, string>>) {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? `no-${name}`));
  const { status, text } = await askApi(`${place}?${new URLSearchParams(search)}`, {
    method,
    headers: { ...headers, ...who, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status, code: /"code":"(\w+)"/.exec(text)?.[1] ?? '' };
}

/** What a visitor is told who may not; null for those who may. */
function refusalOf(route: KnownRoute, visitor: ApiVisitor): string | null {
  const { kind, permissions = [], hasSecondFactor = false } = visitor;
  const isKnown = kind !== 'nobody' && kind !== 'guest';
  const asStaff = (needed: readonly Parameters<typeof judge>[1][]) => {
    const verdicts = needed.map((permission) => judge({ role: 'staff', permissions, hasSecondFactor }, permission));
    if (verdicts.includes('forbidden')) return '403 forbidden';
    return verdicts.includes('second_factor_required') ? '403 second_factor_required' : null;
  };
  switch (route.guard) {
    case 'public':
      return null;
    case 'signed':
      return '400 invalid_signature';
    case 'user':
      return isKnown ? null : '401 unauthenticated';
    case 'buyer':
      // Documents and orders of somebody else do not exist; who is nobody may be asked to sign in.
      return kind === 'nobody' ? '401 unauthenticated' : '404 not_found';
    case 'staff':
      if (!isKnown) return '401 unauthenticated';
      return kind === 'staff' ? asStaff(route.permissions ?? []) : '403 forbidden';
    case 'seller':
      if (!isKnown) return '401 unauthenticated';
      return kind === 'staff' ? asStaff(['orders.fulfil']) : refusalOfSeller(route, visitor);
  }
}

/** A list shows one's own, which may be none; a parcel of another seller does not exist. */
function refusalOfSeller({ name, parcels }: KnownRoute, { kind, sellerRole }: ApiVisitor): string | null {
  const isList = name === 'GET /seller/orders';
  if (kind === 'shopper') return isList ? '403 forbidden' : '404 not_found';
  if (kind === 'other seller') return isList ? null : '404 not_found';
  if (parcels === undefined || sellerRole === undefined) throw new Error(`${name} does not say which part may`);
  return parcels !== 'staff only' && mayForSeller(sellerRole, parcels) ? null : '403 forbidden';
}

/** Every row of every table: a refused call must not leave so much as a counter behind. */
async function readEverything(): Promise<Readonly<Record<string, string>>> {
  const tables = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
       AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  ).all<{ name: string }>();
  const rows = await env.DB.batch(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return Object.fromEntries(tables.results.map(({ name }, index) => [name, JSON.stringify(rows[index]?.results)]));
}

test('the table names the routes that there are, and no others', () => {
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(API_ROUTES).toSorted());
});

test('the table says of every route below /admin which permission it takes, and of parcels which part', () => {
  for (const { name, guard, permissions = [], parcels } of routes) {
    if (name.includes(' /admin/')) expect([name, guard]).toEqual([name, 'staff']);
    if (name.includes(' /account/')) expect([name, guard]).toEqual([name, 'user']);
    if (guard === 'staff') expect(permissions.length, name).toBeGreaterThan(0);
    if (guard === 'seller') expect(parcels, name).toBeDefined();
  }
});

test('whoever has no business there is turned away from every route, and nothing is written', async () => {
  const before = await readEverything();
  expect(Object.keys(before).length).toBeGreaterThan(20);
  const wrong: string[] = [];
  let refused = 0;
  for (const route of routes) {
    for (const visitor of visitors) {
      const wanted = refusalOf(route, visitor);
      if (wanted === null) continue;
      refused += 1;
      const { status, code } = await call(route, visitor.headers);
      const isDocument = route.guard === 'buyer' && status === 404;
      if (`${status} ${code}` !== wanted && !isDocument) {
        wrong.push(`${route.name} answers ${visitor.who} with ${status} ${code}, not ${wanted}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(800);
  expect(await readEverything()).toEqual(before);
});

test('whoever may, passes: what turned the others away was who they are', async () => {
  const turnedAway: string[] = [];
  for (const route of routes.filter(({ guard }) => guard === 'staff' || guard === 'seller')) {
    const { permissions } = route;
    const exact = permissions && {
      who: permissions.join(' and '),
      headers: (await givenPerson({ role: 'staff', permissions })).headers,
    };
    for (const { who, headers } of [
      ...visitors.filter((each) => refusalOf(route, each) === null),
      ...(exact ? [exact] : []),
    ]) {
      const { status, code } = await call(route, headers);
      // 404: nothing has been printed, or imported. A parcel that is there is found.
      if ([401, 403, 422].includes(status)) turnedAway.push(`${route.name} answers ${who} with ${status} ${code}`);
    }
  }
  expect(turnedAway).toEqual([]);
});

test('whoever is signed in reaches what is about themselves', async () => {
  const turnedAway: string[] = [];
  for (const route of routes.filter(({ guard }) => guard === 'user')) {
    // Somebody new each time: one of these routes is the end of an account.
    const { status, code } = await call(route, (await givenPerson()).headers);
    if (['unauthenticated', 'session_expired', 'forbidden'].includes(code))
      turnedAway.push(`${route.name}: ${status} ${code}`);
  }
  expect(turnedAway).toEqual([]);
});

test('the buyer reaches the order', async () => {
  for (const route of routes.filter(({ guard, path }) => guard === 'buyer' && path.includes('{orderNo}'))) {
    const { status } = await call(route, buyer);
    expect([route.name, [401, 403, 404].includes(status)]).toEqual([route.name, false]);
  }
});

test('a staff route that is written differently is the same route, or none', async () => {
  const shopper = visitors.find(({ kind }) => kind === 'shopper') ?? expect.fail('no shopper');
  for (const place of [
    '/%61dmin/orders',
    '/%2561dmin/orders',
    '/admin//orders',
    '/Admin/orders',
    '/admin/orders/',
    '/./admin/orders',
  ]) {
    const { status } = await askApi(place, { headers: shopper.headers });
    expect([place, [403, 404].includes(status)]).toEqual([place, true]);
  }
});

import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../test/builders/catalog.ts';

const ORIGIN = 'https://haat.test';
let sku = '';
let inactive = '';

beforeAll(async () => {
  await givenPincode('560001');
  ({ sku } = await givenProduct({ title: 'Brass lamp', pricePaise: 99_900, stock: 5 }));
  ({ sku: inactive } = await givenProduct({ status: 'inactive' }));
});

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string }[];
}

function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: { origin: ORIGIN, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  return exports.default.fetch(new Request(`${ORIGIN}/api/v1${path}`, init));
}

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await answer.json()) as Problem;
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBeTruthy();
  return problem;
}

/** A guest's cookie, with one lamp in the cart. */
async function givenCookie(): Promise<string> {
  const answer = await send('POST', '/cart/items', { sku, quantity: 1 });
  expect(answer.status).toBe(201);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const counts = () =>
  env.DB.prepare(
    'SELECT (SELECT COUNT(*) FROM orders) AS orders, (SELECT COUNT(*) FROM idempotency_keys) AS keys',
  ).first();

describe('bad input gets the right status, names the field and changes nothing', () => {
  test.each([
    ['an unknown SKU', { sku: 'NOPE', quantity: 1 }, 422, 'sku'],
    ['quantity 0', { quantity: 0 }, 422, 'quantity'],
    ['quantity −1', { quantity: -1 }, 422, 'quantity'],
    ['quantity 1.5', { quantity: 1.5 }, 422, 'quantity'],
    ['quantity 10^9', { quantity: 1e9 }, 422, 'quantity'],
    ['quantity "1"', { quantity: '1' }, 422, 'quantity'],
    ['quantity NaN', { quantity: Number.NaN }, 422, 'quantity'],
    ['a member too many', { quantity: 1, price: 1 }, 422, 'price'],
  ])('%s', async (_name, body, status, field) => {
    const cookie = await givenCookie();
    const answer = await send('POST', '/cart/items', { sku, ...body }, { cookie });
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).errors?.[0]?.field).toBe(field);
    const cart = await send('GET', '/cart', undefined, { cookie });
    expect(await cart.json()).toMatchObject({ version: 1, itemCount: 1 });
  });

  test('an inactive listing', async () => {
    const answer = await send('POST', '/cart/items', { sku: inactive, quantity: 1 });
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.[0]?.field).toBe('sku');
  });

  test.each(['560 001', '012345', '56000', 'abcdef', '999999'])('the pincode "%s"', async (pincode) => {
    const before = await counts();
    const cookie = await givenCookie();
    const answer = await send(
      'POST',
      '/checkout',
      {
        email: 'asha@haat.test',
        address: { name: 'Asha', phone: '9876543210', line: '12 MG Road', pincode },
        paymentMethod: 'cod',
        expectedGrandPaise: 1,
      },
      { cookie, 'idempotency-key': crypto.randomUUID() },
    );
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.[0]?.field).toBe('address.pincode');
    expect(await counts()).toEqual(before);
  });

  test('a checkout without an idempotency key', async () => {
    const answer = await send('POST', '/checkout', {}, { cookie: await givenCookie() });
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.map((error) => error.field)).toContain('header.idempotency-key');
  });

  test('a query of 5,000 characters', async () => {
    const answer = await send('GET', `/products?q=${'x'.repeat(5000)}`);
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.[0]?.field).toBe('query.q');
  });

  test('a body of 10 MB', async () => {
    const answer = await send('POST', '/cart/items', JSON.stringify({ sku: 'x'.repeat(10_000_000), quantity: 1 }));
    expect(answer.status).toBe(413);
    expect((await problemOf(answer)).code).toBe('body_too_large');
  });

  test('broken JSON, and a body that is not JSON', async () => {
    const broken = await send('POST', '/cart/items', '{"sku": ');
    expect(broken.status).toBe(400);
    expect((await problemOf(broken)).code).toBe('malformed_json');
    const text = await send('POST', '/cart/items', 'sku=1', { 'content-type': 'text/plain' });
    expect(text.status).toBe(415);
  });

  test('a forged cart cookie', async () => {
    const [name, value] = (await givenCookie()).split('=');
    const answer = await send('GET', '/cart', undefined, { cookie: `${name}=${value?.slice(0, -3)}xyz` });
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).errors?.[0]?.field).toBe('cookie.haat_guest');
  });

  test('an unknown path', async () => {
    const answer = await send('GET', '/nothing');
    expect(answer.status).toBe(404);
    expect((await problemOf(answer)).code).toBe('not_found');
  });
});

test.each(['/api//v1/admin/orders', '/api/', '/api/v2/products', '/api/v1%2Fproducts'])(
  'a path beside the API is refused like any other: %s',
  async (path) => {
    const answer = await exports.default.fetch(new Request(ORIGIN + path));
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await problemOf(answer)).code).toBe('not_found');
  },
);

test('the OpenAPI document names every path', async () => {
  const document = (await (await send('GET', '/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(document.openapi).toBe('3.1.0');
  const expected = [
    ...['/auth/register', '/auth/login', '/auth/refresh', '/auth/logout', '/categories', '/categories/{slug}'],
    ...[
      '/products',
      '/products/{slug}',
      '/cart',
      '/cart/items',
      '/cart/items/{sku}',
      '/checkout',
      '/delivery/{pincode}',
    ],
    ...['/payments/{orderNo}/create-intent', '/payments/webhook/stripe', '/orders', '/orders/{orderNo}'],
    ...['/orders/{orderNo}/cancel', '/admin/imports'],
  ].map((path) => `/api/v1${path}`);
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(expected));
});

test('every answer carries its request id and forbids sniffing', async () => {
  const answer = await send('GET', '/health');
  expect(answer.headers.get('x-request-id')).toBeTruthy();
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

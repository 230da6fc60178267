import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { api } from '../../workers/api.ts';

/**
 * Who may call a route. 'public': anybody, about what is everybody's or their own. 'signed': whoever knows a secret.
 * 'buyer': whose order it is. 'seller': whose parcel it is, and staff. 'staff': nobody else.
 */
export type Guard = 'public' | 'signed' | 'buyer' | 'seller' | 'staff';

export interface ApiRoute {
  readonly guard: Guard;
  /** One that the route takes. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const note = 'as told by a test';
const keyed = { headers: { 'idempotency-key': '0123456789abcdef0123' } };
const transfer = { utr: 'HDFCN5202611250' };

/** Every route of the API. A test fails when the OpenAPI document has one that is not here. */
export const API_ROUTES: Readonly<Record<string, ApiRoute>> = {
  'POST /auth/register': { guard: 'public' },
  'POST /auth/login': { guard: 'public' },
  'POST /auth/refresh': { guard: 'public' },
  'POST /auth/logout': { guard: 'public' },
  'GET /auth/me': { guard: 'public' },
  'GET /categories': { guard: 'public' },
  'GET /categories/{slug}': { guard: 'public' },
  'GET /products': { guard: 'public' },
  'GET /products/{slug}': { guard: 'public' },
  'GET /delivery/{pincode}': { guard: 'public' },
  'GET /cart': { guard: 'public' },
  'POST /cart/items': { guard: 'public' },
  'PATCH /cart/items/{sku}': { guard: 'public' },
  'DELETE /cart/items/{sku}': { guard: 'public' },
  'GET /checkout': { guard: 'public' },
  'POST /checkout': { guard: 'public' },
  'GET /orders': { guard: 'public' },
  'GET /orders/{orderNo}': { guard: 'buyer' },
  'POST /orders/{orderNo}/cancel': { guard: 'buyer', body: { reason: 'changed_mind' } },
  'GET /orders/{orderNo}/payment-methods': { guard: 'buyer' },
  'POST /orders/{orderNo}/payment-method': { guard: 'buyer', body: { method: 'cod', expectedGrandPaise: 1 } },
  'POST /payments/{orderNo}/create-intent': { guard: 'buyer', body: { gateway: 'stripe' } },
  'GET /invoices/{file}': { guard: 'buyer' },
  'GET /credit-notes/{file}': { guard: 'buyer' },
  'POST /payments/webhook/stripe': { guard: 'signed', body: { id: 'evt_1' } },
  'POST /payments/webhook/razorpay': { guard: 'signed', body: { event: 'payment.captured' } },
  'POST /payments/razorpay/callback': {
    guard: 'signed',
    body: { razorpay_order_id: 'order_1', razorpay_payment_id: 'pay_1', razorpay_signature: 'a'.repeat(64) },
  },
  'POST /carriers/webhook/delhivery': { guard: 'signed', body: { Shipment: {} } },
  'GET /seller/orders': { guard: 'seller' },
  'GET /fulfilments/{fulfilmentId}': { guard: 'seller' },
  'POST /fulfilments/{fulfilmentId}/pack': { guard: 'seller' },
  'POST /fulfilments/{fulfilmentId}/label': { guard: 'seller' },
  'POST /fulfilments/{fulfilmentId}/ship': { guard: 'seller', body: { carrier: 'own', awb: 'AWB12345678' } },
  'POST /fulfilments/{fulfilmentId}/deliver': { guard: 'seller' },
  'POST /fulfilments/{fulfilmentId}/turn-back': { guard: 'seller' },
  'POST /fulfilments/{fulfilmentId}/come-back': { guard: 'seller' },
  'GET /fulfilments/{fulfilmentId}/label.pdf': { guard: 'seller' },
  'GET /fulfilments/{fulfilmentId}/packing-slip.pdf': { guard: 'seller' },
  'GET /admin/orders': { guard: 'staff' },
  'GET /admin/orders/{orderNo}': { guard: 'staff' },
  'POST /admin/orders/{orderNo}/cancel': { guard: 'staff', body: { reason: 'changed_mind' } },
  'POST /admin/orders/{orderNo}/refunds': { guard: 'staff', body: { amountPaise: 1, note }, ...keyed },
  'GET /admin/payments': { guard: 'staff' },
  'GET /admin/payments/{paymentId}': { guard: 'staff' },
  'POST /admin/payments/{paymentId}/decision': { guard: 'staff', body: { decision: 'accept', note } },
  'POST /admin/payments/{paymentId}/remittance': { guard: 'staff', body: transfer },
  'GET /admin/refunds': { guard: 'staff' },
  'POST /admin/refunds/{refundId}/retry': { guard: 'staff' },
  'POST /admin/refunds/{refundId}/transfer': { guard: 'staff', body: transfer },
  'GET /admin/webhooks': { guard: 'staff' },
  'GET /admin/webhooks/{webhookId}': { guard: 'staff' },
  'POST /admin/webhooks/{webhookId}/replay': { guard: 'staff' },
  'POST /admin/imports': { guard: 'staff', body: { fileKey: 'a'.repeat(64), isDryRun: true } },
  'GET /admin/imports/{importId}': { guard: 'staff' },
  'POST /admin/imports/{importId}/batches': {
    guard: 'staff',
    body: {
      afterLine: 0,
      rows: [{ line: 2, fields: { listing_id: 'l-1', title: 'Lamp', category: 'Toys', mrp: '9', price: '9' } }],
    },
  },
  'POST /admin/imports/{importId}/completion': { guard: 'staff' },
  'GET /admin/imports/{importId}/rejections': { guard: 'staff' },
  'GET /admin/stock/audit': { guard: 'staff' },
  'GET /admin/stock/{sku}': { guard: 'staff' },
  'POST /admin/stock/{sku}/adjustments': { guard: 'staff', body: { delta: 1, reason: 'manual', note }, ...keyed },
  'POST /admin/stock/{sku}/split': { guard: 'staff', body: { shards: 2 } },
  'GET /admin/dead-letters': { guard: 'staff' },
  'GET /admin/dead-letters/{id}': { guard: 'staff' },
  'POST /admin/dead-letters/{id}/replay': { guard: 'staff' },
  'GET /admin/audit': { guard: 'staff' },
  'GET /admin/ledger/audit': { guard: 'staff' },
  'GET /admin/ledger/balances': { guard: 'staff' },
};

/** A shop whose carrier is set up, and does not answer: nobody listens on that port. */
const SHOP_ENV: Env = {
  ...env,
  ...{ DELHIVERY_TOKEN: 'a-token-of-tests', DELHIVERY_WEBHOOK_SECRET: 'a-secret-of-tests' },
  DELHIVERY_API_BASE: 'http://127.0.0.1:9',
};

/** One request from the shop's own pages, to its end. */
export async function askApi(place: string, { headers, ...init }: RequestInit = {}) {
  const execution = createExecutionContext();
  const request = new Request(`https://haat.test/api/v1${place}`, {
    ...init,
    headers: { origin: 'https://haat.test', ...(headers as Record<string, string> | undefined) },
  });
  const answer = await api.fetch(request, SHOP_ENV, execution);
  const text = await answer.text();
  await waitOnExecutionContext(execution);
  return { status: answer.status, headers: answer.headers, text };
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
}

export interface KnownRoute extends ApiRoute {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Names of what may stand behind the '?'. */
  readonly query: readonly string[];
}

/** The routes as the shop itself names them, with what is said of each above. */
export async function readApiRoutes(): Promise<readonly KnownRoute[]> {
  const document = await askApi('/openapi.json');
  const { paths } = JSON.parse(document.text) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([place, operations]) =>
    Object.entries(operations).map(([verb, { parameters = [] }]) => {
      const [method, path] = [verb.toUpperCase(), place.replace('/api/v1', '')];
      const name = `${method} ${path}`;
      const known = API_ROUTES[name];
      if (known === undefined) throw new Error(`test/builders/api-routes.ts does not say who may call ${name}`);
      const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
      return { ...known, name, method, path, query };
    }),
  );
}

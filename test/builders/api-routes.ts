import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { api } from '../../workers/api.ts';
import type { Permission, SellerPermission } from '../../workers/domain/role.ts';

/**
 * Who may call a route. 'public': anybody, about what is everybody's or their own. 'signed': whoever knows a secret.
 * 'user': whoever is signed in, about themselves. 'buyer': whose order it is. 'seller': whose parcel it is, by their
 * part there, and staff with orders.fulfil. 'staff': with all of these permissions, and nobody else.
 */
export type Guard = 'public' | 'signed' | 'user' | 'buyer' | 'seller' | 'staff';

export interface ApiRoute {
  readonly guard: Guard;
  /** Of 'staff'. */
  readonly permissions?: readonly Permission[];
  /** Of 'seller'; what none of them may is for staff alone. */
  readonly parcels?: SellerPermission | 'staff only';
  /** What has to stand behind the '?'. */
  readonly search?: Readonly<Record<string, string>>;
  /** One that the route takes. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const note = 'as told by a test';
const staff = (...permissions: readonly Permission[]) => ({ guard: 'staff' as const, permissions });
const keyed = { headers: { 'idempotency-key': '0123456789abcdef0123' } };
const codeAnswer = { challengeId: 'chl_01K9ZQ3V7Y4M2N8P6R5T1W0XAB', code: '123456' };
const newPasskey = {
  challengeId: codeAnswer.challengeId,
  credential: {
    ...{ id: 'cred', rawId: 'cred', type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON: 'e30', attestationObject: 'oA' },
  },
};
export const deliveryRules = {
  ...{ cutOffHour: 14, freeFromPaise: 50_000, codFeePaise: 2_000 },
  transitDays: { local: 1, regional: 2, national: 4, remote: 7 },
  rates: ['local', 'regional', 'national', 'remote'].map((zone) => ({ zone, uptoGrams: 500, feePaise: 4_000 })),
};
const promotionChange = {
  ...{ name: 'Ten off', rule: { type: 'percent', percentBps: 1000 } },
  ...{ validFrom: '2026-11-01T00:00:00Z', validUntil: '2036-11-01T00:00:00Z' },
};
const transfer = { utr: 'HDFCN5202611250' };

/** Every route of the API. A test fails when the OpenAPI document has one that is not here. */
export const API_ROUTES: Readonly<Record<string, ApiRoute>> = {
  'POST /auth/otp/send': { guard: 'public' },
  'POST /auth/otp/verify': { guard: 'public' },
  'POST /auth/register': { guard: 'public' },
  'POST /auth/login': { guard: 'public' },
  'POST /auth/password/forgot': { guard: 'public' },
  'POST /auth/password/reset': { guard: 'public' },
  'POST /auth/refresh': { guard: 'public' },
  'POST /auth/logout': { guard: 'public' },
  'GET /auth/me': { guard: 'public' },
  'POST /auth/second-factor': { guard: 'public' },
  'POST /auth/google/start': { guard: 'public' },
  'POST /auth/google/finish': { guard: 'public' },
  'POST /auth/passkey/options': { guard: 'public' },
  'POST /auth/passkey': { guard: 'public' },
  'POST /account/password': { guard: 'user', body: { password: 'a market every sunday' } },
  'GET /account/security': { guard: 'user' },
  'DELETE /account/google': { guard: 'user' },
  'POST /account/authenticator': { guard: 'user' },
  'POST /account/authenticator/confirmation': { guard: 'user', body: { code: '123456' } },
  'DELETE /account/authenticator': { guard: 'user' },
  'POST /account/recovery-codes': { guard: 'user' },
  'POST /account/confirmation': { guard: 'user', body: { password: 'a market every sunday' } },
  'POST /account/confirmation/code': { guard: 'user', body: { channel: 'email' } },
  'POST /account/confirmation/passkey': { guard: 'user' },
  'POST /account/passkeys/options': { guard: 'user' },
  'POST /account/passkeys': { guard: 'user', body: newPasskey },
  'GET /account/passkeys': { guard: 'user' },
  'PATCH /account/passkeys/{passkeyId}': { guard: 'user', body: { name: 'My phone' } },
  'DELETE /account/passkeys/{passkeyId}': { guard: 'user' },
  'GET /account/devices': { guard: 'user' },
  'DELETE /account/devices/{signInId}': { guard: 'user' },
  'POST /account/devices/log-out-others': { guard: 'user' },
  'POST /account/devices/log-out-all': { guard: 'user' },
  'GET /account/profile': { guard: 'user' },
  'PATCH /account/profile': { guard: 'user', body: { name: 'Asha' } },
  'POST /account/email': { guard: 'user', body: { email: 'asha@haat.test' } },
  'POST /account/email/verification': { guard: 'user', body: codeAnswer },
  'DELETE /account/email': { guard: 'user' },
  'POST /account/phone': { guard: 'user', body: { phone: '98450 12345' } },
  'POST /account/phone/verification': { guard: 'user', body: codeAnswer },
  'DELETE /account/phone': { guard: 'user' },
  'GET /account/addresses': { guard: 'user' },
  'POST /account/addresses': {
    guard: 'user',
    body: { name: 'Asha', phone: '9845012345', line: '12 MG Road', pincode: '560001' },
  },
  'PATCH /account/addresses/{addressId}': { guard: 'user', body: { name: 'Asha' } },
  'DELETE /account/addresses/{addressId}': { guard: 'user' },
  'POST /account/addresses/{addressId}/default': { guard: 'user' },
  'GET /account/data': { guard: 'user' },
  'POST /account/deletion': { guard: 'user', body: { confirm: true } },
  'DELETE /cart/notices': { guard: 'public' },
  'GET /categories': { guard: 'public' },
  'GET /categories/{slug}': { guard: 'public' },
  'GET /products': { guard: 'public' },
  'GET /search/suggest': { guard: 'public' },
  'GET /products/{slug}': { guard: 'public' },
  'GET /delivery/{pincode}': { guard: 'public' },
  'GET /cart': { guard: 'public' },
  'POST /cart/items': { guard: 'public' },
  'PATCH /cart/items/{sku}': { guard: 'public' },
  'DELETE /cart/items/{sku}': { guard: 'public' },
  'POST /cart/items/{sku}/restore': { guard: 'public' },
  'POST /cart/items/{sku}/save': { guard: 'public' },
  'POST /cart/saved/{sku}/move': { guard: 'public' },
  'DELETE /cart/saved/{sku}': { guard: 'public' },
  'POST /cart/apply-coupon': { guard: 'public' },
  'DELETE /cart/coupon': { guard: 'public' },
  'GET /lists/wishlist': { guard: 'public' },
  'GET /lists/wishlist/skus': { guard: 'public' },
  'PUT /lists/wishlist/{sku}': { guard: 'public' },
  'DELETE /lists/wishlist/{sku}': { guard: 'public' },
  'POST /lists/wishlist/{sku}/move-to-cart': { guard: 'public' },
  'GET /checkout': { guard: 'public' },
  'POST /checkout': { guard: 'public' },
  'GET /orders': { guard: 'public' },
  'GET /orders/{orderNo}': { guard: 'buyer' },
  'POST /orders/{orderNo}/cancel': { guard: 'buyer', body: { reason: 'changed_mind' } },
  'POST /orders/{orderNo}/reorder': { guard: 'buyer' },
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
  'GET /seller/orders': { guard: 'seller', parcels: 'parcels.read' },
  'GET /fulfilments/{fulfilmentId}': { guard: 'seller', parcels: 'parcels.read' },
  'POST /fulfilments/{fulfilmentId}/pack': { guard: 'seller', parcels: 'parcels.pack' },
  'POST /fulfilments/{fulfilmentId}/label': { guard: 'seller', parcels: 'parcels.pack' },
  'POST /fulfilments/{fulfilmentId}/ship': {
    guard: 'seller',
    parcels: 'parcels.pack',
    body: { carrier: 'own', awb: 'AWB12345678' },
  },
  'POST /fulfilments/{fulfilmentId}/deliver': { guard: 'seller', parcels: 'staff only' },
  'POST /fulfilments/{fulfilmentId}/turn-back': { guard: 'seller', parcels: 'staff only' },
  'POST /fulfilments/{fulfilmentId}/come-back': { guard: 'seller', parcels: 'parcels.return' },
  'GET /fulfilments/{fulfilmentId}/label.pdf': { guard: 'seller', parcels: 'parcels.read' },
  'GET /fulfilments/{fulfilmentId}/packing-slip.pdf': { guard: 'seller', parcels: 'parcels.read' },
  'GET /admin/orders': staff('orders.read'),
  'GET /admin/orders/{orderNo}': staff('orders.read'),
  'POST /admin/orders/{orderNo}/cancel': { ...staff('orders.cancel', 'orders.read'), body: { reason: 'changed_mind' } },
  'POST /admin/orders/{orderNo}/refunds': { ...staff('orders.refund'), body: { amountPaise: 1, note }, ...keyed },
  'GET /admin/payments': staff('payments.read'),
  'GET /admin/payments/{paymentId}': staff('payments.read'),
  'POST /admin/payments/{paymentId}/decision': {
    ...staff('payments.write', 'payments.read'),
    body: { decision: 'accept', note },
  },
  'POST /admin/payments/{paymentId}/remittance': { ...staff('payments.write', 'payments.read'), body: transfer },
  'GET /admin/refunds': staff('payments.read'),
  'POST /admin/refunds/{refundId}/retry': staff('orders.refund', 'payments.read'),
  'POST /admin/refunds/{refundId}/transfer': { ...staff('orders.refund', 'payments.read'), body: transfer },
  'GET /admin/webhooks': staff('system.read'),
  'GET /admin/webhooks/{webhookId}': staff('system.read'),
  'POST /admin/webhooks/{webhookId}/replay': staff('system.write', 'system.read'),
  'POST /admin/imports': { ...staff('catalog.write'), body: { fileKey: 'a'.repeat(64), isDryRun: true } },
  'GET /admin/imports/{importId}': staff('catalog.write'),
  'POST /admin/imports/{importId}/batches': {
    ...staff('catalog.write'),
    body: {
      afterLine: 0,
      rows: [{ line: 2, fields: { listing_id: 'l-1', title: 'Lamp', category: 'Toys', mrp: '9', price: '9' } }],
    },
  },
  'POST /admin/imports/{importId}/completion': staff('catalog.write'),
  'GET /admin/imports/{importId}/rejections': staff('catalog.write'),
  'PATCH /admin/listings/{sku}': { ...staff('catalog.write'), body: { handlingDays: 2 } },
  'PATCH /admin/products/{slug}': { ...staff('catalog.write'), body: { title: 'Brass lamp' } },
  'GET /admin/delivery/rules': staff('delivery.write'),
  'PUT /admin/delivery/rules': { ...staff('delivery.write'), body: deliveryRules },
  'PUT /admin/delivery/holidays/{date}': { ...staff('delivery.write'), body: { name: 'Holi' } },
  'DELETE /admin/delivery/holidays/{date}': staff('delivery.write'),
  'PUT /admin/delivery/zone-pairs/{fromState}/{toState}': { ...staff('delivery.write'), body: { zone: 'regional' } },
  'DELETE /admin/delivery/zone-pairs/{fromState}/{toState}': staff('delivery.write'),
  'PUT /admin/pincodes/{pincode}': {
    ...staff('delivery.write'),
    body: { isServiceable: true, isCodAllowed: false },
  },
  'POST /admin/media': { ...staff('catalog.write'), search: { productSlug: 'brass-lamp', alt: 'A lamp' }, body: {} },
  'GET /admin/media': { ...staff('catalog.write'), search: { productSlug: 'brass-lamp' } },
  'GET /admin/media/{mediaId}': staff('catalog.write'),
  'PATCH /admin/media/{mediaId}': { ...staff('catalog.write'), body: { alt: 'A lamp from behind' } },
  'DELETE /admin/media/{mediaId}': staff('catalog.write'),
  'GET /offers': { guard: 'public' },
  'GET /admin/promotions': staff('promotions.write'),
  'POST /admin/promotions': {
    ...staff('promotions.write'),
    body: { ...promotionChange, kind: 'coupon', code: 'ROUTE10' },
  },
  'GET /admin/promotions/{promotionId}': staff('promotions.write'),
  'PUT /admin/promotions/{promotionId}': { ...staff('promotions.write'), body: promotionChange },
  'POST /admin/promotions/{promotionId}/pause': staff('promotions.write'),
  'DELETE /admin/promotions/{promotionId}/pause': staff('promotions.write'),
  'POST /admin/promotions/{promotionId}/end': staff('promotions.write'),
  'GET /admin/stock/audit': staff('stock.read'),
  'GET /admin/stock/{sku}': staff('stock.read'),
  'POST /admin/stock/{sku}/adjustments': {
    ...staff('stock.write'),
    body: { delta: 1, reason: 'manual', note },
    ...keyed,
  },
  'POST /admin/stock/{sku}/split': { ...staff('stock.write', 'stock.read'), body: { shards: 2 } },
  'GET /admin/dead-letters': staff('system.read'),
  'GET /admin/dead-letters/{id}': staff('system.read'),
  'POST /admin/dead-letters/{id}/replay': staff('system.write', 'system.read'),
  'GET /admin/audit': staff('system.read'),
  'GET /admin/people': staff('people.read'),
  'GET /admin/people/{userId}': staff('people.read'),
  'POST /admin/people/{userId}/suspension': { ...staff('people.write'), body: { reason: note } },
  'DELETE /admin/people/{userId}/suspension': staff('people.write'),
  'PUT /admin/people/{userId}/role': { ...staff('people.write'), body: { role: 'shopper' } },
  'GET /admin/search/terms': staff('search.write'),
  'GET /admin/search/synonyms': staff('search.write'),
  'POST /admin/search/synonyms': { ...staff('search.write'), body: { words: ['sofa', 'couch'] } },
  'GET /admin/search/synonyms/{synonymId}': staff('search.write'),
  'PUT /admin/search/synonyms/{synonymId}': { ...staff('search.write'), body: { words: ['sofa', 'couch'] } },
  'DELETE /admin/search/synonyms/{synonymId}': staff('search.write'),
  'POST /admin/search/rebuilds': staff('search.write'),
  'POST /admin/search/rebuilds/{rebuildId}/pages': staff('search.write'),
  'GET /admin/ledger/audit': staff('ledger.read'),
  'GET /admin/ledger/balances': staff('ledger.read'),
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

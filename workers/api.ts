import { HTTPException } from 'hono/http-exception';
import { deviceRoutes } from './accounts/device-routes.ts';
import { passkeyRoutes } from './accounts/factors/passkey-routes.ts';
import { securityRoutes } from './accounts/factors/security-routes.ts';
import { googleRoutes } from './accounts/google/google-routes.ts';
import { profileRoutes } from './accounts/profile/profile-routes.ts';
import { rotateSession } from './accounts/refresh-session.ts';
import { accountRoutes } from './accounts/routes.ts';
import { peopleRoutes } from './admin/people-routes.ts';
import { adminRoutes } from './admin/routes.ts';
import { cartRoutes } from './cart/routes.ts';
import { catalogEditRoutes } from './catalog/edit-routes.ts';
import { importRoutes } from './catalog/import/routes.ts';
import { catalogRoutes } from './catalog/routes.ts';
import { checkoutRoutes } from './checkout/routes.ts';
import { actAs, createContext } from './context.ts';
import { deliveryAdminRoutes } from './delivery/admin-routes.ts';
import { deliveryRoutes } from './delivery/routes.ts';
import { carrierRoutes } from './fulfilment/carrier-routes.ts';
import { fulfilmentRoutes } from './fulfilment/routes.ts';
import { identify, identifyGuest } from './http/auth.ts';
import { limitBody } from './http/body-limit.ts';
import { clientOf } from './http/client.ts';
import { requireCloudflareAccess } from './http/cloudflare-access.ts';
import { corsForListed } from './http/cors.ts';
import { requireSameOrigin } from './http/csrf.ts';
import { createRouter } from './http/openapi.ts';
import { AppError, problemOf } from './http/problem.ts';
import { limitHeaders } from './http/rate-limit-headers.ts';
import { NET_POLICY, requireWithinNet } from './http/request-net.ts';
import { secured } from './http/security-headers.ts';
import { withinTime } from './http/time-limit.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { listRoutes } from './lists/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { invoiceRoutes } from './orders/invoice-routes.ts';
import { orderRoutes } from './orders/routes.ts';
import { staffOrderRoutes } from './orders/staff-routes.ts';
import { paymentAdminRoutes } from './payments/admin-routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import { promotionRoutes } from './promotions/routes.ts';
import { rebuildRoutes } from './search/rebuild-routes.ts';
import { searchRoutes } from './search/routes.ts';
import { staffSearchRoutes } from './search/staff-routes.ts';
import { suggestRoutes } from './search/suggest-routes.ts';
import { stockRoutes } from './stock/routes.ts';

/** Signed by the sender, never by our cookies. */
const WEBHOOK_PATH = /^\/api\/v1\/((payments|carriers)\/webhook|payments\/razorpay\/callback)(\/|$)/;

/** The API. What stands before its routes stands before every path, so that '/api//v1' is refused like any other. */
export const api = createRouter();

api.use(async (c, next) => {
  const requestId = c.req.header('cf-ray') ?? crypto.randomUUID();
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
  const client = clientOf(c.req.raw);
  c.set('ctx', createContext({ env: c.env, actor: { kind: 'anonymous' }, requestId, client, later }));
  await next();
  const answer = secured(c.res, c.req.url);
  answer.headers.set('x-request-id', requestId);
  if (!answer.headers.has('ratelimit-policy')) answer.headers.set('ratelimit-policy', NET_POLICY);
  c.res = undefined;
  c.res = answer;
});

api.use(async (c, next) => await withinTime(c.get('ctx'), next()));

api.use(corsForListed);

api.use(async (c, next) => {
  const ctx = c.get('ctx');
  const isAuthWrite = c.req.method === 'POST' && c.req.path.startsWith('/api/v1/auth/');
  const { actor, setCookies } = isAuthWrite
    ? await identifyGuest(c.env, c.req.raw, 'replace')
    : await identify(c.env, c.req.raw, { now: ctx.now, rotate: (token) => rotateSession(ctx, token) });
  c.set('ctx', actAs(ctx, actor));
  for (const cookie of setCookies) c.header('set-cookie', cookie, { append: true });
  if (!WEBHOOK_PATH.test(c.req.path)) {
    requireSameOrigin(c.env, c.req.raw);
    // Gateways and carriers send from few addresses, and as much as we sold.
    await requireWithinNet(c.get('ctx'));
  }
  await next();
});

/** Where staff work beside sellers. */
const SHARED_PATH = /^\/api\/v1\/(fulfilments|seller)\//;

api.use(async (c, next) => {
  const { actor } = c.get('ctx');
  const isStaffWork = actor.kind === 'user' && actor.role === 'staff' && SHARED_PATH.test(c.req.path);
  if (isStaffWork || c.req.path.startsWith('/api/v1/admin/')) await requireCloudflareAccess(c.env, c.req.raw);
  await next();
});

api.use(limitBody);

for (const routes of [
  accountRoutes,
  googleRoutes,
  securityRoutes,
  passkeyRoutes,
  deviceRoutes,
  profileRoutes,
  catalogRoutes,
  searchRoutes,
  suggestRoutes,
  staffSearchRoutes,
  rebuildRoutes,
  deliveryRoutes,
  cartRoutes,
  listRoutes,
  promotionRoutes,
  checkoutRoutes,
  paymentRoutes,
  paymentAdminRoutes,
  inboxRoutes,
  orderRoutes,
  invoiceRoutes,
  staffOrderRoutes,
  fulfilmentRoutes,
  carrierRoutes,
  importRoutes,
  catalogEditRoutes,
  deliveryAdminRoutes,
  mediaRoutes,
  stockRoutes,
  adminRoutes,
  peopleRoutes,
  ledgerRoutes,
]) {
  api.route('/api/v1', routes);
}

api.get('/api/v1/health', async (c) => {
  await c.env.DB.prepare('SELECT 1').first();
  return c.json({ status: 'ok' });
});

api.doc31('/api/v1/openapi.json', {
  openapi: '3.1.0',
  info: {
    title: 'Haat',
    version: '1',
    description: 'The shop’s API. Amounts are whole paise, times ISO 8601 in UTC, errors RFC 9457 problem details.',
  },
  servers: [{ url: '/' }],
});

api.onError((error, c) => {
  const { log, requestId } = c.get('ctx');
  const known = knownError(error);
  if (known.status >= 500) log.error('unexpected', { error });
  for (const [name, value] of limitHeaders(known)) c.header(name, value);
  return c.json(problemOf(known, requestId), known.status as 500, { 'content-type': 'application/problem+json' });
});

api.notFound((c) => {
  throw new AppError('not_found', `There is no ${c.req.method} ${c.req.path}.`);
});

function knownError(error: Error): AppError {
  if (error instanceof AppError) return error;
  // Hono's validators throw it for one reason only: a body that says it is JSON and is not.
  if (error instanceof HTTPException && error.status === 400) {
    return new AppError('malformed_json', 'The body is not valid JSON.');
  }
  return new AppError('internal', 'We have been told. Try again in a moment.');
}

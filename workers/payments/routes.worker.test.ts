import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { eventBody, signatureOf } from '../../test/builders/gateway.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { createRouter } from '../http/openapi.ts';
import { AppError, problemOf } from '../http/problem.ts';
import { MAX_WEBHOOK_BYTES } from './receive-webhook.ts';
import { paymentRoutes } from './routes.ts';

const app = createRouter();
app.use(async (c, next) => {
  c.set('ctx', givenContext({ actor: { kind: 'anonymous' } }));
  await next();
});
app.route('/', paymentRoutes);
app.onError((error, c) => {
  if (!(error instanceof AppError)) throw error;
  return c.json(problemOf(error, 'req_test'), error.status as 400);
});

const post = (path: string, body = '', headers: HeadersInit = {}) =>
  app.request(path, { method: 'POST', body, headers }, env);

test('a signed webhook is kept and acted on', async () => {
  const order = await givenUnpaidOrder();
  const body = eventBody(order);
  const answer = await post('/payments/webhook/stripe', body, await signatureOf(body));
  expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
  expect(await order.status()).toBe('paid');
});

test('a webhook of somebody else is 400, a huge one 413', async () => {
  const forged = await post('/payments/webhook/stripe', '{}', { 'stripe-signature': 't=1,v1=00' });
  expect([forged.status, await forged.json()]).toMatchObject([400, { code: 'invalid_signature' }]);
  const huge = await post('/payments/webhook/stripe', 'x'.repeat(MAX_WEBHOOK_BYTES + 1));
  expect(huge.status).toBe(413);
});

test('a payment needs an order number of an order of your own', async () => {
  const { orderNo } = await givenUnpaidOrder({ isStarted: false });
  expect((await post(`/payments/${orderNo}/create-intent`)).status).toBe(404);
  const wrong = await post('/payments/nonsense/create-intent');
  expect([wrong.status, await wrong.json()]).toMatchObject([422, { errors: [{ field: 'param.orderNo' }] }]);
});

test('every route is in the OpenAPI document', () => {
  const { paths = {} } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Haat', version: '1' } });
  expect(Object.keys(paths)).toEqual([
    '/payments/{orderNo}/create-intent',
    '/payments/webhook/stripe',
    '/payments/webhook/razorpay',
    '/payments/razorpay/callback',
  ]);
  const { parameters } = paths['/payments/webhook/razorpay']?.post ?? {};
  expect(parameters).toMatchObject([{ name: 'x-razorpay-signature' }, { name: 'x-razorpay-event-id' }]);
});

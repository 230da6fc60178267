import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { AppError } from '../http/problem.ts';
import { orderNoSchema } from '../orders/schemas.ts';
import { MAX_WEBHOOK_BYTES, receiveWebhook } from './receive-webhook.ts';
import { paymentStartSchema, webhookReceiptSchema } from './schemas.ts';
import { startPayment } from './start-payment.ts';

const tags = ['Payments'];

export const paymentRoutes = createRouter();

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/{orderNo}/create-intent',
    tags,
    summary: 'Start, or start again, the payment of one of your orders',
    description: 'Takes the order number. Repeats answer the same: an order has one payment.',
    request: { params: z.object({ orderNo: orderNoSchema }) },
    responses: { 200: json(paymentStartSchema, 'How to pay'), ...problems(404, 409, 422, 500, 502) },
  }),
  async (c) => c.json(await startPayment(c.get('ctx'), c.req.valid('param').orderNo), 200),
);

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/webhook/stripe',
    tags,
    summary: 'For Stripe: tell of a payment',
    description: 'Signed over the raw body. Kept before it is acted on; repeats and any order do no harm.',
    request: { headers: z.object({ 'stripe-signature': z.string().max(2000).optional() }) },
    responses: { 200: json(webhookReceiptSchema, 'Kept'), ...problems(400, 413, 500) },
  }),
  async (c) => {
    // Refused before it is read, where the sender says how long it is.
    if (Number(c.req.header('content-length') ?? 0) > MAX_WEBHOOK_BYTES) {
      throw new AppError('body_too_large', 'A webhook is at most 256 KB.');
    }
    await receiveWebhook(c.get('ctx'), new Uint8Array(await c.req.arrayBuffer()), c.req.raw.headers);
    return c.json({ received: true } as const, 200);
  },
);

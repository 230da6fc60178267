import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { type ApiEnv, createRouter, json, problems, validationError } from '../http/openapi.ts';
import { optionalBody } from '../http/optional-body.ts';
import { AppError } from '../http/problem.ts';
import { orderNoSchema } from '../orders/schemas.ts';
import { confirmPayment } from './confirm-payment.ts';
import type { GatewayName } from './gateway.ts';
import { MAX_WEBHOOK_BYTES, receiveWebhook } from './receive-webhook.ts';
import {
  confirmationSchema,
  paymentChoiceSchema,
  paymentStartSchema,
  razorpayCallbackSchema,
  webhookReceiptSchema,
} from './schemas.ts';
import { startPayment } from './start-payment.ts';

const tags = ['Payments'];

export const paymentRoutes = createRouter();

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/{orderNo}/create-intent',
    middleware: [optionalBody] as const,
    tags,
    summary: 'Start, or start again, the payment of one of your orders',
    description:
      'Takes the order number. While the order waits, any gateway and method may be tried; repeats answer the same.',
    request: {
      params: z.object({ orderNo: orderNoSchema }),
      body: { required: false, content: { 'application/json': { schema: paymentChoiceSchema } } },
    },
    responses: { 200: json(paymentStartSchema, 'How to pay'), ...problems(404, 409, 422, 500, 502) },
  }),
  async (c) => c.json(await startPayment(c.get('ctx'), c.req.valid('param').orderNo, c.req.valid('json')), 200),
);

const webhookAnswers = { 200: json(webhookReceiptSchema, 'Kept'), ...problems(400, 409, 413, 500) };
const description =
  'Signed over the raw body. Kept before it is acted on; repeats and any order do no harm. One that is signed rightly but of another mode or account is kept, answered with 409, and not acted on.';

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/webhook/stripe',
    tags,
    summary: 'For Stripe: tell of a payment, a refund or a dispute',
    description,
    request: { headers: z.object({ 'stripe-signature': z.string().max(2000).optional() }) },
    responses: webhookAnswers,
  }),
  async (c) => {
    await takeWebhook(c, 'stripe');
    return c.json({ received: true } as const, 200);
  },
);

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/webhook/razorpay',
    tags,
    summary: 'For Razorpay: tell of a payment, a refund or a dispute',
    description,
    request: {
      headers: z.object({
        'x-razorpay-signature': z.string().max(200).optional(),
        'x-razorpay-event-id': z.string().max(200).optional(),
      }),
    },
    responses: webhookAnswers,
  }),
  async (c) => {
    await takeWebhook(c, 'razorpay');
    return c.json({ received: true } as const, 200);
  },
);

paymentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/payments/razorpay/callback',
    middleware: [optionalBody] as const,
    tags,
    summary: 'For a browser that has paid at Razorpay',
    description: 'A form is answered with the way to the order’s page, JSON with the state of the order.',
    request: {
      body: {
        required: false,
        content: {
          'application/json': { schema: razorpayCallbackSchema },
          'application/x-www-form-urlencoded': { schema: razorpayCallbackSchema },
        },
      },
    },
    responses: {
      200: json(confirmationSchema, 'The order'),
      303: { description: 'To the page of the order' },
      ...problems(400, 422, 500),
    },
  }),
  async (c) => {
    const form = c.req.valid('form');
    const isForm = Object.keys(form).length > 0;
    const callback = razorpayCallbackSchema.safeParse(isForm ? form : c.req.valid('json'));
    if (!callback.success) throw validationError(callback.error);
    const {
      razorpay_order_id: orderRef,
      razorpay_payment_id: paymentRef,
      razorpay_signature: signature,
    } = callback.data;
    const confirmed = await confirmPayment(c.get('ctx'), { orderRef, paymentRef, signature });
    return isForm ? c.redirect(`/orders/${confirmed.orderNo}?paid=1`, 303) : c.json(confirmed, 200);
  },
);

async function takeWebhook(c: HonoContext<ApiEnv>, gateway: GatewayName): Promise<void> {
  // Refused before it is read, where the sender says how long it is.
  if (Number(c.req.header('content-length') ?? 0) > MAX_WEBHOOK_BYTES) {
    throw new AppError('body_too_large', 'A webhook is at most 256 KB.');
  }
  await receiveWebhook(c.get('ctx'), gateway, new Uint8Array(await c.req.arrayBuffer()), c.req.raw.headers);
}

import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { placeOrder } from './place-order.ts';
import { previewCheckout } from './preview-checkout.ts';
import {
  checkoutPreviewSchema,
  checkoutSchema,
  idempotencyKeySchema,
  placedOrderSchema,
  previewQuerySchema,
} from './schemas.ts';

export const checkoutRoutes = createRouter();

checkoutRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/checkout',
    tags: ['Checkout'],
    summary: 'What the cart costs and when it arrives, for an address and a payment method',
    request: { query: previewQuerySchema },
    responses: { 200: json(checkoutPreviewSchema, 'The preview'), ...problems(401, 422) },
  }),
  async (c) => c.json(await previewCheckout(c.get('ctx'), c.req.valid('query')), 200),
);

checkoutRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/checkout',
    tags: ['Checkout'],
    summary: 'Turn the cart into an order',
    request: { headers: z.object({ 'idempotency-key': idempotencyKeySchema }), body: body(checkoutSchema) },
    responses: { 201: json(placedOrderSchema, 'The order'), ...problems(401, 409, 422) },
  }),
  async (c) => {
    const order = await placeOrder(c.get('ctx'), c.req.valid('json'), c.req.valid('header')['idempotency-key']);
    return c.json(order, 201);
  },
);

import { createRoute, z } from '@hono/zod-openapi';
import { botTokenOf } from '../http/bot-check.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { orderNoSchema } from '../orders/schemas.ts';
import { listPaymentMethods } from './list-payment-methods.ts';
import { placeOrder } from './place-order.ts';
import { previewCheckout } from './preview-checkout.ts';
import {
  cashChoiceSchema,
  checkoutPreviewSchema,
  checkoutSchema,
  idempotencyKeySchema,
  paymentMethodsSchema,
  placedOrderSchema,
  previewQuerySchema,
} from './schemas.ts';
import { switchToCash } from './switch-to-cash.ts';

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
    responses: { 201: json(placedOrderSchema, 'The order'), ...problems(401, 409, 422, 429) },
  }),
  async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    const order = await placeOrder(c.get('ctx'), c.req.valid('json'), key, botTokenOf(c.req.raw));
    return c.json(order, 201);
  },
);

checkoutRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/orders/{orderNo}/payment-methods',
    tags: ['Checkout'],
    summary: 'How one of your orders can be paid while it waits',
    request: { params: z.object({ orderNo: orderNoSchema }) },
    responses: { 200: json(paymentMethodsSchema, 'Gateways and cash'), ...problems(404, 409, 422) },
  }),
  async (c) => c.json(await listPaymentMethods(c.get('ctx'), c.req.valid('param').orderNo), 200),
);

checkoutRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/orders/{orderNo}/payment-method',
    tags: ['Checkout'],
    summary: 'Pay one of your orders on delivery instead',
    description: 'Repeats answer the same. Money that a gateway captures afterwards is given back.',
    request: { params: z.object({ orderNo: orderNoSchema }), body: body(cashChoiceSchema) },
    responses: { 200: json(placedOrderSchema, 'The order, now certain'), ...problems(404, 409, 422) },
  }),
  async (c) => {
    const { expectedGrandPaise } = c.req.valid('json');
    return c.json(await switchToCash(c.get('ctx'), c.req.valid('param').orderNo, expectedGrandPaise), 200);
  },
);

import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { cancelOrder } from './cancel-order.ts';
import { findOrder, listOrders } from './queries.ts';
import { cancellationSchema, orderListSchema, orderNoSchema, orderSchema } from './schemas.ts';

const params = z.object({ orderNo: orderNoSchema });
const tags = ['Orders'];

export const orderRoutes = createRouter();

orderRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/orders',
    tags,
    summary: 'Your orders, newest first',
    request: {
      query: z.object({
        cursor: z
          .string()
          .regex(/^[0-9a-z]{1,12}$/)
          .optional(),
      }),
    },
    responses: { 200: json(orderListSchema, 'A page of orders'), ...problems(401, 422) },
  }),
  async (c) => c.json(await listOrders(c.get('ctx'), c.req.valid('query')), 200),
);

orderRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/orders/{orderNo}',
    tags,
    summary: 'One of your orders, with its parcels, invoices and timeline',
    request: { params },
    responses: { 200: json(orderSchema, 'The order'), ...problems(404, 422) },
  }),
  async (c) => c.json(await findOrder(c.get('ctx'), c.req.valid('param').orderNo), 200),
);

orderRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/orders/{orderNo}/cancel',
    tags,
    summary: 'Cancel an order, or some lines of it, before they are shipped',
    description: 'Without a body, or without `skus`, everything that stands. Repeats change nothing.',
    request: { params, body: { required: false, content: { 'application/json': { schema: cancellationSchema } } } },
    responses: { 200: json(orderSchema, 'The order afterwards'), ...problems(404, 409, 422) },
  }),
  async (c) => {
    const { orderNo } = c.req.valid('param');
    await cancelOrder(c.get('ctx'), orderNo, c.req.valid('json'));
    return c.json(await findOrder(c.get('ctx'), orderNo), 200);
  },
);

import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { cancelOrderAsStaff } from './cancel-order.ts';
import { findStaffOrder } from './find-staff-order.ts';
import { listStaffOrders } from './list-staff-orders.ts';
import { cancellationSchema, orderNoSchema } from './schemas.ts';
import { staffOrderListSchema, staffOrderSchema, staffOrdersQuerySchema } from './staff-schemas.ts';

const params = z.object({ orderNo: orderNoSchema });
const tags = ['Orders, for staff'];

export const staffOrderRoutes = createRouter();

staffOrderRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/orders',
    tags,
    summary: 'Orders of everybody, newest first, by state or by what somebody knows of them',
    request: { query: staffOrdersQuerySchema },
    responses: { 200: json(staffOrderListSchema, 'A page of orders'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listStaffOrders(c.get('ctx'), c.req.valid('query')), 200),
);

staffOrderRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/orders/{orderNo}',
    tags,
    summary: 'All that is known of an order: its log, money, documents, and its price computed again',
    request: { params },
    responses: { 200: json(staffOrderSchema, 'The order'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findStaffOrder(c.get('ctx'), c.req.valid('param').orderNo), 200),
);

staffOrderRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/orders/{orderNo}/cancel',
    tags,
    summary: 'Cancel an order, or some lines of it, on behalf of its buyer',
    description: 'Without a body, or without `skus`, everything that stands. Repeats change nothing.',
    request: { params, body: { required: false, content: { 'application/json': { schema: cancellationSchema } } } },
    responses: { 200: json(staffOrderSchema, 'The order afterwards'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { orderNo } = c.req.valid('param');
    await cancelOrderAsStaff(c.get('ctx'), orderNo, c.req.valid('json'));
    return c.json(await findStaffOrder(c.get('ctx'), orderNo), 200);
  },
);

import { createRoute, z } from '@hono/zod-openapi';
import { skuSchema } from '../cart/schemas.ts';
import { pincodeSchema } from '../delivery/schemas.ts';
import { createRouter, json, problems } from '../http/openapi.ts';
import { findDelivery } from './queries.ts';
import { deliverySchema } from './schemas.ts';

export const deliveryRoutes = createRouter();

deliveryRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/delivery/{pincode}',
    tags: ['Delivery'],
    summary: 'What a pincode gets, and when a SKU would arrive there',
    request: { params: z.object({ pincode: pincodeSchema }), query: z.object({ sku: skuSchema.optional() }) },
    responses: { 200: json(deliverySchema, 'The delivery'), ...problems(422) },
  }),
  async (c) => c.json(await findDelivery(c.get('ctx'), c.req.valid('param').pincode, c.req.valid('query').sku), 200),
);

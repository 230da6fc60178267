import { createRoute, z } from '@hono/zod-openapi';
import { skuSchema } from '../cart/schemas.ts';
import { idempotencyKeySchema } from '../checkout/schemas.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { adjustStock } from './adjust-stock.ts';
import { auditStock } from './audit-stock.ts';
import { findStock } from './queries.ts';
import { adjustedSchema, adjustmentSchema, splitSchema, stockAuditSchema, stockSchema } from './schemas.ts';
import { splitStock } from './split-stock.ts';

const params = z.object({ sku: skuSchema });
const tags = ['Stock'];

export const stockRoutes = createRouter();

stockRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/stock/audit',
    tags,
    summary: 'Whether objects, ledgers, projection and orders agree about every SKU that was ever touched',
    request: { query: z.object({ cursor: skuSchema.optional() }) },
    responses: { 200: json(stockAuditSchema, 'A page of SKUs'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await auditStock(c.get('ctx'), c.req.valid('query').cursor), 200),
);

stockRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/stock/{sku}',
    tags,
    summary: 'The stock of a SKU: level, ledger, holds, and what pages believe',
    request: { params },
    responses: { 200: json(stockSchema, 'The stock'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findStock(c.get('ctx'), c.req.valid('param').sku), 200),
);

stockRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/stock/{sku}/adjustments',
    tags,
    summary: 'Add or take pieces, or say how many were counted; never less than is promised',
    request: {
      params,
      headers: z.object({ 'idempotency-key': idempotencyKeySchema }),
      body: body(adjustmentSchema),
    },
    responses: { 200: json(adjustedSchema, 'The stock afterwards'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { sku } = c.req.valid('param');
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(await adjustStock(c.get('ctx'), sku, c.req.valid('json'), key), 200);
  },
);

stockRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/stock/{sku}/split',
    tags,
    summary: 'Split a hot SKU over several objects; only more of them',
    request: { params, body: body(splitSchema) },
    responses: { 200: json(stockSchema, 'The stock'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await splitStock(c.get('ctx'), c.req.valid('param').sku, c.req.valid('json').shards), 200),
);

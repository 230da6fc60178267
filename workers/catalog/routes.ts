import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { pincodeSchema } from '../delivery/schemas.ts';
import { createRouter, json, problems } from '../http/openapi.ts';
import { findProduct } from './find-product.ts';
import { findCategory, listCategories } from './queries.ts';
import { categoryDetailSchema, categoryListSchema, productDetailSchema, slugSchema } from './schemas.ts';

const slugParam = z.object({ slug: slugSchema });
const tags = ['Catalogue'];

/** Long enough for a click and a click back, short enough that an edit shows within seconds. */
const BRIEFLY = 'public, max-age=10, stale-while-revalidate=60';
/** What is in stock changes by the second: a copy is only good while the ETag says so. */
const CHECKED = 'no-cache';

export const catalogRoutes = createRouter();
catalogRoutes.use('/categories', etag());
catalogRoutes.use('/categories/:slug', etag());
catalogRoutes.use('/products/:slug', etag());

catalogRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/categories',
    tags,
    summary: 'All categories that have products, depth-first',
    responses: { 200: json(categoryListSchema, 'The categories') },
  }),
  async (c) => {
    const categories = await listCategories(c.get('ctx'));
    return c.json({ categories }, 200, { 'cache-control': BRIEFLY });
  },
);

catalogRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/categories/{slug}',
    tags,
    summary: 'A category with its way up, its children and its filters',
    request: { params: slugParam },
    responses: { 200: json(categoryDetailSchema, 'The category'), ...problems(404, 422) },
  }),
  async (c) => {
    const category = await findCategory(c.get('ctx'), c.req.valid('param').slug);
    return c.json(category, 200, { 'cache-control': BRIEFLY });
  },
);

catalogRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/products/{slug}',
    tags,
    summary: 'A product with its variants and the offers of all sellers',
    description: 'With a pincode every offer says whether, when and for how much it gets there.',
    request: { params: slugParam, query: z.object({ pincode: pincodeSchema.optional() }) },
    responses: { 200: json(productDetailSchema, 'The product'), ...problems(404, 422) },
  }),
  async (c) => {
    const product = await findProduct(c.get('ctx'), c.req.valid('param').slug, c.req.valid('query'));
    return c.json(product, 200, { 'cache-control': CHECKED });
  },
);

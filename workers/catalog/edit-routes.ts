import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { editListing } from './edit-listing.ts';
import { editProduct } from './edit-product.ts';
import {
  editedListingSchema,
  editedProductSchema,
  listingEditSchema,
  productEditSchema,
  skuParamsSchema,
} from './edit-schemas.ts';
import { slugSchema } from './schemas.ts';

const tags = ['Catalogue, for staff'];

export const catalogEditRoutes = createRouter();

catalogEditRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/admin/listings/{sku}',
    tags,
    summary: 'Change price, MRP, status, handling days or cash of a listing',
    description: 'Shoppers see it on the next view: the product’s cards, pages and search follow within seconds.',
    request: { params: skuParamsSchema, body: body(listingEditSchema) },
    responses: { 200: json(editedListingSchema, 'The listing'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await editListing(c.get('ctx'), c.req.valid('param').sku, c.req.valid('json')), 200),
);

catalogEditRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/admin/products/{slug}',
    tags,
    summary: 'Change title, description or status of a product',
    request: { params: z.object({ slug: slugSchema }), body: body(productEditSchema) },
    responses: { 200: json(editedProductSchema, 'The product'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await editProduct(c.get('ctx'), c.req.valid('param').slug, c.req.valid('json')), 200),
);

import { createRoute, z } from '@hono/zod-openapi';
import { pincodeSchema } from '../delivery/schemas.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { orderNoSchema } from '../orders/schemas.ts';
import { applyCoupon, removeCoupon } from './apply-coupon.ts';
import { addItem, changeItem, dismissMergeCuts, removeItem, restoreItem } from './change-cart.ts';
import { ownerOfRequest } from './owner-of-request.ts';
import { readCart } from './read-cart.ts';
import { reorder } from './reorder.ts';
import { moveSavedToCart, removeSaved, saveForLater } from './save-for-later.ts';
import {
  addItemSchema,
  applyCouponSchema,
  cartChangeSchema,
  cartSchema,
  changeItemSchema,
  reorderSchema,
  skuSchema,
} from './schemas.ts';

const skuParam = z.object({ sku: skuSchema });
const tags = ['Cart'];

export const cartRoutes = createRouter();

cartRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/cart',
    tags,
    summary: 'The cart at today’s prices',
    description: 'With a pincode, what its delivery costs and when each parcel is there.',
    request: { query: z.object({ pincode: pincodeSchema.optional() }) },
    responses: { 200: json(cartSchema, 'The cart'), ...problems(422) },
  }),
  async (c) => c.json(await readCart(c.get('ctx'), c.req.valid('query')), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/cart/items',
    tags,
    summary: 'Add to the cart; a visitor without a cart gets one by cookie',
    request: { body: body(addItemSchema) },
    responses: { 201: json(cartChangeSchema, 'Added'), ...problems(400, 409, 422) },
  }),
  async (c) => c.json(await addItem(await ownerOfRequest(c), c.req.valid('json')), 201),
);

cartRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/cart/items/{sku}',
    tags,
    summary: 'Set the quantity of a line',
    request: { params: skuParam, body: body(changeItemSchema) },
    responses: { 200: json(cartChangeSchema, 'Changed'), ...problems(404, 409, 422) },
  }),
  async (c) => c.json(await changeItem(c.get('ctx'), c.req.valid('param').sku, c.req.valid('json').quantity), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/cart/items/{sku}',
    tags,
    summary: 'Take a line out',
    request: { params: skuParam },
    responses: { 200: json(cartChangeSchema, 'Removed'), ...problems(404, 422) },
  }),
  async (c) => c.json(await removeItem(c.get('ctx'), c.req.valid('param').sku), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/cart/items/{sku}/restore',
    tags,
    summary: 'Take back one of the last ten removals: as many pieces, in their place',
    request: { params: skuParam },
    responses: { 200: json(cartChangeSchema, 'Restored'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await restoreItem(c.get('ctx'), c.req.valid('param').sku), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/cart/items/{sku}/save',
    tags,
    summary: 'Save a line for later',
    request: { params: skuParam },
    responses: { 200: json(cartChangeSchema, 'Put aside'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await saveForLater(c.get('ctx'), c.req.valid('param').sku), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/cart/saved/{sku}/move',
    tags,
    summary: 'Move what was saved for later back into the cart',
    request: { params: skuParam },
    responses: { 200: json(cartChangeSchema, 'In the cart'), ...problems(401, 404, 409, 422) },
  }),
  async (c) => c.json(await moveSavedToCart(c.get('ctx'), c.req.valid('param').sku), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/cart/saved/{sku}',
    tags,
    summary: 'Drop what was saved for later',
    request: { params: skuParam },
    responses: { 200: json(cartChangeSchema, 'Removed'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await removeSaved(c.get('ctx'), c.req.valid('param').sku), 200),
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/cart/apply-coupon',
    tags,
    summary: 'Apply a coupon; the one that was there goes. Repeats change nothing',
    description: 'A coupon that does not work for this cart is refused with the reason, and changes nothing.',
    request: { body: body(applyCouponSchema) },
    responses: { 200: json(cartSchema, 'The cart with its coupon'), ...problems(401, 409, 422) },
  }),
  async (c) => {
    await applyCoupon(c.get('ctx'), c.req.valid('json').code);
    return c.json(await readCart(c.get('ctx')), 200);
  },
);

cartRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/cart/coupon',
    tags,
    summary: 'Take the coupon off. Repeats change nothing',
    responses: { 200: json(cartSchema, 'The cart without a coupon'), ...problems(401) },
  }),
  async (c) => {
    await removeCoupon(c.get('ctx'));
    return c.json(await readCart(c.get('ctx')), 200);
  },
);

cartRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/cart/notices',
    tags,
    summary: 'Take note of what could not be brought along at the sign-in',
    responses: { 204: { description: 'Dismissed' }, ...problems(401) },
  }),
  async (c) => {
    await dismissMergeCuts(c.get('ctx'));
    return c.body(null, 204);
  },
);

cartRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/orders/{orderNo}/reorder',
    tags: ['Orders'],
    summary: 'Put what an order held into the cart again, as far as it can be had',
    request: { params: z.object({ orderNo: orderNoSchema }) },
    responses: { 200: json(reorderSchema, 'What is in the cart now, and what is not'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await reorder(c.get('ctx'), c.req.valid('param').orderNo), 200),
);

import { createRoute, z } from '@hono/zod-openapi';
import { ownerOfRequest } from '../cart/owner-of-request.ts';
import { cartChangeSchema, skuSchema } from '../cart/schemas.ts';
import { createRouter, json, problems } from '../http/openapi.ts';
import { addWish } from './add-wish.ts';
import { moveWishToCart } from './move-wish-to-cart.ts';
import { readWishlist, readWishSkus } from './read-wishlist.ts';
import { removeWish } from './remove-wish.ts';
import { wishlistSchema, wishlistSkusSchema } from './schemas.ts';

const params = z.object({ sku: skuSchema });
const tags = ['Lists'];

export const listRoutes = createRouter();

listRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/lists/wishlist',
    tags,
    summary: 'Your wishlist, with what has changed since',
    responses: { 200: json(wishlistSchema, 'The wishlist, newest first') },
  }),
  async (c) => c.json(await readWishlist(c.get('ctx')), 200),
);

listRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/lists/wishlist/skus',
    tags,
    summary: 'Only which SKUs are on your wishlist',
    responses: { 200: json(wishlistSkusSchema, 'The SKUs') },
  }),
  async (c) => c.json(await readWishSkus(c.get('ctx')), 200),
);

listRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/lists/wishlist/{sku}',
    tags,
    summary: 'Put an item on the wishlist; a visitor without one gets one by cookie. Repeats change nothing',
    request: { params },
    responses: { 200: json(wishlistSkusSchema, 'The SKUs of the list'), ...problems(400, 422) },
  }),
  async (c) => c.json(await addWish(await ownerOfRequest(c), c.req.valid('param').sku), 200),
);

listRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/lists/wishlist/{sku}',
    tags,
    summary: 'Take an item off the wishlist. Repeats change nothing',
    request: { params },
    responses: { 200: json(wishlistSkusSchema, 'The SKUs of the list'), ...problems(401, 422) },
  }),
  async (c) => c.json(await removeWish(c.get('ctx'), c.req.valid('param').sku), 200),
);

listRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/lists/wishlist/{sku}/move-to-cart',
    tags,
    summary: 'Move one piece from the wishlist to the cart',
    request: { params },
    responses: { 200: json(cartChangeSchema, 'Moved'), ...problems(401, 404, 409, 422) },
  }),
  async (c) => c.json(await moveWishToCart(c.get('ctx'), c.req.valid('param').sku), 200),
);

import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { actAs, type Context } from '../context.ts';
import { startGuest } from '../http/auth.ts';
import { type ApiEnv, body, createRouter, json, problems } from '../http/openapi.ts';
import { addItem, changeItem, dismissMergeCuts, removeItem } from './change-cart.ts';
import { readCart } from './read-cart.ts';
import { addItemSchema, cartChangeSchema, cartSchema, changeItemSchema, skuSchema } from './schemas.ts';

const skuParam = z.object({ sku: skuSchema });
const tags = ['Cart'];

export const cartRoutes = createRouter();

cartRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/cart',
    tags,
    summary: 'The cart at today’s prices',
    responses: { 200: json(cartSchema, 'The cart') },
  }),
  async (c) => c.json(await readCart(c.get('ctx')), 200),
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
  async (c) => c.json(await addItem(await withCart(c), c.req.valid('json')), 201),
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

/** The first thing in a cart makes an anonymous visitor a guest. */
async function withCart(c: HonoContext<ApiEnv>): Promise<Context> {
  const ctx = c.get('ctx');
  if (ctx.actor.kind !== 'anonymous') return ctx;
  const { actor, setCookie } = await startGuest(c.env, c.req.raw, ctx.newId);
  c.header('set-cookie', setCookie, { append: true });
  return actAs(ctx, actor);
}

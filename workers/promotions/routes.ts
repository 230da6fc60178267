import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { changePromotion } from './change-promotion.ts';
import { createPromotion } from './create-promotion.ts';
import { findPromotion, listPromotions } from './find-promotion.ts';
import { listOffers } from './offers.ts';
import {
  newPromotionSchema,
  offerListSchema,
  promotionChangeSchema,
  promotionDetailSchema,
  promotionIdSchema,
  promotionListSchema,
  promotionQuerySchema,
} from './schemas.ts';
import { endPromotion, pausePromotion, resumePromotion } from './switch-promotion.ts';

const tags = ['Promotions, for staff'];
const params = z.object({ promotionId: promotionIdSchema });

export const promotionRoutes = createRouter();

promotionRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/offers',
    tags: ['Catalogue'],
    summary: 'Promotions and coupons that run now and are meant to be shown',
    responses: { 200: json(offerListSchema, 'The offers') },
  }),
  async (c) => {
    const offers = await listOffers(c.get('ctx'));
    return c.json({ offers: [...offers] }, 200, { 'cache-control': 'public, max-age=10, stale-while-revalidate=60' });
  },
);

promotionRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/promotions',
    tags,
    summary: 'Promotions, newest first, by kind, status or code',
    request: { query: promotionQuerySchema },
    responses: { 200: json(promotionListSchema, 'A page of promotions'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listPromotions(c.get('ctx'), c.req.valid('query')), 200),
);

promotionRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/promotions',
    tags,
    summary: 'A new promotion, coupon or flash sale',
    request: { body: body(newPromotionSchema) },
    responses: { 201: json(promotionDetailSchema, 'The promotion'), ...problems(401, 403, 409, 422) },
  }),
  async (c) => c.json(await createPromotion(c.get('ctx'), c.req.valid('json')), 201),
);

promotionRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/promotions/{promotionId}',
    tags,
    summary: 'A promotion with what it was used for and what it cost whom',
    request: { params },
    responses: { 200: json(promotionDetailSchema, 'The promotion'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findPromotion(c.get('ctx'), c.req.valid('param').promotionId), 200),
);

promotionRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/promotions/{promotionId}',
    tags,
    summary: 'Make a promotion as it is given; kind, code and SKU stay',
    description: 'Counts for the next order. Orders that hold it keep what they were promised.',
    request: { params, body: body(promotionChangeSchema) },
    responses: { 200: json(promotionDetailSchema, 'The promotion'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await changePromotion(c.get('ctx'), c.req.valid('param').promotionId, c.req.valid('json')), 200),
);

promotionRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/promotions/{promotionId}/pause',
    tags,
    summary: 'Give it to no new order for now',
    request: { params },
    responses: { 200: json(promotionDetailSchema, 'The promotion, paused'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await pausePromotion(c.get('ctx'), c.req.valid('param').promotionId), 200),
);

promotionRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/promotions/{promotionId}/pause',
    tags,
    summary: 'Go on with a paused promotion',
    request: { params },
    responses: { 200: json(promotionDetailSchema, 'The promotion'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await resumePromotion(c.get('ctx'), c.req.valid('param').promotionId), 200),
);

promotionRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/promotions/{promotionId}/end',
    tags,
    summary: 'End it, for good',
    request: { params },
    responses: { 200: json(promotionDetailSchema, 'The promotion, ended'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await endPromotion(c.get('ctx'), c.req.valid('param').promotionId), 200),
);

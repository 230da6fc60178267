import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { findWebhook, listWebhooks } from './queries.ts';
import { replayWebhook } from './replay-webhook.ts';
import { webhookIdSchema, webhookListSchema, webhookQuerySchema, webhookSchema } from './schemas.ts';

const tags = ['Staff: webhooks'];
const params = z.object({ webhookId: webhookIdSchema });

export const inboxRoutes = createRouter();

inboxRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/webhooks',
    tags,
    summary: 'Webhooks of gateways and carriers, newest first',
    request: { query: webhookQuerySchema },
    responses: { 200: json(webhookListSchema, 'A page of webhooks'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listWebhooks(c.get('ctx'), c.req.valid('query')), 200),
);

inboxRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/webhooks/{webhookId}',
    tags,
    summary: 'A webhook with the body as it came',
    request: { params },
    responses: { 200: json(webhookSchema, 'The webhook'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findWebhook(c.get('ctx'), c.req.valid('param').webhookId), 200),
);

inboxRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/webhooks/{webhookId}/replay',
    tags,
    summary: 'Act on a webhook again, however it ended',
    request: { params },
    responses: { 200: json(webhookSchema, 'The webhook afterwards'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { webhookId } = c.req.valid('param');
    await replayWebhook(c.get('ctx'), webhookId);
    return c.json(await findWebhook(c.get('ctx'), webhookId), 200);
  },
);

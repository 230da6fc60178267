import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { continueRebuild, startRebuild } from './rebuild-index.ts';
import { rebuildIdSchema, rebuildSchema } from './rebuild-schemas.ts';

const tags = ['Search, for staff'];

export const rebuildRoutes = createRouter();

rebuildRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/search/rebuilds',
    tags,
    summary: 'Begin to rebuild the search index, or take up the rebuild that is open',
    responses: { 200: json(rebuildSchema, 'The rebuild and how far it is'), ...problems(401, 403) },
  }),
  async (c) => c.json(await startRebuild(c.get('ctx')), 200),
);

rebuildRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/search/rebuilds/{rebuildId}/pages',
    tags,
    summary: 'Rebuild the next products; behind the last of them searches read the new index',
    request: { params: z.object({ rebuildId: rebuildIdSchema }) },
    responses: { 200: json(rebuildSchema, 'How far it is'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await continueRebuild(c.get('ctx'), c.req.valid('param').rebuildId), 200),
);

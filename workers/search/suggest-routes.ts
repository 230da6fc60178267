import { createRoute } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { suggestAsTyped } from './suggest-as-typed.ts';
import { suggestedSchema, suggestQuerySchema } from './suggest-schemas.ts';

export const suggestRoutes = createRouter();

suggestRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/search/suggest',
    tags: ['Catalogue'],
    summary: 'Searches, products, brands and categories that begin with what is typed so far',
    description: 'Without `q`: what many search for, and the largest categories. It is not recorded.',
    request: { query: suggestQuerySchema },
    responses: { 200: json(suggestedSchema, 'A few of each kind'), ...problems(422) },
  }),
  async (c) => {
    const suggested = await suggestAsTyped(c.get('ctx'), c.req.valid('query').q);
    c.header('cache-control', 'public, max-age=60');
    return c.json(suggested, 200);
  },
);

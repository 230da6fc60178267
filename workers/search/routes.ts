import { createRoute } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { searchQuerySchema, searchResultSchema } from './schemas.ts';
import { searchProducts } from './search-products.ts';

export const searchRoutes = createRouter();

searchRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/products',
    tags: ['Catalogue'],
    summary: 'Search and browse, with counts for the filters',
    description:
      'Attributes of the category are filtered by `attr.<name>=value,value`. ' +
      'Words are matched by their stem, the last one also when it is unfinished.',
    request: { query: searchQuerySchema },
    responses: { 200: json(searchResultSchema, 'A page of products'), ...problems(422) },
  }),
  async (c) => {
    const result = await searchProducts(c.get('ctx'), c.req.valid('query'));
    c.header('cache-control', 'public, max-age=10, stale-while-revalidate=60');
    return c.json(result, 200);
  },
);

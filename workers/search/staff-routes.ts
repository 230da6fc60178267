import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { addSynonyms } from './add-synonyms.ts';
import { changeSynonyms } from './change-synonyms.ts';
import { findSynonyms, listSynonyms } from './list-synonyms.ts';
import { listTerms } from './list-terms.ts';
import { removeSynonyms } from './remove-synonyms.ts';
import {
  synonymIdSchema,
  synonymListSchema,
  synonymSetInputSchema,
  synonymSetSchema,
  termListSchema,
  termsQuerySchema,
} from './staff-schemas.ts';

const tags = ['Search, for staff'];
const params = z.object({ synonymId: synonymIdSchema });

export const staffSearchRoutes = createRouter();

staffSearchRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/search/terms',
    tags,
    summary: 'What people searched for, and what they did not find',
    request: { query: termsQuerySchema },
    responses: { 200: json(termListSchema, 'The terms, most asked first'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listTerms(c.get('ctx'), c.req.valid('query')), 200),
);

staffSearchRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/search/synonyms',
    tags,
    summary: 'Words that mean the same to the search',
    responses: { 200: json(synonymListSchema, 'Every set'), ...problems(401, 403) },
  }),
  async (c) => c.json({ synonyms: [...(await listSynonyms(c.get('ctx')))] }, 200),
);

staffSearchRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/search/synonyms',
    tags,
    summary: 'Add a set of synonyms; the same set again gives the one that is there',
    request: { body: body(synonymSetInputSchema) },
    responses: { 201: json(synonymSetSchema, 'The set'), ...problems(401, 403, 409, 422) },
  }),
  async (c) => c.json(await addSynonyms(c.get('ctx'), c.req.valid('json')), 201),
);

staffSearchRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/search/synonyms/{synonymId}',
    tags,
    summary: 'One set of synonyms',
    request: { params },
    responses: { 200: json(synonymSetSchema, 'The set'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findSynonyms(c.get('ctx'), c.req.valid('param').synonymId), 200),
);

staffSearchRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/search/synonyms/{synonymId}',
    tags,
    summary: 'Put other words into a set',
    request: { params, body: body(synonymSetInputSchema) },
    responses: { 200: json(synonymSetSchema, 'The set'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await changeSynonyms(c.get('ctx'), c.req.valid('param').synonymId, c.req.valid('json')), 200),
);

staffSearchRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/search/synonyms/{synonymId}',
    tags,
    summary: 'Remove a set of synonyms',
    request: { params },
    responses: { 204: { description: 'Removed' }, ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    await removeSynonyms(c.get('ctx'), c.req.valid('param').synonymId);
    return c.body(null, 204);
  },
);

import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../../http/openapi.ts';
import { finishImport } from './finish-import.ts';
import { importBatch } from './import-batch.ts';
import { findImport, listRejections } from './queries.ts';
import {
  batchResultSchema,
  importBatchSchema,
  importIdSchema,
  importSchema,
  rejectionCursorSchema,
  rejectionsSchema,
  startImportSchema,
} from './schemas.ts';
import { startImport } from './start-import.ts';

const params = z.object({ importId: importIdSchema });
const tags = ['Imports'];

export const importRoutes = createRouter();

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/imports',
    tags,
    summary: 'Begin to import a file of listings, or take up its unfinished import',
    request: { body: body(startImportSchema) },
    responses: { 200: json(importSchema, 'The import and where to go on'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await startImport(c.get('ctx'), c.req.valid('json')), 200),
);

importRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/imports/{importId}',
    tags,
    summary: 'How far an import is',
    request: { params },
    responses: { 200: json(importSchema, 'The import'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findImport(c.get('ctx'), c.req.valid('param').importId), 200),
);

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/imports/{importId}/batches',
    tags,
    summary: 'Import the next rows, all that are right, at once; or check them only, in a dry run',
    request: { params, body: body(importBatchSchema) },
    responses: { 200: json(batchResultSchema, 'What became of the rows'), ...problems(401, 403, 404, 409, 413, 422) },
  }),
  async (c) => c.json(await importBatch(c.get('ctx'), c.req.valid('param').importId, c.req.valid('json')), 200),
);

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/imports/{importId}/completion',
    tags,
    summary: 'Say that the file has been sent to its end',
    request: { params },
    responses: { 200: json(importSchema, 'The finished import'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await finishImport(c.get('ctx'), c.req.valid('param').importId), 200),
);

importRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/imports/{importId}/rejections',
    tags,
    summary: 'Rows that were not imported: line, field, reason',
    request: { params, query: z.object({ cursor: rejectionCursorSchema.optional() }) },
    responses: { 200: json(rejectionsSchema, 'A page of rejections'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    const { importId } = c.req.valid('param');
    return c.json(await listRejections(c.get('ctx'), importId, c.req.valid('query').cursor), 200);
  },
);

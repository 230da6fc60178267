import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { AppError } from '../http/problem.ts';
import { findDeadLetter, listAudit, listDeadLetters } from './queries.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';
import { auditListSchema, cursorSchema, deadLetterListSchema, deadLetterSchema } from './schemas.ts';

const tags = ['Running the shop'];
const params = z.object({ id: z.string().regex(/^ddl_[0-9A-Z]{26}$/, 'the id of a dead letter') });

export const adminRoutes = createRouter();

adminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/dead-letters',
    tags,
    summary: 'Messages whose consumers gave up, newest first',
    request: {
      query: z.object({ cursor: cursorSchema.optional(), open: z.stringbool().optional() }),
    },
    responses: { 200: json(deadLetterListSchema, 'A page of dead letters'), ...problems(401, 403, 422) },
  }),
  async (c) => {
    const { cursor, open: isOpen } = c.req.valid('query');
    return c.json(await listDeadLetters(c.get('ctx'), { cursor, isOpen }), 200);
  },
);

adminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/dead-letters/{id}',
    tags,
    summary: 'One dead letter with its message',
    request: { params },
    responses: { 200: json(deadLetterSchema, 'The dead letter'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    const { id } = c.req.valid('param');
    const letter = await findDeadLetter(c.get('ctx'), id);
    if (letter === null) throw new AppError('not_found', `There is no dead letter ${id}.`);
    return c.json(letter, 200);
  },
);

adminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/dead-letters/{id}/replay',
    tags,
    summary: 'Send a dead message again',
    request: { params },
    responses: { 200: json(deadLetterSchema, 'The letter, sent again'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await replayDeadLetter(c.get('ctx'), c.req.valid('param').id), 200),
);

adminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/audit',
    tags,
    summary: 'What staff did, newest first; of one subject with ?subject=',
    request: { query: z.object({ cursor: cursorSchema.optional(), subject: z.string().max(100).optional() }) },
    responses: { 200: json(auditListSchema, 'A page of the audit trail'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listAudit(c.get('ctx'), c.req.valid('query')), 200),
);

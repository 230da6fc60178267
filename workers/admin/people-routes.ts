import { createRoute, z } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { changeRole } from './change-role.ts';
import { findPerson } from './find-person.ts';
import { listPeople } from './list-people.ts';
import {
  peopleQuerySchema,
  peopleSchema,
  personSchema,
  roleChangeSchema,
  suspensionSchema,
  userIdSchema,
} from './people-schemas.ts';
import { restorePerson } from './restore-person.ts';
import { suspendPerson } from './suspend-person.ts';

const tags = ['People, for staff'];
const params = z.object({ userId: userIdSchema });

export const peopleRoutes = createRouter();

peopleRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/people',
    tags,
    summary: 'Everybody with an account, newest first, by role, or by a whole e-mail address, phone or id',
    request: { query: peopleQuerySchema },
    responses: { 200: json(peopleSchema, 'A page of people'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listPeople(c.get('ctx'), c.req.valid('query')), 200),
);

peopleRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/people/{userId}',
    tags,
    summary: 'How a person stands, and by what they sign in',
    request: { params },
    responses: { 200: json(personSchema, 'The person'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findPerson(c.get('ctx'), c.req.valid('param').userId), 200),
);

peopleRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/people/{userId}/suspension',
    tags,
    summary: 'Let a person in no longer; they are signed out everywhere at once',
    request: { params, body: body(suspensionSchema) },
    responses: { 200: json(personSchema, 'The person, suspended'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await suspendPerson(c.get('ctx'), c.req.valid('param').userId, c.req.valid('json')), 200),
);

peopleRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/people/{userId}/suspension',
    tags,
    summary: 'Let a suspended person in again',
    request: { params },
    responses: { 200: json(personSchema, 'The person'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await restorePerson(c.get('ctx'), c.req.valid('param').userId), 200),
);

peopleRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/people/{userId}/role',
    tags,
    summary: 'Make somebody a shopper, a member of a seller, or staff with permissions',
    description: 'Counts at their next request. Nobody gives a permission that they do not have themselves.',
    request: { params, body: body(roleChangeSchema) },
    responses: { 200: json(personSchema, 'The person'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await changeRole(c.get('ctx'), c.req.valid('param').userId, c.req.valid('json')), 200),
);

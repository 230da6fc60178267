import { createRoute } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../../http/openapi.ts';
import { answerSignIn, setCookies } from '../answer-sign-in.ts';
import { googleReturnSchema, googleStartSchema, secondFactorSchema, sessionSchema } from '../schemas.ts';
import { endedAttemptCookies, finishGoogleSignIn, startGoogleSignIn } from './google-sign-in.ts';

const tags = ['Accounts'];

export const googleRoutes = createRouter();

googleRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/google/start',
    tags,
    summary: 'Where to send the browser to sign in with Google; a cookie remembers the attempt',
    responses: { 200: json(googleStartSchema, 'The way to Google'), ...problems(403, 500, 502) },
  }),
  async (c) => {
    const { url, cookie } = await startGoogleSignIn(c.get('ctx'), c.req.raw, '/account');
    setCookies(c, [cookie]);
    return c.json({ url }, 200);
  },
);

googleRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/google/finish',
    tags,
    summary: 'Sign in by the query that Google came back with, in the browser that began it',
    request: { body: body(googleReturnSchema) },
    responses: {
      200: json(sessionSchema, 'Signed in; the guest’s cart comes along'),
      202: json(secondFactorSchema, 'Show the second factor'),
      ...problems(400, 401, 403, 413, 415, 422, 500, 502),
    },
  }),
  async (c) => {
    const { query } = c.req.valid('json');
    // First: a refusal answers with them too.
    setCookies(c, endedAttemptCookies(c.env, c.req.raw, query));
    return answerSignIn(c, (await finishGoogleSignIn(c.get('ctx'), c.req.raw, query)).result);
  },
);

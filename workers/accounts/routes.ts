import { createRoute } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { requireUser } from '../context.ts';
import type { UserActor } from '../http/access-token.ts';
import { familyOf } from '../http/auth.ts';
import { type ApiEnv, body, createRouter, json, problems } from '../http/openapi.ts';
import { readCookie, type Session, sessionCookies, signedOutCookies } from '../http/session-cookies.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { refresh } from './refresh-session.ts';
import { register } from './register.ts';
import { loginSchema, registerSchema, sessionSchema, userSchema } from './schemas.ts';

const tags = ['Accounts'];

export const accountRoutes = createRouter();

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/register',
    tags,
    summary: 'Open an account and sign in; the guest’s cart comes along',
    request: { body: body(registerSchema) },
    responses: { 201: json(sessionSchema, 'Signed in'), ...problems(400, 403, 409, 413, 415, 422) },
  }),
  async (c) => c.json(signIn(c, await register(c.get('ctx'), c.req.valid('json'))), 201),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/login',
    tags,
    summary: 'Sign in by e-mail and password; the guest’s cart comes along',
    request: { body: body(loginSchema) },
    responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 401, 403, 413, 415, 422) },
  }),
  async (c) => c.json(signIn(c, await login(c.get('ctx'), c.req.valid('json'))), 200),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/refresh',
    tags,
    summary: 'Trade the refresh cookie for a new access token and a new refresh cookie',
    responses: { 200: json(sessionSchema, 'Renewed'), ...problems(401, 403) },
  }),
  async (c) => c.json(signIn(c, await refresh(c.get('ctx'), readCookie(c.env, c.req.raw, 'refresh'))), 200),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/logout',
    tags,
    summary: 'End this sign-in; the same answer when there is none',
    responses: { 204: { description: 'Signed out' }, ...problems(401, 403) },
  }),
  async (c) => {
    const refreshToken = readCookie(c.env, c.req.raw, 'refresh');
    const familyId = await familyOf(c.env, c.req.raw, c.get('ctx').now);
    await logout(c.get('ctx'), { refreshToken, familyId });
    setCookies(c, signedOutCookies(c.env, c.req.raw));
    return c.body(null, 204);
  },
);

accountRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/auth/me',
    tags,
    summary: 'Who you are',
    responses: { 200: json(userSchema, 'The signed-in user'), ...problems(401) },
  }),
  (c) => c.json(presentUser(requireUser(c.get('ctx'))), 200),
);

function signIn(c: HonoContext<ApiEnv>, session: Session) {
  setCookies(c, sessionCookies(c.env, c.req.raw, session, c.get('ctx').now));
  return {
    user: presentUser(session.user),
    accessToken: session.accessToken,
    accessExpiresAt: new Date(session.accessExpiresAt).toISOString(),
  };
}

function presentUser({ userId: id, name, email, role }: UserActor) {
  return { id, name, email, role };
}

function setCookies(c: HonoContext<ApiEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}

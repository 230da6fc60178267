import { createRoute } from '@hono/zod-openapi';
import { requireUser } from '../context.ts';
import { claimsOf } from '../http/auth.ts';
import { botTokenOf } from '../http/bot-check.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { readCookie, signedOutCookies } from '../http/session-cookies.ts';
import { answerSession, answerSignIn, presentCodeSent, presentUser, setCookies } from './answer-sign-in.ts';
import { changePassword } from './change-password.ts';
import { forgotPassword } from './forgot-password.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { refresh } from './refresh-session.ts';
import { register } from './register.ts';
import { resetPassword } from './reset-password.ts';
import {
  codeAnswerSchema,
  codeRecipientSchema,
  codeSentSchema,
  forgotPasswordSchema,
  loginSchema,
  newPasswordSchema,
  registerSchema,
  resetPasswordSchema,
  secondFactorSchema,
  sessionSchema,
  userSchema,
} from './schemas.ts';
import { sendSignInCode } from './send-sign-in-code.ts';
import { verifyCode } from './verify-code.ts';

const tags = ['Accounts'];
const codeSent = json(codeSentSchema, 'A code is on its way; the same answer whoever has an account');
const signedIn = json(sessionSchema, 'Signed in; the guest’s cart comes along');
const secondFactor = json(secondFactorSchema, 'Show the second factor');

export const accountRoutes = createRouter();

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/otp/send',
    tags,
    summary: 'Send a code by e-mail or SMS, to sign in or to open an account',
    request: { body: body(codeRecipientSchema) },
    responses: { 202: codeSent, ...problems(400, 403, 413, 415, 422, 429) },
  }),
  async (c) =>
    c.json(presentCodeSent(await sendSignInCode(c.get('ctx'), c.req.valid('json'), botTokenOf(c.req.raw))), 202),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/otp/verify',
    tags,
    summary: 'Sign in by the code that was sent; opens the account where there is none',
    request: { body: body(codeAnswerSchema) },
    responses: { 200: signedIn, 202: secondFactor, ...problems(400, 403, 410, 413, 415, 422) },
  }),
  async (c) => answerSignIn(c, await verifyCode(c.get('ctx'), c.req.valid('json'))),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/register',
    tags,
    summary: 'Ask for an account with a password; the code that is sent opens it, at `POST /auth/otp/verify`',
    request: { body: body(registerSchema) },
    responses: { 202: codeSent, ...problems(400, 403, 413, 415, 422, 429) },
  }),
  async (c) => c.json(presentCodeSent(await register(c.get('ctx'), c.req.valid('json'), botTokenOf(c.req.raw))), 202),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/login',
    tags,
    summary: 'Sign in by e-mail and password',
    request: { body: body(loginSchema) },
    responses: { 200: signedIn, 202: secondFactor, ...problems(400, 401, 403, 413, 415, 422, 429) },
  }),
  async (c) => answerSignIn(c, await login(c.get('ctx'), c.req.valid('json'), botTokenOf(c.req.raw))),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/password/forgot',
    tags,
    summary: 'Send a code for a new password',
    request: { body: body(forgotPasswordSchema) },
    responses: { 202: codeSent, ...problems(400, 403, 413, 415, 422, 429) },
  }),
  async (c) =>
    c.json(presentCodeSent(await forgotPassword(c.get('ctx'), c.req.valid('json'), botTokenOf(c.req.raw))), 202),
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/password/reset',
    tags,
    summary: 'Choose a new password by the code; every sign-in of the account ends',
    request: { body: body(resetPasswordSchema) },
    responses: { 204: { description: 'Changed; sign in with it' }, ...problems(400, 403, 410, 413, 415, 422) },
  }),
  async (c) => {
    await resetPassword(c.get('ctx'), c.req.valid('json'));
    return c.body(null, 204);
  },
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/password',
    tags,
    summary: 'Set or change your password; your other sign-ins end',
    request: { body: body(newPasswordSchema) },
    responses: { 204: { description: 'Changed' }, ...problems(400, 401, 403, 413, 415, 422, 429) },
  }),
  async (c) => {
    await changePassword(c.get('ctx'), c.req.valid('json'));
    return c.body(null, 204);
  },
);

accountRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/refresh',
    tags,
    summary: 'Trade the refresh cookie for a new access token and a new refresh cookie',
    responses: { 200: json(sessionSchema, 'Renewed'), ...problems(401, 403) },
  }),
  async (c) => c.json(answerSession(c, await refresh(c.get('ctx'), readCookie(c.env, c.req.raw, 'refresh'))), 200),
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
    const { env, req } = c;
    const refreshToken = readCookie(env, req.raw, 'refresh');
    const claims = await claimsOf(env, req.raw, c.get('ctx').now);
    await logout(c.get('ctx'), { refreshToken, signInId: claims?.signInId ?? null });
    setCookies(c, signedOutCookies(env, req.raw));
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

/** A client of the API that shows the check sends its token in a header of the field's name. */

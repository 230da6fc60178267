import { createRoute, z } from '@hono/zod-openapi';
import { iso, isoOrNull } from '../../http/iso.ts';
import { body, createRouter, json, problems } from '../../http/openapi.ts';
import { answerSession } from '../answer-sign-in.ts';
import { sessionSchema } from '../schemas.ts';
import type { PasskeyQuestion } from './passkey-challenge.ts';
import { passkeySiteOf } from './passkey-site.ts';
import { type PasskeyView, readSecurity } from './read-security.ts';
import { askForPasskey, registerPasskey } from './register-passkey.ts';
import { removePasskey } from './remove-passkey.ts';
import { renamePasskey } from './rename-passkey.ts';
import {
  newPasskeyInputSchema,
  passkeyAnswerSchema,
  passkeyIdSchema,
  passkeyNameInputSchema,
  passkeyQuestionSchema,
  passkeySignInAskSchema,
  passkeysSchema,
} from './security-schemas.ts';
import { askForPasskeySignIn, signInByPasskey } from './sign-in-by-passkey.ts';

const tags = ['Passkeys'];
const params = z.object({ passkeyId: passkeyIdSchema });

export const passkeyRoutes = createRouter();

passkeyRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/passkey/options',
    tags,
    summary: 'Get what a device needs to sign in by passkey, or to show one as the second factor',
    request: { body: body(passkeySignInAskSchema) },
    responses: { 201: json(passkeyQuestionSchema, 'For the device'), ...problems(400, 403, 410, 413, 415, 422, 429) },
  }),
  async (c) => {
    const site = passkeySiteOf(c.env, c.req.url);
    const { secondFactorId } = c.req.valid('json');
    return c.json(presentQuestion(await askForPasskeySignIn(c.get('ctx'), site, secondFactorId)), 201);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/passkey',
    tags,
    summary: 'Sign in by passkey; the guest’s cart comes along',
    request: { body: body(passkeyAnswerSchema) },
    responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 401, 403, 413, 415, 422) },
  }),
  async (c) => {
    const site = passkeySiteOf(c.env, c.req.url);
    return c.json(answerSession(c, await signInByPasskey(c.get('ctx'), site, c.req.valid('json'))), 200);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/passkeys/options',
    tags,
    summary: 'Get what a device needs to make a passkey',
    responses: { 201: json(passkeyQuestionSchema, 'For the device'), ...problems(401, 403, 409) },
  }),
  async (c) => {
    const site = passkeySiteOf(c.env, c.req.url);
    return c.json(presentQuestion(await askForPasskey(c.get('ctx'), site)), 201);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/passkeys',
    tags,
    summary: 'Keep the passkey that a device made',
    request: { body: body(newPasskeyInputSchema) },
    responses: {
      201: json(z.object({ id: z.string() }), 'Kept'),
      ...problems(400, 401, 403, 409, 410, 413, 415, 422),
    },
  }),
  async (c) => {
    const site = passkeySiteOf(c.env, c.req.url);
    return c.json({ id: await registerPasskey(c.get('ctx'), site, c.req.valid('json')) }, 201);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/passkeys',
    tags,
    summary: 'Your passkeys, oldest first',
    responses: { 200: json(passkeysSchema, 'Passkeys'), ...problems(401) },
  }),
  async (c) => {
    const { passkeys } = await readSecurity(c.get('ctx'));
    return c.json({ passkeys: passkeys.map(presentPasskey) }, 200);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/account/passkeys/{passkeyId}',
    tags,
    summary: 'Rename a passkey',
    request: { params, body: body(passkeyNameInputSchema) },
    responses: { 204: { description: 'Renamed' }, ...problems(400, 401, 403, 404, 413, 415, 422) },
  }),
  async (c) => {
    await renamePasskey(c.get('ctx'), c.req.valid('param').passkeyId, c.req.valid('json').name);
    return c.body(null, 204);
  },
);

passkeyRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/account/passkeys/{passkeyId}',
    tags,
    summary: 'Remove a passkey',
    request: { params },
    responses: { 204: { description: 'Removed' }, ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    await removePasskey(c.get('ctx'), c.req.valid('param').passkeyId);
    return c.body(null, 204);
  },
);

export function presentPasskey({ createdAt, lastUsedAt, ...passkey }: PasskeyView) {
  return { ...passkey, createdAt: iso(createdAt), lastUsedAt: isoOrNull(lastUsedAt) };
}

export function presentQuestion<Options extends { readonly challenge: string }>(question: PasskeyQuestion<Options>) {
  const { challengeId, expiresAt, options } = question;
  return { challengeId, expiresAt: iso(expiresAt), options };
}

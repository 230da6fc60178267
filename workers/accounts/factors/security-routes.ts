import { createRoute } from '@hono/zod-openapi';
import { iso, isoOrNull } from '../../http/iso.ts';
import { body, createRouter, json, problems } from '../../http/openapi.ts';
import { answerSession, presentCodeSent } from '../answer-sign-in.ts';
import { unlinkGoogle } from '../google/unlink-google.ts';
import { codeSentSchema, sessionSchema } from '../schemas.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import { askConfirmationCode, askConfirmationPasskey, confirmIdentity } from './confirm-identity.ts';
import { enrolAuthenticator } from './enrol-authenticator.ts';
import { presentPasskey, presentQuestion } from './passkey-routes.ts';
import { passkeySiteOf } from './passkey-site.ts';
import { readSecurity } from './read-security.ts';
import { removeAuthenticator } from './remove-authenticator.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import {
  authenticatorCodeSchema,
  confirmationCodeSchema,
  confirmationSchema,
  enrolmentSchema,
  passkeyQuestionSchema,
  recoveryCodesSchema,
  secondFactorInputSchema,
  securitySchema,
} from './security-schemas.ts';
import { showSecondFactor } from './show-second-factor.ts';

const tags = ['Security'];

export const securityRoutes = createRouter();

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/auth/second-factor',
    tags,
    summary: 'Show the second factor that a sign-in asked for: a code of the app, or a recovery code',
    request: { body: body(secondFactorInputSchema) },
    responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 403, 410, 413, 415, 422, 429) },
  }),
  async (c) => c.json(answerSession(c, await showSecondFactor(c.get('ctx'), c.req.valid('json'))), 200),
);

securityRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/security',
    tags,
    summary: 'How you sign in',
    responses: { 200: json(securitySchema, 'What is set up'), ...problems(401) },
  }),
  async (c) => {
    const security = await readSecurity(c.get('ctx'));
    const { hasPassword, authenticatorSince, recoveryCodesLeft, passkeys, linkedAccounts } = security;
    const shown = {
      ...{ hasPassword, recoveryCodesLeft, authenticatorSince: isoOrNull(authenticatorSince) },
      passkeys: passkeys.map(presentPasskey),
      linkedAccounts: linkedAccounts.map(({ provider, linkedAt }) => ({ provider, linkedAt: iso(linkedAt) })),
    };
    return c.json(shown, 200);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/authenticator',
    tags,
    summary: 'Get the secret for an authenticator app; it counts once its first code was shown',
    responses: { 201: json(enrolmentSchema, 'For the app'), ...problems(401, 403, 409) },
  }),
  async (c) => c.json(await enrolAuthenticator(c.get('ctx')), 201),
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/authenticator/confirmation',
    tags,
    summary: 'Show the first code of the app; the recovery codes in the answer are shown this once',
    request: { body: body(authenticatorCodeSchema) },
    responses: {
      200: json(recoveryCodesSchema, 'The app counts'),
      ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
    },
  }),
  async (c) => {
    const recoveryCodes = await confirmAuthenticator(c.get('ctx'), c.req.valid('json'));
    return c.json({ recoveryCodes: [...recoveryCodes] }, 200);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/account/authenticator',
    tags,
    summary: 'Remove the authenticator app',
    responses: { 204: { description: 'Removed' }, ...problems(401, 403, 404, 409) },
  }),
  async (c) => {
    await removeAuthenticator(c.get('ctx'));
    return c.body(null, 204);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/recovery-codes',
    tags,
    summary: 'Get ten new recovery codes, shown this once; those of before end',
    responses: { 201: json(recoveryCodesSchema, 'Ten codes'), ...problems(401, 403, 404) },
  }),
  async (c) => c.json({ recoveryCodes: [...(await renewRecoveryCodes(c.get('ctx')))] }, 201),
);

securityRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/account/google',
    tags,
    summary: 'Unlink Google, when there is another way to sign in',
    responses: { 204: { description: 'Unlinked' }, ...problems(401, 403, 404, 409) },
  }),
  async (c) => {
    await unlinkGoogle(c.get('ctx'));
    return c.body(null, 204);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/confirmation',
    tags,
    summary: 'Confirm that it is you, by password, code, authenticator app, recovery code or passkey',
    description:
      'For ten minutes this sign-in may then do what else answers `reauthentication_required`. What answers `second_factor_required` wants the app, a recovery code or a passkey.',
    request: { body: body(confirmationSchema) },
    responses: { 204: { description: 'Confirmed' }, ...problems(400, 401, 403, 410, 413, 415, 422, 429) },
  }),
  async (c) => {
    await confirmIdentity(c.get('ctx'), passkeySiteOf(c.env, c.req.url), c.req.valid('json'));
    return c.body(null, 204);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/confirmation/code',
    tags,
    summary: 'Have a code sent to your own e-mail address or phone, to confirm with',
    request: { body: body(confirmationCodeSchema) },
    responses: { 202: json(codeSentSchema, 'On its way'), ...problems(400, 401, 403, 404, 413, 415, 422, 429) },
  }),
  async (c) => {
    return c.json(presentCodeSent(await askConfirmationCode(c.get('ctx'), c.req.valid('json').channel)), 202);
  },
);

securityRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/confirmation/passkey',
    tags,
    summary: 'Get what a device needs to confirm with one of your passkeys',
    responses: { 201: json(passkeyQuestionSchema, 'For the device'), ...problems(401, 403, 404) },
  }),
  async (c) => {
    const site = passkeySiteOf(c.env, c.req.url);
    return c.json(presentQuestion(await askConfirmationPasskey(c.get('ctx'), site)), 201);
  },
);

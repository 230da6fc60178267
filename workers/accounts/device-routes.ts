import { createRoute, z } from '@hono/zod-openapi';
import { iso } from '../http/iso.ts';
import { createRouter, json, problems } from '../http/openapi.ts';
import { signedOutCookies } from '../http/session-cookies.ts';
import { setCookies } from './answer-sign-in.ts';
import { endAllSignIns, endOtherSignIns, endSignIn } from './end-sign-ins.ts';
import { devicesSchema, endedSchema, signInIdSchema } from './factors/security-schemas.ts';
import { listSignIns } from './list-sign-ins.ts';

const tags = ['Devices'];

export const deviceRoutes = createRouter();

deviceRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/devices',
    tags,
    summary: 'Where you are signed in',
    responses: { 200: json(devicesSchema, 'Sign-ins that stand, the one used last first'), ...problems(401) },
  }),
  async (c) => {
    const devices = await listSignIns(c.get('ctx'));
    const shown = devices.map((device) => ({
      ...device,
      ...{ createdAt: iso(device.createdAt), lastUsedAt: iso(device.lastUsedAt) },
    }));
    return c.json({ devices: shown }, 200);
  },
);

deviceRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/account/devices/{signInId}',
    tags,
    summary: 'Log out one device, at once',
    request: { params: z.object({ signInId: signInIdSchema }) },
    responses: { 204: { description: 'Logged out' }, ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    await endSignIn(c.get('ctx'), c.req.valid('param').signInId);
    return c.body(null, 204);
  },
);

deviceRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/devices/log-out-others',
    tags,
    summary: 'Log out every device but this one, at once',
    responses: { 200: json(endedSchema, 'Logged out'), ...problems(401, 403) },
  }),
  async (c) => c.json({ endedCount: await endOtherSignIns(c.get('ctx')) }, 200),
);

deviceRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/devices/log-out-all',
    tags,
    summary: 'Log out every device, this one too, at once',
    responses: { 200: json(endedSchema, 'Logged out'), ...problems(401, 403) },
  }),
  async (c) => {
    const endedCount = await endAllSignIns(c.get('ctx'));
    setCookies(c, signedOutCookies(c.env, c.req.raw));
    return c.json({ endedCount }, 200);
  },
);

import { createRoute } from '@hono/zod-openapi';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { removeHoliday, setHoliday } from './change-holiday.ts';
import { removeZonePair, setZonePair } from './change-zone-pair.ts';
import { findDeliveryRules } from './find-delivery-rules.ts';
import {
  deliveryRulesInputSchema,
  deliveryRulesSchema,
  holidayInputSchema,
  holidayParamsSchema,
  holidaySchema,
  pincodeInputSchema,
  pincodeParamsSchema,
  pincodeStandingSchema,
  zonePairInputSchema,
  zonePairParamsSchema,
  zonePairSchema,
} from './schemas.ts';
import { setDeliveryRules } from './set-delivery-rules.ts';
import { setPincode } from './set-pincode.ts';

const tags = ['Delivery, for staff'];
const removed = { 204: { description: 'Removed' } };

export const deliveryAdminRoutes = createRouter();

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/delivery/rules',
    tags,
    summary: 'Rate card, transit, cut-off, zones of pairs of states and holidays',
    responses: { 200: json(deliveryRulesSchema, 'The rules'), ...problems(401, 403) },
  }),
  async (c) => c.json(await findDeliveryRules(c.get('ctx')), 200),
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/delivery/rules',
    tags,
    summary: 'A new version of the rules and the rate card, from now or a later moment on',
    request: { body: body(deliveryRulesInputSchema) },
    responses: { 200: json(deliveryRulesSchema, 'The rules'), ...problems(401, 403, 409, 422) },
  }),
  async (c) => c.json(await setDeliveryRules(c.get('ctx'), c.req.valid('json')), 200),
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/delivery/holidays/{date}',
    tags,
    summary: 'A day on which no parcel moves',
    request: { params: holidayParamsSchema, body: body(holidayInputSchema) },
    responses: { 200: json(holidaySchema, 'The holiday'), ...problems(401, 403, 409, 422) },
  }),
  async (c) => c.json(await setHoliday(c.get('ctx'), c.req.valid('param').date, c.req.valid('json')), 200),
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/delivery/holidays/{date}',
    tags,
    summary: 'Parcels move on this day after all',
    request: { params: holidayParamsSchema },
    responses: { ...removed, ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    await removeHoliday(c.get('ctx'), c.req.valid('param').date);
    return c.body(null, 204);
  },
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/delivery/zone-pairs/{fromState}/{toState}',
    tags,
    summary: 'A zone for parcels from one state to another, where distance does not tell',
    request: { params: zonePairParamsSchema, body: body(zonePairInputSchema) },
    responses: { 200: json(zonePairSchema, 'The pair'), ...problems(401, 403, 409, 422) },
  }),
  async (c) => c.json(await setZonePair(c.get('ctx'), c.req.valid('param'), c.req.valid('json').zone), 200),
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/delivery/zone-pairs/{fromState}/{toState}',
    tags,
    summary: 'Distance decides between two states again',
    request: { params: zonePairParamsSchema },
    responses: { ...removed, ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    await removeZonePair(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  },
);

deliveryAdminRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/admin/pincodes/{pincode}',
    tags,
    summary: 'Whether parcels go to a pincode, and whether cash is taken there',
    request: { params: pincodeParamsSchema, body: body(pincodeInputSchema) },
    responses: { 200: json(pincodeStandingSchema, 'The pincode'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => c.json(await setPincode(c.get('ctx'), c.req.valid('param').pincode, c.req.valid('json')), 200),
);

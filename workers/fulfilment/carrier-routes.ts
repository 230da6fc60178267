import { createRoute, z } from '@hono/zod-openapi';
import { delhiveryCarrier } from '../delivery/delhivery-carrier.ts';
import { createRouter, json, problems } from '../http/openapi.ts';
import { receiveCarrierWebhook } from './receive-carrier-webhook.ts';

export const carrierRoutes = createRouter();

carrierRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/carriers/webhook/delhivery',
    tags: ['Fulfilment'],
    summary: 'For Delhivery: tell of a scan of a parcel',
    description: 'With a secret in a header. Kept before it is acted on; repeats and any order do no harm.',
    request: { headers: z.object({ 'x-webhook-secret': z.string().max(200).optional() }) },
    responses: {
      200: json(z.object({ received: z.literal(true) }).openapi('CarrierReceipt'), 'Kept'),
      ...problems(400, 413, 422, 500),
    },
  }),
  async (c) => {
    const carrier = delhiveryCarrier(c.env);
    await receiveCarrierWebhook(c.get('ctx'), carrier, await c.req.text(), c.req.raw.headers);
    return c.json({ received: true } as const, 200);
  },
);

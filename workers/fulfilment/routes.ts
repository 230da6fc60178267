import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from '../context.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { deliverFulfilment } from './deliver-fulfilment.ts';
import { labelFulfilment } from './label-fulfilment.ts';
import { packFulfilment } from './pack-fulfilment.ts';
import { findParcel, listParcels } from './queries.ts';
import { receiveRto } from './receive-rto.ts';
import { fulfilmentIdSchema, parcelListQuerySchema, parcelListSchema, parcelSchema, shipSchema } from './schemas.ts';
import { shipFulfilment } from './ship-fulfilment.ts';
import { openPaper, PAPER_KINDS } from './store-papers.ts';
import { turnBackFulfilment } from './turn-back-fulfilment.ts';

const params = z.object({ fulfilmentId: fulfilmentIdSchema });
const tags = ['Fulfilment'];

export const fulfilmentRoutes = createRouter();

fulfilmentRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/seller/orders',
    tags,
    summary: 'The parcels of your shop, newest first; of every shop for staff',
    request: { query: parcelListQuerySchema },
    responses: { 200: json(parcelListSchema, 'A page of parcels'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listParcels(c.get('ctx'), c.req.valid('query')), 200),
);

fulfilmentRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/fulfilments/{fulfilmentId}',
    tags,
    summary: 'A parcel, what is in it, and where it goes',
    request: { params },
    responses: { 200: json(parcelSchema, 'The parcel'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await findParcel(c.get('ctx'), c.req.valid('param').fulfilmentId), 200),
);

/** Steps that need nothing but the parcel. The answer is the parcel after the step. */
const steps: Readonly<Record<string, { summary: string; take: (ctx: Context, id: string) => Promise<void> }>> = {
  pack: { summary: 'Everything is in the parcel', take: packFulfilment },
  label: {
    summary: 'Book the parcel with the carrier and print its label; again to print again',
    take: labelFulfilment,
  },
  deliver: { summary: 'For staff: the parcel has arrived', take: deliverFulfilment },
  'turn-back': { summary: 'For staff: the parcel is on its way back', take: turnBackFulfilment },
  'come-back': { summary: 'A parcel that nobody took is back, complete', take: receiveRto },
};

for (const [step, { summary, take }] of Object.entries(steps)) {
  fulfilmentRoutes.openapi(
    createRoute({
      method: 'post',
      path: `/fulfilments/{fulfilmentId}/${step}`,
      tags,
      summary,
      request: { params },
      responses: { 200: json(parcelSchema, 'The parcel'), ...problems(401, 403, 404, 409, 422, 502) },
    }),
    async (c) => {
      const { fulfilmentId } = c.req.valid('param');
      await take(c.get('ctx'), fulfilmentId);
      return c.json(await findParcel(c.get('ctx'), fulfilmentId), 200);
    },
  );
}

fulfilmentRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/fulfilments/{fulfilmentId}/ship',
    tags,
    summary: 'The parcel is handed over, by the AWB number of its label or of a carrier of your own',
    request: { params, body: body(shipSchema) },
    responses: { 200: json(parcelSchema, 'The parcel'), ...problems(401, 404, 409, 422) },
  }),
  async (c) => {
    const { fulfilmentId } = c.req.valid('param');
    await shipFulfilment(c.get('ctx'), fulfilmentId, c.req.valid('json'));
    return c.json(await findParcel(c.get('ctx'), fulfilmentId), 200);
  },
);

for (const kind of PAPER_KINDS) {
  fulfilmentRoutes.openapi(
    createRoute({
      method: 'get',
      path: `/fulfilments/{fulfilmentId}/${kind}.pdf`,
      tags,
      summary: kind === 'label' ? 'The label of a parcel' : 'What has to be in a parcel, without prices',
      request: { params },
      responses: {
        200: {
          description: 'A PDF',
          content: { 'application/pdf': { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
        },
        ...problems(401, 404, 422),
      },
    }),
    async (c) => {
      const paper = await openPaper(c.get('ctx'), c.req.valid('param').fulfilmentId, kind);
      return c.body(paper.body, 200, {
        'content-type': 'application/pdf',
        'content-length': String(paper.size),
        'content-disposition': `inline; filename="${paper.filename}"`,
        // Names and addresses: for one person, kept by nobody on the way.
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    },
  );
}

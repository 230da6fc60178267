import { z } from 'zod';
import { json, parseJson, Refusal, type Route, type SandboxRequest } from '../http.ts';
import { type CarrierParcels, QUIET, type SandboxParcel } from './parcels.ts';
import { indianTime, SCAN_EVENTS } from './scans.ts';

/** The part of track.delhivery.com that the shop uses, below /delhivery. */
export function carrierApiRoutes(parcels: CarrierParcels): readonly Route[] {
  return [
    {
      method: 'POST',
      pattern: '/delhivery/api/cmu/create.json',
      handler: (request) => {
        requireToken(request);
        const answer = json(200, create(parcels, request.body));
        return parcels.settings.loseReplies ? { ...answer, isLost: true } : answer;
      },
    },
    {
      method: 'POST',
      pattern: '/delhivery/api/p/edit',
      handler: (request) => {
        requireToken(request);
        const { waybill, cod } = parse(editSchema, parseJson(request.body));
        const parcel = parcels.edit(waybill, cod);
        return json(200, {
          status: parcel !== undefined,
          waybill,
          error: parcel === undefined ? 'No such waybill' : '',
        });
      },
    },
    {
      method: 'GET',
      pattern: '/delhivery/api/v1/packages/json/',
      handler: (request) => {
        requireToken(request);
        const [waybill, ref] = [request.query.get('waybill'), request.query.get('ref_ids')];
        const parcel = waybill === null ? parcels.ofRef(ref ?? '') : parcels.ofAwb(waybill);
        if (parcel === undefined) return json(200, { Success: false, Error: 'No such waybill or Order Id found' });
        return json(200, { ShipmentData: [{ Shipment: shipmentOf(parcel) }] });
      },
    },
  ];
}

/** Control over parcels as JSON, for tests. A setting left out is off. */
export function carrierControlRoutes(parcels: CarrierParcels): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/control/carrier/parcels',
      handler: ({ query }) => {
        const ref = query.get('ref');
        const found =
          ref === null ? parcels.list(LIST_LIMIT) : [parcels.ofRef(ref)].filter((each) => each !== undefined);
        return json(200, { parcels: found });
      },
    },
    {
      method: 'POST',
      pattern: '/control/carrier/parcels/:awb',
      handler: ({ params, body }) => {
        const { event } = parse(z.object({ event: z.enum(SCAN_EVENTS) }), parseJson(body));
        const parcel = parcels.scan(params.awb ?? '', event);
        if (parcel === undefined) throw new Refusal(404, 'There is no such parcel.');
        return json(200, parcel);
      },
    },
    {
      method: 'POST',
      pattern: '/control/carrier/settings',
      handler: ({ body }) => {
        parcels.settings = parse(settingsSchema, parseJson(body));
        return json(200, parcels.settings);
      },
    },
  ];
}

export const settingsSchema = z.object({
  autoMoveSeconds: z.coerce.number().min(0).max(86_400).default(QUIET.autoMoveSeconds),
  loseReplies: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(QUIET.loseReplies),
});

export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (!result.success) throw new Refusal(422, z.prettifyError(result.error));
  return result.data;
}

const LIST_LIMIT = 200;

const rupees = z.string().regex(/^\d{1,9}\.\d{2}$/);

const editSchema = z.object({ waybill: z.string().max(40), cod: rupees });

const createSchema = z.object({
  shipments: z
    .array(
      z.object({
        order: z.string().min(1).max(50),
        name: z.string().min(1).max(200),
        add: z.string().min(1).max(500),
        pin: z.string().regex(/^\d{6}$/),
        phone: z.string().min(10).max(15),
        payment_mode: z.enum(['COD', 'Prepaid']),
        cod_amount: rupees,
        products_desc: z.string().max(500).default(''),
        weight: z.string().regex(/^\d+$/),
      }),
    )
    .length(1),
  pickup_location: z.object({ name: z.string().min(1).max(100) }),
});

function create(parcels: CarrierParcels, form: string) {
  const fields = new URLSearchParams(form);
  if (fields.get('format') !== 'json') return refused('format key missing in POST');
  const result = createSchema.safeParse(parseJson(fields.get('data') ?? ''));
  const shipment = result.data?.shipments[0];
  if (shipment === undefined) return refused(z.prettifyError(result.error ?? new z.ZodError([])));
  const booked = parcels.book({
    ref: shipment.order,
    to: `${shipment.name}, ${shipment.add}, ${shipment.pin}`,
    contents: shipment.products_desc,
    codRupees: shipment.cod_amount,
  });
  if (booked === null)
    return refused('Crashing while saving package due to exception Duplicate order id', shipment.order);
  const { awb: waybill, ref: refnum } = booked;
  return { success: true, packages: [{ status: 'Success', waybill, refnum, remarks: [''] }] };
}

function refused(remark: string, refnum = '') {
  return { success: false, rmk: remark, packages: [{ status: 'Fail', waybill: '', refnum, remarks: [remark] }] };
}

function shipmentOf({ awb, ref, codRupees, scans }: SandboxParcel) {
  const last = scans.at(-1);
  return {
    AWB: awb,
    ReferenceNo: ref,
    CODAmount: Number(codRupees),
    Status: last && { Status: last.status, StatusType: last.type, StatusDateTime: indianTime(last.at) },
    Scans: scans.map(({ type, status, code, at }) => ({
      ScanDetail: { Scan: status, ScanType: type, StatusCode: code, ScanDateTime: indianTime(at) },
    })),
  };
}

function requireToken({ headers }: SandboxRequest): void {
  if (!/^Token \S+$/.test(headers.authorization ?? '')) {
    throw new Refusal(401, 'Send a token.', { detail: 'Authentication credentials were not provided.' });
  }
}

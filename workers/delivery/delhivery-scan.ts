import { z } from 'zod';
import type { CarrierEvent } from './carrier.ts';

/**
 * Scans of Delhivery, as its webhook pushes them and as its tracking lists them.
 * https://delhivery-express-api-doc.readme.io/reference/package-lifecycle-1
 */

/** Wall-clock time in India, without saying so: '2026-11-25T17:10:42.767'. */
const scanTimeSchema = z
  .string()
  .max(40)
  .transform((text) => Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}+05:30`))
  .refine((at) => Number.isFinite(at), 'a time such as 2026-11-25T17:10:42.767');

const awbSchema = z.coerce.string().min(4).max(40);

export const scanPushSchema = z.object({
  Shipment: z.object({
    AWB: awbSchema,
    NSLCode: z.string().max(40).nullish(),
    Status: z.object({ Status: z.string().max(60), StatusType: z.string().max(4), StatusDateTime: scanTimeSchema }),
  }),
});

const trackedShipmentSchema = z.object({
  AWB: awbSchema,
  CODAmount: z.coerce.number().default(0),
  Scans: z
    .array(
      z.object({
        ScanDetail: z.object({
          Scan: z.string().max(60),
          ScanType: z.string().max(4),
          ScanDateTime: scanTimeSchema,
          StatusCode: z.string().max(40).nullish(),
        }),
      }),
    )
    .max(1000)
    .default([]),
});

export type TrackedShipment = z.infer<typeof trackedShipmentSchema>;

/** `ShipmentData` is missing when Delhivery knows no such parcel. */
export const trackingSchema = z.object({
  ShipmentData: z.array(z.object({ Shipment: trackedShipmentSchema })).default([]),
});

export function eventOfPush({ Shipment: { AWB, NSLCode, Status } }: z.infer<typeof scanPushSchema>): CarrierEvent {
  return eventOf(AWB, { status: Status.Status, type: Status.StatusType, at: Status.StatusDateTime, code: NSLCode });
}

/** Oldest first. */
export function eventsOfTracking({ AWB, Scans }: TrackedShipment): CarrierEvent[] {
  return Scans.map(({ ScanDetail: { Scan, ScanType, ScanDateTime, StatusCode } }) =>
    eventOf(AWB, { status: Scan, type: ScanType, at: ScanDateTime, code: StatusCode }),
  ).sort((a, b) => a.at - b.at);
}

interface Scan {
  readonly status: string;
  readonly type: string;
  readonly at: number;
  readonly code: string | null | undefined;
}

function eventOf(awb: string, scan: Scan): CarrierEvent {
  const carrierType = `${scan.type}:${scan.status}`;
  return { eventId: `${awb}:${carrierType}:${scan.at}`, carrierType, type: meaningOf(scan), awb, at: scan.at };
}

/** UD: on the way to the buyer. DL: arrived, there or back. RT: on the way back. */
function meaningOf({ status, type, code }: Scan): CarrierEvent['type'] {
  switch (`${type}:${status}`.toUpperCase()) {
    case 'UD:IN TRANSIT':
      return 'picked_up';
    case 'UD:DISPATCHED':
      return 'out_for_delivery';
    // At the depot: before the first attempt, or, with an end-of-day code, after one that failed.
    case 'UD:PENDING':
      return code?.startsWith('EOD') === true ? 'delivery_failed' : 'picked_up';
    case 'DL:DELIVERED':
      return 'delivered';
    case 'DL:RTO':
      return 'rto_delivered';
    case 'RT:IN TRANSIT':
    case 'RT:PENDING':
    case 'RT:DISPATCHED':
      return 'rto_started';
    default:
      return 'other';
  }
}

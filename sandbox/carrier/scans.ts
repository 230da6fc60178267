import type { Webhook } from '../webhooks/webhook-sender.ts';

/** What a carrier can say of a parcel, in the words of Delhivery. */
const WORDS = {
  booked: ['UD', 'Manifested', 'X-UCI'],
  picked_up: ['UD', 'In Transit', 'X-PPOM'],
  out_for_delivery: ['UD', 'Dispatched', 'X-DDD3FD'],
  delivery_failed: ['UD', 'Pending', 'EOD-11'],
  delivered: ['DL', 'Delivered', 'EOD-38'],
  rto_started: ['RT', 'In Transit', 'RD-AC'],
  rto_delivered: ['DL', 'RTO', 'RT-110'],
} as const;

export const SCAN_EVENTS = [
  'picked_up',
  'out_for_delivery',
  'delivery_failed',
  'delivered',
  'rto_started',
  'rto_delivered',
] as const;
export type ScanEvent = (typeof SCAN_EVENTS)[number];

export interface Scan {
  readonly type: string;
  readonly status: string;
  readonly code: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function scanOf(event: ScanEvent | 'booked', at: number): Scan {
  const [type, status, code] = WORDS[event];
  return { type, status, code, at };
}

/** The names by which webhooks of scans are listed: 'UD:Dispatched'. */
export const SCAN_TYPES: ReadonlySet<string> = new Set(
  Object.values(WORDS).map(([type, status]) => `${type}:${status}`),
);

/** The body of Delhivery's scan push. */
export function scanPush(parcel: { readonly awb: string; readonly ref: string }, scan: Scan): Webhook {
  const payload = {
    Shipment: {
      Status: {
        Status: scan.status,
        StatusDateTime: indianTime(scan.at),
        StatusType: scan.type,
        StatusLocation: 'Sandbox',
        Instructions: '',
      },
      PickUpDate: indianTime(scan.at),
      NSLCode: scan.code,
      Sortcode: 'HAAT/SBX',
      ReferenceNo: parcel.ref,
      AWB: parcel.awb,
    },
  };
  return {
    eventId: `${parcel.awb}:${scan.at}`,
    eventType: `${scan.type}:${scan.status}`,
    payload: JSON.stringify(payload),
  };
}

/** Wall-clock time in India, without saying so, as Delhivery writes it: '2026-11-25T17:10:42.767'. */
export function indianTime(at: number): string {
  return new Date(at + 5.5 * 3_600_000).toISOString().slice(0, -1);
}

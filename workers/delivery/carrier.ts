/** Carriers, as the verbs see them. One adapter a file. */
export interface Carrier {
  /** 'delhivery': with the AWB number it names a parcel. */
  readonly name: string;
  /**
   * Books a parcel, once for each `parcel.id`: one that the carrier has already is returned, with the cash to collect
   * brought up to date, however its reply was lost. Throws `carrier_unavailable`, `carrier_refused`.
   */
  book(parcel: ParcelBooking): Promise<BookedParcel>;
  /** Checks the secret of a webhook before anything in it is believed. */
  parseWebhook(rawBody: string, headers: Headers): Promise<ParsedCarrierWebhook>;
  /** Reads a body again that was checked before it was stored. */
  readEvent(rawBody: string): CarrierEvent;
  /** All that happened to a parcel so far, oldest first; empty for an unknown one. Throws `carrier_unavailable`. */
  track(awb: string): Promise<readonly CarrierEvent[]>;
}

export interface ParcelBooking {
  /** Of the fulfilment: the carrier knows the parcel by it. */
  readonly id: string;
  readonly orderNo: string;
  readonly pickup: CarrierPlace & { readonly slug: string };
  readonly consignee: CarrierPlace & { readonly phone: string };
  /** What is inside, in a few words. */
  readonly contents: string;
  readonly quantity: number;
  readonly weightGrams: number;
  readonly valuePaise: number;
  /** What the courier collects; 0 for a parcel that is paid. */
  readonly codPaise: number;
}

export interface CarrierPlace {
  readonly name: string;
  readonly address: string;
  readonly pincode: string;
  readonly district: string;
  readonly state: string;
}

export interface BookedParcel {
  readonly awb: string;
  readonly trackingUrl: string;
}

export const CARRIER_EVENT_TYPES = [
  'picked_up',
  'out_for_delivery',
  'delivery_failed',
  'delivered',
  'rto_started',
  'rto_delivered',
] as const;

export interface CarrierEvent {
  /** The same scan has the same id, however often it is pushed. */
  readonly eventId: string;
  /** The carrier's own name of what happened. */
  readonly carrierType: string;
  readonly type: (typeof CARRIER_EVENT_TYPES)[number] | 'other';
  readonly awb: string;
  /** When the parcel was scanned, in epoch milliseconds. */
  readonly at: number;
}

export type ParsedCarrierWebhook =
  | { readonly ok: true; readonly event: CarrierEvent }
  | { readonly ok: false; readonly reason: 'wrong_secret' | 'unreadable' };

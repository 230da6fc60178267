import { randomInt } from 'node:crypto';
import type { Collection, Journal } from '../journal.ts';
import type { Webhook } from '../webhooks/webhook-sender.ts';
import { type Scan, type ScanEvent, scanOf, scanPush } from './scans.ts';

export interface NewParcel {
  /** The shop's own number of it: taken once. */
  readonly ref: string;
  readonly to: string;
  readonly contents: string;
  /** '1299.50'; '0.00' for a parcel that is paid. */
  readonly codRupees: string;
}

export interface SandboxParcel extends NewParcel {
  readonly awb: string;
  /** Oldest first. */
  readonly scans: readonly Scan[];
}

export interface CarrierSettings {
  /** Every parcel goes one step further by itself after so many seconds; 0 leaves them where they are. */
  readonly autoMoveSeconds: number;
  /** Parcels are booked, and the connection breaks before the answer. */
  readonly loseReplies: boolean;
}

export const QUIET: CarrierSettings = { autoMoveSeconds: 0, loseReplies: false };

/** Where a parcel goes by itself. */
const NEXT: ReadonlyMap<string, ScanEvent> = new Map([
  ['UD:Manifested', 'picked_up'],
  ['UD:In Transit', 'out_for_delivery'],
  ['UD:Pending', 'out_for_delivery'],
  ['UD:Dispatched', 'delivered'],
  ['RT:In Transit', 'rto_delivered'],
]);
const TICK_MS = 250;

/** The parcels of a carrier: booked by the shop, moved by hand or by time; each scan is told to the shop. */
export class CarrierParcels {
  readonly #parcels: Collection<SandboxParcel>;
  readonly #settings: Collection<CarrierSettings>;
  readonly #byRef: (ref: string) => SandboxParcel[];
  readonly #tell: (webhook: Webhook) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(journal: Journal, tell: (webhook: Webhook) => void) {
    this.#parcels = journal.collection('parcel');
    this.#settings = journal.collection('carrier-settings');
    this.#byRef = this.#parcels.index((parcel) => parcel.ref);
    this.#tell = tell;
  }

  get settings(): CarrierSettings {
    return this.#settings.get('all') ?? QUIET;
  }

  set settings(settings: CarrierSettings) {
    this.#settings.put('all', settings);
  }

  /** Null when the shop's number of it is taken. */
  book(parcel: NewParcel): SandboxParcel | null {
    if (this.ofRef(parcel.ref) !== undefined) return null;
    const booked = { ...parcel, awb: this.#newAwb(), scans: [scanOf('booked', Date.now())] };
    this.#parcels.put(booked.awb, booked);
    return booked;
  }

  /** Another amount to collect. */
  edit(awb: string, codRupees: string): SandboxParcel | undefined {
    const parcel = this.#parcels.get(awb);
    if (parcel !== undefined) this.#parcels.put(awb, { ...parcel, codRupees });
    return this.#parcels.get(awb);
  }

  /** Whatever the parcel was through before: tests tell the shop of scans in any order. */
  scan(awb: string, event: ScanEvent): SandboxParcel | undefined {
    const parcel = this.#parcels.get(awb);
    if (parcel === undefined) return undefined;
    const scan = scanOf(event, Math.max(Date.now(), (parcel.scans.at(-1)?.at ?? 0) + 1));
    const moved = { ...parcel, scans: [...parcel.scans, scan] };
    this.#parcels.put(awb, moved);
    this.#tell(scanPush(moved, scan));
    return moved;
  }

  ofAwb(awb: string): SandboxParcel | undefined {
    return this.#parcels.get(awb);
  }

  ofRef(ref: string): SandboxParcel | undefined {
    return this.#byRef(ref)[0];
  }

  /** Newest first. */
  list(limit: number): SandboxParcel[] {
    return this.#parcels.newest().slice(0, limit);
  }

  /** Lets time pass. */
  start(): void {
    this.#timer = setInterval(() => this.#moveDue(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #moveDue(): void {
    const { autoMoveSeconds } = this.settings;
    if (autoMoveSeconds === 0) return;
    const before = Date.now() - autoMoveSeconds * 1000;
    for (const { awb, scans } of this.#parcels.newest()) {
      const last = scans.at(-1);
      const next = last === undefined ? undefined : NEXT.get(`${last.type}:${last.status}`);
      if (last !== undefined && next !== undefined && last.at <= before) this.scan(awb, next);
    }
  }

  /** Fourteen digits, as Delhivery's. */
  #newAwb(): string {
    const awb = `1490${String(randomInt(10_000_000_000)).padStart(10, '0')}`;
    return this.#parcels.get(awb) === undefined ? awb : this.#newAwb();
  }
}

import { eq } from 'drizzle-orm';
import { findSellables } from '../cart/queries.ts';
import type { Delivery } from '../checkout/schemas.ts';
import type { Context } from '../context.ts';
import { pincodes } from '../db/schema/catalog.ts';
import { type Place, promiseDate, SHIPPING, zoneBetween } from '../domain/delivery.ts';
import { STATES } from '../domain/gst.ts';
import { fieldError } from '../http/problem.ts';

export interface Destination extends Place {
  readonly district: string;
  readonly isServiceable: boolean;
  readonly isCodAllowed: boolean;
}

/** The statement behind `findDestination`, for a batch with other reads. */
export function selectDestination(ctx: Context, pincode: string) {
  return ctx.db.select().from(pincodes).where(eq(pincodes.pincode, pincode));
}

export async function findDestination(ctx: Context, pincode: string): Promise<Destination> {
  return requireDestination(await selectDestination(ctx, pincode), pincode);
}

/** Throws `validation_failed` for a pincode that does not exist; `field` says where it stood. */
export function requireDestination(rows: readonly Destination[], pincode: string, field = 'pincode'): Destination {
  const [destination] = rows;
  if (destination === undefined) throw fieldError(field, `There is no pincode ${pincode}.`);
  return destination;
}

/** What a pincode gets: whether we deliver, cash on delivery, and for a SKU the promised day and the shipping fee. */
export async function findDelivery(ctx: Context, pincode: string, sku?: string): Promise<Delivery> {
  const destination = await findDestination(ctx, pincode);
  const listing = sku === undefined ? undefined : (await findSellables(ctx, [sku])).get(sku);
  if (sku !== undefined && listing === undefined) throw fieldError('sku', `There is no item ${sku}.`);
  const isPromised = destination.isServiceable && listing !== undefined;
  return {
    pincode: destination.pincode,
    district: destination.district,
    state: STATES[destination.stateCode] ?? destination.stateCode,
    isServiceable: destination.isServiceable,
    isCodAllowed: destination.isServiceable && destination.isCodAllowed && (listing?.isCodAllowed ?? true),
    promisedOn: isPromised ? promiseFor(ctx, listing, destination) : null,
    shippingPaise: isPromised ? (listing.pricePaise >= SHIPPING.freeFromPaise ? 0 : SHIPPING.feePaise) : null,
  };
}

/** The day a seller's parcel is promised for. A seller at an unknown place is taken to be a country away. */
export function promiseFor(
  ctx: Context,
  listing: { readonly origin: Place | null; readonly handlingDays: number },
  destination: Place,
): string {
  const zone = listing.origin === null ? 'national' : zoneBetween(listing.origin, destination);
  return promiseDate({ zone, handlingDays: listing.handlingDays, now: ctx.now, holidays: [] });
}

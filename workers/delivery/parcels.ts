import type { Context } from '../context.ts';
import {
  type DeliveryPromise,
  type DeliveryRules,
  type Destined,
  type Place,
  promiseOf,
  type Shipment,
  shippingFee,
  zoneBetween,
} from '../domain/delivery.ts';

/** What of a listing decides how and whether a piece of it travels. A `Sellable` has it all. */
export interface Shippable extends Omit<Shipment, 'valuePaise'> {
  readonly sellerId: string;
  readonly pricePaise: number;
}

interface ParcelLine {
  readonly listing: Shippable;
  readonly quantity: number;
}

/** The promise for so many pieces of one listing, in a parcel of their own. */
export function promiseFor(
  ctx: Context,
  rules: DeliveryRules,
  listing: Shippable,
  destination: Destined,
  quantity = 1,
): DeliveryPromise {
  const shipment = { ...listing, ...loadOf([{ listing, quantity }]) };
  return promiseOf(rules, shipment, destination, ctx.now);
}

/**
 * What each seller's parcel costs by its weight, before the free-shipping threshold: the part of the quote that
 * depends on the way. Without a place the fee to the rest of the country counts.
 */
export function feesBySeller(
  rules: DeliveryRules,
  lines: readonly ParcelLine[],
  destination: Place | null,
): Readonly<Record<string, number>> {
  const parcels = Map.groupBy(lines, ({ listing }) => listing.sellerId);
  return Object.fromEntries(
    [...parcels].map(([sellerId, own]) => {
      const origin = own[0]?.listing.origin ?? null;
      const zone = destination === null ? 'national' : zoneBetween(rules, origin, destination);
      return [sellerId, shippingFee(rules, zone, loadOf(own).weightGrams)];
    }),
  );
}

function loadOf(lines: readonly ParcelLine[]): Pick<Shipment, 'weightGrams' | 'valuePaise'> {
  const total = (of: (line: ParcelLine) => number) => lines.reduce((sum, line) => sum + of(line), 0);
  return {
    weightGrams: total(({ listing, quantity }) => listing.weightGrams * quantity),
    valuePaise: total(({ listing, quantity }) => listing.pricePaise * quantity),
  };
}

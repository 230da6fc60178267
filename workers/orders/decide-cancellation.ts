import { CANCELLABLE_STATUSES, type FulfilmentStatus } from '../domain/fulfilment.ts';
import type { Share } from '../domain/ledger.ts';
import { sharesOf } from '../domain/order-shares.ts';
import type { Quote } from '../domain/price.ts';

export interface CancellableOrder<Line extends CancellableLine> {
  readonly quote: Quote;
  readonly parcels: readonly { readonly id: string; readonly sellerId: string; readonly status: FulfilmentStatus }[];
  readonly lines: readonly Line[];
}

export interface CancellableLine {
  readonly id: string;
  readonly fulfilmentId: string;
  /** Its place in the quote. */
  readonly position: number;
  readonly sku: string;
  readonly title: string;
  readonly paidPaise: number;
  /** Taken out of the order by an earlier cancellation. */
  readonly isCancelled: boolean;
  /** Given back by staff already: the books know it, and nothing comes back a second time. */
  readonly isRefunded: boolean;
}

export interface CancellationPlan<Line extends CancellableLine = CancellableLine> {
  /** What is taken out; empty when all of it was before. */
  readonly lines: readonly Line[];
  /** Parcels of which nothing is left. */
  readonly emptiedParcelIds: readonly string[];
  /** Nothing of the order is left. */
  readonly isAll: boolean;
  /** What the buyer no longer pays: the lines, and the charges of the emptied parcels. */
  readonly shares: readonly Share[];
}

export type CancellationDecision<Line extends CancellableLine = CancellableLine> =
  | { readonly ok: true; readonly plan: CancellationPlan<Line> }
  | { readonly ok: false; readonly reason: 'unknown_sku'; readonly sku: string }
  | { readonly ok: false; readonly reason: 'on_its_way'; readonly line: Line };

/**
 * What a cancellation takes out of a placed order: the named SKUs, or all that stands. Whole lines only, and only while
 * their parcel is in the seller's hands. Shipping is not charged anew when what is left is below the free limit.
 */
export function decideCancellation<Line extends CancellableLine>(
  { quote, parcels, lines }: CancellableOrder<Line>,
  skus: readonly string[] | undefined,
): CancellationDecision<Line> {
  const unknown = skus?.find((sku) => !lines.some((line) => line.sku === sku));
  if (unknown !== undefined) return { ok: false, reason: 'unknown_sku', sku: unknown };
  const standing = lines.filter((line) => !line.isCancelled);
  const taken = standing.filter((line) => skus === undefined || skus.includes(line.sku));
  const late = taken.find((line) => !isCancellable(parcels.find((parcel) => parcel.id === line.fulfilmentId)?.status));
  if (late !== undefined) return { ok: false, reason: 'on_its_way', line: late };

  const left = standing.filter((line) => !taken.includes(line));
  const emptied = parcels.filter(
    ({ id }) => taken.some((line) => line.fulfilmentId === id) && !left.some((line) => line.fulfilmentId === id),
  );
  const shares = sharesOf(quote, {
    positions: taken.filter((line) => !line.isRefunded).map((line) => line.position),
    chargeSellerIds: emptied.map((parcel) => parcel.sellerId),
  });
  const plan = {
    lines: taken,
    emptiedParcelIds: emptied.map((parcel) => parcel.id),
    isAll: left.length === 0,
    shares,
  };
  return { ok: true, plan };
}

/** Whether what is in a parcel can still be cancelled. */
export function isCancellable(status: FulfilmentStatus | undefined): boolean {
  return (CANCELLABLE_STATUSES as readonly (FulfilmentStatus | undefined)[]).includes(status);
}

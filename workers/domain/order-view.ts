import type { FulfilmentStatus } from './fulfilment.ts';
import { isPlaced, type OrderStatus } from './order.ts';

/** What a buyer sees of an order, in the words of the shop. */
export type BuyerStatus = OrderStatus | 'packed' | 'shipped' | 'out_for_delivery' | 'delivered' | 'rto' | 'returned';

/** How far a parcel is, from the buyer's side. */
const PROGRESS: readonly FulfilmentStatus[] = ['pending', 'packed', 'shipped', 'out_for_delivery', 'delivered'];

/**
 * Derived from the parts: an order that stands is as far as its least advanced parcel. Cancelled parcels do not count;
 * parcels that came back count only when nothing else is left.
 */
export function buyerStatus(order: OrderStatus, parcels: readonly FulfilmentStatus[]): BuyerStatus {
  if (!isPlaced(order)) return order;
  const onTheWay = parcels.map((parcel) => PROGRESS.indexOf(parcel)).filter((step) => step >= 0);
  const slowest = PROGRESS[Math.min(...onTheWay)];
  if (slowest !== undefined) return slowest === 'pending' ? order : (slowest as BuyerStatus);
  if (parcels.includes('rto') || parcels.includes('rto_received')) return 'rto';
  return parcels.includes('returned') ? 'returned' : order;
}

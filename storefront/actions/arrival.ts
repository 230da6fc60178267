import type { Order } from '../../workers/orders/schemas.ts';
import type { Arrival } from '../components/orders/order-words.ts';

/** The gateway's word comes by webhook, mostly before the shopper is back. */
const LOOK_SECONDS = 2;
const MAX_LOOKS = 20;

export interface Look {
  readonly afterSeconds: number;
  readonly href: string;
}

/** How the shopper came: from the checkout, or from the payment page, which says how it went. */
export function arrivalOf(query: URLSearchParams): Arrival {
  if (query.has('placed')) return 'placed';
  const outcome = query.get('redirect_status');
  if (outcome === 'failed') return 'failed';
  return outcome === 'succeeded' || outcome === 'processing' || query.has('paid') ? 'paid' : 'visit';
}

/** When to look again for the payment's confirmation or the invoices; null when there is nothing to wait for. */
export function nextLook(order: Order, arrival: Arrival, url: URL): Look | null {
  if (!isAwaited(order, arrival)) return null;
  const looks = Number(url.searchParams.get('look') ?? 0);
  if (!Number.isInteger(looks) || looks < 0 || looks >= MAX_LOOKS) return null;
  return { afterSeconds: LOOK_SECONDS, href: `${url.pathname}?${arrival}=1&look=${looks + 1}` };
}

function isAwaited({ status, fulfilments }: Order, arrival: Arrival): boolean {
  if (arrival !== 'placed' && arrival !== 'paid') return false;
  if (status === 'payment_pending') return arrival === 'paid';
  return (status === 'paid' || status === 'confirmed') && fulfilments.some(isInvoiceAwaited);
}

/** A parcel of which nothing is left may have none. */
function isInvoiceAwaited({ invoice, status }: Order['fulfilments'][number]): boolean {
  return invoice === null && status !== 'cancelled';
}

import type { FulfilmentStatus } from '../../../workers/domain/fulfilment.ts';
import { formatRupees } from '../../../workers/domain/money.ts';
import type { BuyerStatus } from '../../../workers/domain/order-view.ts';
import type { Order } from '../../../workers/orders/schemas.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t, tKnown } from '../../i18n/t.ts';

export type Tone = 'plain' | 'brand' | 'good' | 'warn' | 'bad';

const TONES: Readonly<Record<BuyerStatus, Tone>> = {
  created: 'plain',
  payment_pending: 'warn',
  paid: 'good',
  confirmed: 'good',
  packed: 'brand',
  shipped: 'brand',
  out_for_delivery: 'brand',
  delivered: 'good',
  rto: 'warn',
  returned: 'plain',
  cancelled: 'bad',
  expired: 'bad',
};

/** Statuses of an order that stands: it is certain, and was not taken back. */
const STANDING: readonly BuyerStatus[] = ['paid', 'confirmed', 'packed', 'shipped', 'out_for_delivery', 'delivered'];

/** The way of a parcel; the rest of it is shown as still to come. */
export const WAY = ['pending', 'packed', 'shipped', 'out_for_delivery', 'delivered'] as const;

/** Statuses travel as text; one that this page does not know yet is shown as it is. */
function isStatus(status: string): status is BuyerStatus {
  return Object.hasOwn(TONES, status);
}

export function statusTone(status: string): Tone {
  return isStatus(status) ? TONES[status] : 'plain';
}

/** A step of an order or a parcel. */
export function statusLabel(status: string): string {
  return tKnown(`order.state.${status}`, status);
}

export function paymentLabel(status: string): string {
  return tKnown(`order.paymentStatus.${status}`, status);
}

/** Names of carriers are kept in small letters: 'blue dart' → 'Blue Dart'. */
export function carrierLabel(carrier: string): string {
  return carrier.replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}

export function isStanding(status: string): boolean {
  return isStatus(status) && STANDING.includes(status);
}

/** How far a parcel is on its way, from 0; null when it is not, or no longer, on it. */
export function stepOf(status: FulfilmentStatus): number | null {
  const step = (WAY as readonly FulfilmentStatus[]).indexOf(status);
  return step < 0 ? null : step;
}

export const REFUND_TONES = { due: 'plain', pending: 'plain', succeeded: 'good', failed: 'warn' } as const;

/** How the shopper has come to the page. */
export type Arrival = 'placed' | 'paid' | 'failed' | 'visit';

export interface Headline {
  readonly title: string;
  readonly text: string | null;
  readonly tone: 'good' | 'info' | 'warn' | 'bad';
}

/** The one thing to know about an order, first. */
export function headlineOf(order: Order, arrival: Arrival, isPatient: boolean): Headline {
  const title = isStatus(order.status) ? t(`order.head.${order.status}`) : order.status;
  switch (order.status) {
    case 'payment_pending':
      return pendingHeadline(order, arrival, isPatient);
    case 'paid':
    case 'confirmed': {
      const mail = t('order.text.mail', { email: order.email });
      const text = order.cashDuePaise > 0 ? `${cashLine(order)} ${mail}` : mail;
      return { title: arrival === 'visit' ? title : t('order.head.thanks'), text, tone: 'good' };
    }
    case 'packed':
    case 'shipped':
    case 'out_for_delivery':
      return { title, text: order.cashDuePaise > 0 ? cashLine(order) : null, tone: 'info' };
    case 'delivered':
      return { title, text: null, tone: 'good' };
    case 'cancelled':
      return { title, text: endText(order), tone: 'warn' };
    case 'rto':
      return { title, text: t('order.text.rto'), tone: 'warn' };
    case 'expired':
      return { title, text: t('order.text.expired'), tone: 'warn' };
    default:
      return { title, text: null, tone: 'info' };
  }
}

function cashLine({ cashDuePaise }: Order): string {
  return t('order.text.cod', { amount: formatRupees(cashDuePaise) });
}

/** What a cancelled order means for the money. */
function endText({ refunds, paymentMethod }: Order): string {
  if (paymentMethod === 'cod' && refunds.length === 0) return t('order.text.cancelledCash');
  const back = refunds.reduce((sum, refund) => sum + refund.amountPaise, 0);
  return back > 0 ? t('order.text.cancelledPaid', { amount: formatRupees(back) }) : t('order.text.cancelled');
}

function pendingHeadline(order: Order, arrival: Arrival, isPatient: boolean): Headline {
  if (arrival === 'paid') {
    const text = isPatient ? t('order.text.confirming') : t('order.text.confirmingLong');
    return { title: t('order.head.confirming'), text, tone: 'info' };
  }
  const keptUntil =
    order.payBefore === null ? null : t('order.text.payBefore', { time: formatMoment(order.payBefore) });
  if (arrival === 'failed')
    return { title: t('order.head.payment_pending'), text: t('order.text.failed'), tone: 'bad' };
  return { title: t('order.head.payment_pending'), text: keptUntil, tone: 'warn' };
}

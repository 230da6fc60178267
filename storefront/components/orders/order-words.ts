import { formatRupees } from '../../../workers/domain/money.ts';
import type { OrderStatus } from '../../../workers/domain/order.ts';
import type { Order } from '../../../workers/orders/schemas.ts';
import { en } from '../../i18n/en.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';

export type Tone = 'plain' | 'brand' | 'good' | 'warn' | 'bad';

const TONES: Readonly<Record<OrderStatus, Tone>> = {
  created: 'plain',
  payment_pending: 'warn',
  paid: 'good',
  confirmed: 'good',
  packed: 'brand',
  shipped: 'brand',
  out_for_delivery: 'brand',
  delivered: 'good',
  returned: 'plain',
  cancelled: 'bad',
  expired: 'bad',
};

/** The way of an order that is certain; the rest of it is shown as still to come. */
const WAY: readonly OrderStatus[] = ['packed', 'shipped', 'out_for_delivery', 'delivered'];
const CERTAIN = new Set<OrderStatus>(['paid', 'confirmed', 'packed', 'shipped', 'out_for_delivery']);

/** Statuses travel as text; one that this page does not know yet is shown as it is. */
function isStatus(status: string): status is OrderStatus {
  return Object.hasOwn(TONES, status);
}

export function statusTone(status: string): Tone {
  return isStatus(status) ? TONES[status] : 'plain';
}

export function statusLabel(status: string): string {
  return isStatus(status) ? t(`order.state.${status}`) : status;
}

export function paymentLabel(status: string): string {
  const key = `order.paymentStatus.${status}`;
  return Object.hasOwn(en, key) ? en[key as keyof typeof en] : status;
}

/** What is still to come, in order; nothing for an order that has ended. */
export function stepsAhead(status: string): readonly OrderStatus[] {
  if (!isStatus(status) || !CERTAIN.has(status)) return [];
  return WAY.slice(WAY.indexOf(status) + 1);
}

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
      const cash = t('order.text.cod', { amount: formatRupees(order.totals.grandPaise) });
      const text = order.paymentMethod === 'cod' ? `${cash} ${mail}` : mail;
      return { title: arrival === 'visit' ? title : t('order.head.thanks'), text, tone: 'good' };
    }
    case 'cancelled':
      return { title, text: t('order.text.cancelled'), tone: 'warn' };
    case 'expired':
      return { title, text: t('order.text.expired'), tone: 'warn' };
    default:
      return { title, text: null, tone: 'info' };
  }
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

import { formatRupees } from '../workers/domain/money.ts';
import { html, layout, type Markup, timeOf } from './html.ts';
import { page, type Route } from './http.ts';
import type { RazorpayBooks } from './razorpay/books.ts';
import type { StripeBooks } from './stripe/books.ts';

const LIST_LIMIT = 200;
const TONES: Readonly<Record<string, string>> = { succeeded: 'good', paid: 'good', canceled: 'bad' };

interface ListedPayment {
  readonly id: string;
  /** From the root of the sandbox. */
  readonly page: string;
  readonly price: string;
  readonly orderNo: string | undefined;
  readonly status: string;
  readonly createdAt: number;
}

/** Every payment of both gateways, newest first. */
export function paymentsRoute(stripe: StripeBooks, razorpay: RazorpayBooks): Route {
  return {
    method: 'GET',
    pattern: '/payments',
    handler: ({ path }) => {
      const intents = stripe.intents().slice(0, LIST_LIMIT);
      const orders = razorpay.orders().slice(0, LIST_LIMIT);
      const payments = [
        ...intents.map(({ metadata, ...intent }) => listed(intent, 'pay', metadata.orderNo, intent.created)),
        ...orders.map(({ notes, ...order }) => listed(order, 'razorpay/pay', notes.orderNo, order.created_at)),
      ];
      const newest = payments.sort((one, other) => other.createdAt - one.createdAt).slice(0, LIST_LIMIT);
      return page(paymentsPage(path, newest));
    },
  };
}

/** '₹1,299', or what a currency that is not ours amounts to in its smallest unit. */
export function priceOf({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  return currency.toUpperCase() === 'INR' ? formatRupees(amount) : `${amount} ${currency}`;
}

interface Asked {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
}

function listed(asked: Asked, place: string, orderNo: string | undefined, unixTime: number): ListedPayment {
  const query = orderNo === undefined ? '' : `?${new URLSearchParams({ return_url: `/orders/${orderNo}` })}`;
  const { id, status } = asked;
  return { id, page: `${place}/${id}${query}`, price: priceOf(asked), orderNo, status, createdAt: unixTime * 1000 };
}

function paymentsPage(here: string, payments: readonly ListedPayment[]): Markup {
  const items = payments.map(
    ({ id, page: place, price, orderNo, status, createdAt }) =>
      html`<li><a href="./${place}"><b>${price} · ${orderNo ?? id}</b>
        <span class="tag ${TONES[status] ?? ''}">${status}</span>
        <span class="soft">${timeOf(createdAt)}</span></a></li>`,
  );
  const list = items.length === 0 ? html`<p>None yet.</p>` : html`<ul class="cards">${items}</ul>`;
  return layout(here, 'Payments', html`<h1>Payments</h1>${list}`);
}

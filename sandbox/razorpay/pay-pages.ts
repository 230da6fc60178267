import { html, layout, type Markup, rootOf } from '../html.ts';
import { page, Refusal, type Route, type SandboxRequest, seeOther } from '../http.ts';
import { priceOf } from '../payments-page.ts';
import { returnUrlOf } from '../return-url.ts';
import { switchesForm } from '../webhooks/webhook-pages.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import { callbackOf, type RazorpayAccount } from './account.ts';
import type { METHODS, RazorpayBooks } from './books.ts';
import type { Order, Payment } from './objects.ts';

type Way = keyof typeof METHODS;

const WAYS: Readonly<Record<Way, string>> = {
  upi_intent: 'UPI app',
  upi_qr: 'UPI QR code',
  card: 'card',
  netbanking: 'netbanking',
};

/** Where Razorpay's page sends the browser when it is done: the `callback_url` of the shop. */
const CALLBACK_PATH = '/api/v1/payments/razorpay/callback';

/** Where a person pays: UPI, card, netbanking, each with an end to choose. No scripts. */
export function razorpayPayRoutes(
  books: RazorpayBooks,
  account: RazorpayAccount,
  sender: WebhookSender,
): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/razorpay/pay/:id',
      handler: (request) => {
        const order = books.order(request.params.id ?? '');
        const paid = books.capturedOf(order.id);
        const content = paid === undefined ? choices(order, books, request) : wayBack(paid, account, request.query);
        return page(payPage(order, content, request, sender));
      },
    },
    {
      method: 'POST',
      pattern: '/razorpay/pay/:id',
      handler: ({ params, query, body }) => {
        const id = params.id ?? '';
        const form = new URLSearchParams(body);
        const method = wayOf(form.get('method'));
        const choice = form.get('choice');
        if (method === null) throw new Refusal(422, `method: ${Object.keys(WAYS).join(', ')}`);
        if (choice !== 'pay' && choice !== 'decline') throw new Refusal(422, 'choice: pay or decline');
        if (choice === 'pay') books.succeed(id, { method });
        else books.decline(id, { method });
        return seeOther(`./${id}?${query}`);
      },
    },
  ];
}

function payPage(order: Order, content: Markup, { path, query }: SandboxRequest, sender: WebhookSender): Markup {
  return layout(
    path,
    'Pay',
    html`<div class="pay"><div class="card">
        <h1>${order.notes.orderNo === undefined ? 'Payment' : `Order ${order.notes.orderNo}`}</h1>
        <p class="amount">${priceOf(order)}</p>
        ${content}
      </div>
      <details><summary>Webhook switches</summary>${switchesForm(rootOf(path), sender.switches, `${order.id}?${query}`)}</details>
      <p class="soft">${order.id}</p></div>`,
  );
}

/** The way that was chosen in the shop comes first; the others stay within reach. */
function choices(order: Order, books: RazorpayBooks, { query }: SandboxRequest): Markup {
  const [last] = books.payments(order.id);
  const failure =
    last === undefined
      ? html``
      : html`<p class="notice" role="alert">${last.error_description ?? 'Declined.'} Try again.</p>`;
  const chosen = wayOf(query.get('method'));
  const ways = Object.keys(WAYS) as Way[];
  const sections = (some: readonly Way[]) => some.map((way) => section(way, order));
  const target = returnUrlOf(query);
  const back = target === null ? html`` : html`<p><a href="${target}">Back to the shop</a></p>`;
  if (chosen === null) return html`${failure}<p>How shall this payment end?</p>${sections(ways)}${back}`;
  const others = ways.filter((way) => way !== chosen);
  return html`${failure}<p>How shall this payment end?</p>${section(chosen, order)}
    <details><summary>Pay another way</summary>${sections(others)}</details>${back}`;
}

function section(way: Way, order: Order): Markup {
  return html`<section><h2>${way === 'card' || way === 'netbanking' ? `By ${WAYS[way]}` : WAYS[way]}</h2>
    ${way === 'upi_intent' || way === 'upi_qr' ? upiLink(way, order) : html``}
    <form method="post">
      <input type="hidden" name="method" value="${way}">
      <button class="main" name="choice" value="pay">Pay ${priceOf(order)} by ${WAYS[way]}</button>
      <button class="bad" name="choice" value="decline">Decline ${WAYS[way]}</button>
    </form></section>`;
}

/** What an app would open, or a camera would read. */
function upiLink(way: 'upi_intent' | 'upi_qr', { id, amount }: Order): Markup {
  const rupees = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const link = `upi://pay?${new URLSearchParams({ pa: 'haat@sandbox', pn: 'Haat', am: rupees, cu: 'INR', tr: id })}`;
  return html`<p class="soft">${way === 'upi_qr' ? 'The code says' : 'The app opens'}</p><pre>${link}</pre>`;
}

/** Paid: the browser brings the signed proof to the shop, as Razorpay's page does with `callback_url`. */
function wayBack(payment: Payment, account: RazorpayAccount, query: URLSearchParams): Markup {
  const target = returnUrlOf(query);
  const shop = target?.startsWith('http') === true ? new URL(target).origin : '';
  const fields = Object.entries(callbackOf(account, payment.order_id, payment.id)).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<p><span class="tag good">paid</span> by ${payment.method}, ${payment.id}</p>
    <form method="post" action="${shop}${CALLBACK_PATH}">${fields}<button class="main">Continue to the shop</button></form>`;
}

function wayOf(text: string | null): Way | null {
  return text !== null && Object.hasOwn(WAYS, text) ? (text as Way) : null;
}

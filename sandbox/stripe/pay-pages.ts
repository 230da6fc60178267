import { html, layout, type Markup, rootOf } from '../html.ts';
import { type Answer, page, Refusal, type Route, type SandboxRequest, seeOther } from '../http.ts';
import { priceOf } from '../payments-page.ts';
import { returnUrlOf } from '../return-url.ts';
import { switchesForm } from '../webhooks/webhook-pages.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import type { StripeBooks } from './books.ts';
import type { PaymentIntent } from './objects.ts';

/** Where a person pays: success, a declined card, or 3-D Secure with a second page. No scripts. */
export function payRoutes(books: StripeBooks, sender: WebhookSender): readonly Route[] {
  const pages = (pattern: string, view: (intent: PaymentIntent, request: SandboxRequest) => Markup): Route => ({
    method: 'GET',
    pattern,
    handler: (request) => page(view(books.intent(request.params.id ?? ''), request)),
  });
  return [
    pages('/pay/:id', (intent, request) => payPage(intent, request, sender)),
    { method: 'POST', pattern: '/pay/:id', handler: (request) => choose(books, request) },
    pages('/pay/:id/authenticate', challengePage),
    { method: 'POST', pattern: '/pay/:id/authenticate', handler: (request) => authenticate(books, request) },
  ];
}

function choose(books: StripeBooks, request: SandboxRequest): Answer {
  const intent = books.intent(request.params.id ?? '');
  if (isOver(intent)) return goBack(intent, request);
  const choice = new URLSearchParams(request.body).get('choice');
  if (choice === 'success') return goBack(books.succeed(intent.id), request);
  if (choice === 'decline') return goBack(books.decline(intent.id), request);
  if (choice !== '3ds') throw new Refusal(422, 'choice: success, decline or 3ds');
  books.challenge(intent.id, `/pay/${intent.id}/authenticate`);
  return seeOther(`./${intent.id}/authenticate?${request.query}`);
}

function authenticate(books: StripeBooks, request: SandboxRequest): Answer {
  const intent = books.intent(request.params.id ?? '');
  if (isOver(intent)) return goBack(intent, request);
  const choice = new URLSearchParams(request.body).get('choice');
  if (choice === 'approve') return goBack(books.succeed(intent.id), request);
  if (choice === 'refuse') return goBack(books.decline(intent.id, 'authentication_failed'), request);
  throw new Refusal(422, 'choice: approve or refuse');
}

/** A payment that has ended is not paid twice: a form sent again only leads back to the shop. */
function isOver({ status }: PaymentIntent): boolean {
  return status === 'succeeded' || status === 'canceled';
}

/** As Stripe does: `payment_intent` and `redirect_status` join the query of the return address. */
function goBack(intent: PaymentIntent, { path, query }: SandboxRequest): Answer {
  const target = returnUrlOf(query);
  if (target === null) return seeOther(`${rootOf(path)}payments`);
  const [address = '', fragment] = target.split('#');
  const result = new URLSearchParams({
    payment_intent: intent.id,
    redirect_status: intent.status === 'succeeded' ? 'succeeded' : 'failed',
  });
  const joined = `${address}${address.includes('?') ? '&' : '?'}${result}`;
  return seeOther(fragment === undefined ? joined : `${joined}#${fragment}`);
}

function payPage(intent: PaymentIntent, { path, query }: SandboxRequest, sender: WebhookSender): Markup {
  const buttons = html`<form method="post">
    <button class="main" name="choice" value="success">Pay ${priceOf(intent)} (success)</button>
    <button name="choice" value="3ds">3-D Secure</button>
    <button class="bad" name="choice" value="decline">Decline card</button>
  </form>`;
  const error = intent.last_payment_error;
  const failure = error === null ? html`` : html`<p class="notice" role="alert">${error.message} Try again.</p>`;
  const back = `${intent.id}${query.has('return_url') ? `?${new URLSearchParams({ return_url: query.get('return_url') ?? '' })}` : ''}`;
  return layout(
    path,
    'Pay',
    html`<div class="pay"><div class="card">
        <h1>${intent.metadata.orderNo === undefined ? 'Payment' : `Order ${intent.metadata.orderNo}`}</h1>
        <p class="amount">${priceOf(intent)}</p>
        ${isOver(intent) ? overNotice(intent, query) : html`${failure}<p>How shall this payment end?</p>${buttons}`}
      </div>
      <details><summary>Webhook switches</summary>${switchesForm(rootOf(path), sender.switches, back)}</details>
      <p class="soft">${intent.id}</p></div>`,
  );
}

function overNotice({ status }: PaymentIntent, query: URLSearchParams): Markup {
  const target = returnUrlOf(query);
  const link = target === null ? html`` : html`<p><a href="${target}">Back to the shop</a></p>`;
  return html`<p><span class="tag ${toneOf(status)}">${status}</span></p>${link}`;
}

function challengePage(intent: PaymentIntent, { path, query }: SandboxRequest): Markup {
  const buttons = html`<p>Is it you who pays ${priceOf(intent)}?</p><form method="post">
    <button class="main" name="choice" value="approve">Approve</button>
    <button class="bad" name="choice" value="refuse">Refuse</button>
  </form>`;
  return layout(
    path,
    '3-D Secure',
    html`<div class="pay card"><h1>Your bank asks</h1>${isOver(intent) ? overNotice(intent, query) : buttons}</div>`,
  );
}

function toneOf(status: PaymentIntent['status']): string {
  if (status === 'succeeded') return 'good';
  return status === 'canceled' ? 'bad' : '';
}

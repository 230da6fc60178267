import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type CarrierAccount, carrierTarget, DEVELOPMENT_CARRIER, openCarrier } from './carrier/carrier.ts';
import { FaultBox } from './control/faults.ts';
import { controlRoutes } from './control/routes.ts';
import { html, layout } from './html.ts';
import { json, listener, page, type Route } from './http.ts';
import { Journal } from './journal.ts';
import { KeptAnswers } from './kept-answers.ts';
import { MailBox } from './mail/mail-box.ts';
import { mailRoutes } from './mail/routes.ts';
import { DEVELOPMENT_CLIENT, type OidcClient } from './oidc/client.ts';
import { oidcPages } from './oidc/pages.ts';
import { OidcProvider } from './oidc/provider.ts';
import { oidcRoutes } from './oidc/routes.ts';
import { paymentsRoute } from './payments-page.ts';
import { DEVELOPMENT_ACCOUNT, type RazorpayAccount, razorpayTarget } from './razorpay/account.ts';
import { RazorpayBooks } from './razorpay/books.ts';
import { razorpayPayRoutes } from './razorpay/pay-pages.ts';
import { razorpayRoutes } from './razorpay/routes.ts';
import { StripeBooks } from './stripe/books.ts';
import { payRoutes } from './stripe/pay-pages.ts';
import { stripeRoutes } from './stripe/routes.ts';
import { stripeTarget } from './stripe/webhook-target.ts';
import { DEVELOPMENT_WIDGET, type TurnstileAccount } from './turnstile/account.ts';
import { turnstileRoutes } from './turnstile/routes.ts';
import { Tokens } from './turnstile/tokens.ts';
import { webhookRoutes } from './webhooks/webhook-pages.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

export interface SandboxOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Everything is kept here, so that a restart loses nothing. */
  readonly stateDir: string;
  /** The shop's endpoint for Stripe, and its secret. */
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** The shop's account at Razorpay; the one of a laptop unless said otherwise. */
  readonly razorpay?: Partial<RazorpayAccount>;
  /** The shop's account at the carrier; the one of a laptop unless said otherwise. */
  readonly carrier?: Partial<CarrierAccount>;
  /** Where browsers see the shop, and the sandbox below it at /sandbox; the one of a laptop unless said otherwise. */
  readonly shopUrl?: string;
  /** The shop at Google, and its widget at Turnstile; those of a laptop unless said otherwise. */
  readonly google?: Partial<OidcClient>;
  readonly turnstile?: Partial<TurnstileAccount>;
}

export interface Sandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** Third parties on a laptop: gateways that speak Stripe's and Razorpay's APIs, a carrier, Google, Turnstile, an inbox. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, stateDir, webhookUrl, webhookSecret, shopUrl = 'http://127.0.0.1:8787' } = options;
  const account = { ...DEVELOPMENT_ACCOUNT, ...options.razorpay };
  const journal = new Journal(path.join(stateDir, 'journal.jsonl'));
  const sender = new WebhookSender(journal, {
    stripe: stripeTarget(webhookUrl, webhookSecret),
    razorpay: razorpayTarget(account),
    carrier: carrierTarget({ ...DEVELOPMENT_CARRIER, ...options.carrier }),
  });
  const faults = new FaultBox(journal);
  const stripeAnswers = new KeptAnswers(journal, 'idempotency');
  const razorpayAnswers = new KeptAnswers(journal, 'razorpay-idempotency');
  const stripe = new StripeBooks(journal, (event) =>
    sender.send('stripe', { eventId: event.id, eventType: event.type, payload: JSON.stringify(event) }),
  );
  const razorpay = new RazorpayBooks(journal, account.accountId, (webhook) => sender.send('razorpay', webhook));
  const carrier = openCarrier(journal, sender);
  const google = new OidcProvider(journal, { ...DEVELOPMENT_CLIENT, ...options.google });
  const googlePlaces = { issuer: () => `${urlOf(server)}/oidc`, shopUrl };
  const routes = [
    ...frontRoutes,
    ...stripeRoutes(stripe, faults, stripeAnswers),
    ...payRoutes(stripe, sender),
    ...razorpayRoutes(razorpay, account, faults, razorpayAnswers),
    ...razorpayPayRoutes(razorpay, account, sender),
    paymentsRoute(stripe, razorpay),
    ...webhookRoutes(sender),
    ...controlRoutes({ stripe, razorpay, account, faults, answers: [stripeAnswers, razorpayAnswers] }),
    ...carrier.routes,
    ...oidcRoutes(google, googlePlaces),
    ...oidcPages(google, googlePlaces),
    ...turnstileRoutes(new Tokens(journal), { ...DEVELOPMENT_WIDGET, ...options.turnstile }),
    ...mailRoutes(new MailBox(journal)),
  ];
  const server: Server = createServer(listener(routes));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  sender.resume();
  carrier.start();
  return {
    url: urlOf(server),
    close: async () => {
      carrier.stop();
      sender.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const frontRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/health', handler: () => json(200, { ok: true }) },
  {
    method: 'GET',
    pattern: '/',
    handler: ({ path: here }) =>
      page(
        layout(
          here,
          'Sandbox',
          html`<h1>Sandbox</h1>
            <p>Stand-ins for third parties. Nothing here moves money or leaves this machine.</p>
            <ul class="cards">
              <li><a href="./inbox"><b>Inbox</b> E-mail and SMS that the shop has sent</a></li>
              <li><a href="./payments"><b>Payments</b> Every payment, its state, and its payment page</a></li>
              <li><a href="./carrier"><b>Carrier</b> Every parcel that was booked; move it</a></li>
              <li><a href="./webhooks"><b>Webhooks</b> Delay, repeat, reorder or lose them; send one again</a></li>
            </ul>`,
        ),
      ),
  },
];

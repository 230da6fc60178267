import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { html, layout } from './html.ts';
import { json, listener, page, type Route } from './http.ts';
import { Journal } from './journal.ts';
import { MailBox } from './mail/mail-box.ts';
import { mailRoutes } from './mail/routes.ts';
import { StripeBooks } from './stripe/books.ts';
import { payRoutes } from './stripe/pay-pages.ts';
import { stripeRoutes } from './stripe/routes.ts';
import { webhookRoutes } from './stripe/webhook-pages.ts';
import { WebhookSender } from './stripe/webhook-sender.ts';

export interface SandboxOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Everything is kept here, so that a restart loses nothing. */
  readonly stateDir: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

export interface Sandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** Third parties on a laptop: a payment gateway that speaks Stripe's API, and an inbox for e-mail and SMS. */
export async function openSandbox({ port, stateDir, webhookUrl, webhookSecret }: SandboxOptions): Promise<Sandbox> {
  const journal = new Journal(path.join(stateDir, 'journal.jsonl'));
  const sender = new WebhookSender(journal, { url: webhookUrl, secret: webhookSecret });
  const books = new StripeBooks(journal, (event) => sender.send(event));
  const routes = [
    ...frontRoutes,
    ...stripeRoutes(books, journal),
    ...payRoutes(books, sender),
    ...webhookRoutes(sender),
    ...mailRoutes(new MailBox(journal)),
  ];
  const server = createServer(listener(routes));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  sender.resume();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      sender.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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
              <li><a href="./webhooks"><b>Webhooks</b> Delay, repeat, reorder or lose them; send one again</a></li>
            </ul>`,
        ),
      ),
  },
];

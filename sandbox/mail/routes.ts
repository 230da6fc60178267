import { z } from 'zod';
import { html, layout, type Markup, timeOf } from '../html.ts';
import { json, page, parseJson, Refusal, type Route, type SandboxRequest } from '../http.ts';
import type { MailBox, StoredMessage } from './mail-box.ts';

const emailSchema = z.object({
  from: z.string().min(1).max(300),
  to: z.string().min(3).max(300),
  subject: z.string().min(1).max(500),
  html: z.string().max(500_000).optional(),
  text: z.string().max(500_000).default(''),
  idempotencyKey: z.string().min(1).max(300).optional(),
});

const smsSchema = z.object({
  from: z.string().max(300).default('HAAT'),
  to: z.string().min(3).max(30),
  text: z.string().min(1).max(2000),
  idempotencyKey: z.string().min(1).max(300).optional(),
});

const LIST_LIMIT = 500;

/** An HTTP e-mail provider and an SMS gateway that deliver to a page. */
export function mailRoutes(box: MailBox): readonly Route[] {
  return [
    {
      method: 'POST',
      pattern: '/email',
      handler: (request) => {
        const { idempotencyKey, html: body = null, ...email } = parse(emailSchema, request);
        const key = idempotencyKey ?? request.headers['idempotency-key']?.toString();
        return json(200, { id: box.store({ channel: 'email', html: body, ...email }, key).id });
      },
    },
    {
      method: 'POST',
      pattern: '/sms',
      handler: (request) => {
        const { idempotencyKey, ...sms } = parse(smsSchema, request);
        return json(200, { id: box.store({ channel: 'sms', subject: 'SMS', html: null, ...sms }, idempotencyKey).id });
      },
    },
    { method: 'GET', pattern: '/inbox.json', handler: () => json(200, { messages: box.list(LIST_LIMIT) }) },
    { method: 'GET', pattern: '/inbox', handler: ({ path }) => page(inboxPage(path, box.list(LIST_LIMIT))) },
    {
      method: 'GET',
      pattern: '/inbox/:id',
      handler: ({ path, params }) => {
        const message = box.find(params.id ?? '');
        if (message === undefined) throw new Refusal(404, 'There is no such message.');
        return page(messagePage(path, message));
      },
    },
  ];
}

function parse<Schema extends z.ZodType>(schema: Schema, { headers, body }: SandboxRequest): z.infer<Schema> {
  if (!/^Bearer \S+$/.test(headers.authorization ?? '')) throw new Refusal(401, 'Send a bearer key.');
  const result = schema.safeParse(parseJson(body));
  if (!result.success) throw new Refusal(422, z.prettifyError(result.error));
  return result.data;
}

function inboxPage(here: string, messages: readonly StoredMessage[]): Markup {
  const items = messages.map(
    ({ id, to, subject, text, channel, receivedAt }) =>
      html`<li><a href="./inbox/${id}"><b>${subject}</b>
        <span class="soft">${channel === 'sms' ? `${text.slice(0, 120)} · ` : ''}to ${to} · ${timeOf(receivedAt)}</span></a></li>`,
  );
  const list = items.length === 0 ? html`<p>Nothing yet.</p>` : html`<ul class="cards">${items}</ul>`;
  return layout(here, 'Inbox', html`<h1>Inbox</h1>${list}`);
}

function messagePage(here: string, { from, to, subject, html: body, text, receivedAt }: StoredMessage): Markup {
  // Links open in a page of their own; nothing in the frame may run or submit.
  const frame =
    body === null
      ? html``
      : html`<iframe title="The message as it was designed" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${`<base target="_blank">${body}`}"></iframe>`;
  const plain = text === '' ? html`` : html`<h2>${body === null ? 'Message' : 'As plain text'}</h2><pre>${text}</pre>`;
  return layout(
    here,
    subject,
    html`<h1>${subject}</h1>
      <div class="card"><dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to}</dd><dt>At</dt><dd>${timeOf(receivedAt)}</dd></dl></div>
      ${frame}${plain}`,
  );
}

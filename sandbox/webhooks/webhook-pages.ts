import { z } from 'zod';
import { html, layout, Markup, timeOf } from '../html.ts';
import { json, page, parseJson, Refusal, type Route, type SandboxRequest, seeOther } from '../http.ts';
import { type Delivery, NO_TROUBLE, type Switches, type WebhookSender } from './webhook-sender.ts';

const switchesSchema = z.object({
  delayMs: z.coerce.number().int().min(0).max(600_000).default(NO_TROUBLE.delayMs),
  repeat: z.coerce.number().int().min(1).max(100).default(NO_TROUBLE.repeat),
  reorder: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(NO_TROUBLE.reorder),
  lose: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(NO_TROUBLE.lose),
});

const LIST_LIMIT = 100;

/** Control over webhooks: a page with forms, and the same as JSON for tests. A switch left out is off. */
export function webhookRoutes(sender: WebhookSender): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/webhooks',
      handler: ({ path }) => page(webhooksPage(path, sender.switches, sender.list(LIST_LIMIT))),
    },
    {
      method: 'GET',
      pattern: '/webhooks.json',
      handler: () => json(200, { switches: sender.switches, deliveries: sender.list(LIST_LIMIT) }),
    },
    {
      method: 'POST',
      pattern: '/webhooks/switches.json',
      handler: ({ body }) => {
        sender.switches = parseSwitches(parseJson(body));
        return json(200, sender.switches);
      },
    },
    {
      method: 'POST',
      pattern: '/webhooks/switches',
      handler: (request) => {
        sender.switches = parseSwitches(fieldsOf(request));
        return seeOther(backTo(fieldsOf(request).back));
      },
    },
    {
      method: 'POST',
      pattern: '/webhooks/:id/resend',
      handler: ({ params }) => {
        if (!sender.resend(params.id ?? '')) throw new Refusal(404, 'There is no such delivery.');
        return seeOther('../../webhooks');
      },
    },
  ];
}

/** The form of the switches; `back` is a payment to return to, or empty for the list of webhooks. */
export function switchesForm(root: string, { delayMs, repeat, reorder, lose }: Switches, back = ''): Markup {
  const checked = (isOn: boolean) => new Markup(isOn ? ' checked' : '');
  return html`<form method="post" action="${root}webhooks/switches">
    <input type="hidden" name="back" value="${back}">
    <label>Delay in milliseconds<br><input type="number" name="delayMs" min="0" max="600000" value="${delayMs}"></label>
    <label>Send each one this often<br><input type="number" name="repeat" min="1" max="100" value="${repeat}"></label>
    <label><input type="checkbox" name="reorder"${checked(reorder)}>Newest first</label>
    <label><input type="checkbox" name="lose"${checked(lose)}>Lose them</label>
    <button class="small">Set switches</button>
  </form>`;
}

function parseSwitches(input: unknown): Switches {
  const result = switchesSchema.safeParse(input);
  if (!result.success) throw new Refusal(422, z.prettifyError(result.error));
  return result.data;
}

function fieldsOf({ body }: SandboxRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

/** Only back to a payment of ours. */
function backTo(back: string | undefined): string {
  if (back === undefined || !PAYMENT.test(back)) return '../webhooks';
  return back.startsWith('pi_') ? `../pay/${back}` : `../razorpay/pay/${back}`;
}

const PAYMENT = /^(pi|order)_\w+(\?[\w.&=%+-]*)?$/;

function webhooksPage(here: string, switches: Switches, deliveries: readonly Delivery[]): Markup {
  const items = deliveries.map(({ id, target, eventId, eventType, status, attempts, lastAnswer, createdAt }) => {
    const tone = status === 'delivered' ? 'good' : status === 'waiting' ? '' : 'bad';
    return html`<li><div><b>${eventType}</b> <span class="tag ${tone}">${status}</span>
      <p class="soft">${target} · ${eventId} · ${timeOf(createdAt)} · ${attempts} attempts ${lastAnswer && `· ${lastAnswer}`}</p>
      <form method="post" action="./webhooks/${id}/resend"><button class="small">Send again</button></form></div></li>`;
  });
  const list = items.length === 0 ? html`<p>None yet.</p>` : html`<ul class="cards">${items}</ul>`;
  return layout(
    here,
    'Webhooks',
    html`<h1>Webhooks</h1><div class="card">${switchesForm('./', switches)}</div><h2>Sent to the shop</h2>${list}`,
  );
}

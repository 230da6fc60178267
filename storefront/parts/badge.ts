import { type Html, html, type Part } from './html.ts';

export type BadgeTone = 'plain' | 'brand' | 'good' | 'warn' | 'bad';

/** A small label: the state of an order, 'Out of stock', 'Lowest price'. */
export function badge(tone: BadgeTone, label: Part): Html {
  return html`<span class="badge badge-${tone}">${label}</span>`;
}

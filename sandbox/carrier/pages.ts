import { html, layout, Markup, timeOf } from '../html.ts';
import { page, Refusal, type Route, seeOther } from '../http.ts';
import type { CarrierParcels, CarrierSettings, SandboxParcel } from './parcels.ts';
import { parse, settingsSchema } from './routes.ts';
import { SCAN_EVENTS, type ScanEvent } from './scans.ts';

const LIST_LIMIT = 100;

const LABELS: Readonly<Record<ScanEvent, string>> = {
  picked_up: 'Picked up',
  out_for_delivery: 'Out for delivery',
  delivery_failed: 'Nobody was there',
  delivered: 'Delivered',
  rto_started: 'Return to origin',
  rto_delivered: 'Back at the seller',
};

/** Moves parcels by hand. */
export function carrierPages(parcels: CarrierParcels): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/carrier',
      handler: ({ path }) => page(carrierPage(path, parcels.settings, parcels.list(LIST_LIMIT))),
    },
    {
      method: 'POST',
      pattern: '/carrier/settings',
      handler: ({ body }) => {
        parcels.settings = parse(settingsSchema, Object.fromEntries(new URLSearchParams(body)));
        return seeOther('../carrier');
      },
    },
    {
      method: 'POST',
      pattern: '/carrier/:awb/:event',
      handler: ({ params: { awb = '', event = '' } }) => {
        const isKnown = (SCAN_EVENTS as readonly string[]).includes(event);
        if (!isKnown || parcels.scan(awb, event as ScanEvent) === undefined) {
          throw new Refusal(404, 'There is no such parcel, or no such step.');
        }
        return seeOther('../../carrier');
      },
    },
  ];
}

function carrierPage(here: string, settings: CarrierSettings, parcels: readonly SandboxParcel[]): Markup {
  const items = parcels.map(parcelItem);
  const list = items.length === 0 ? html`<p>None yet.</p>` : html`<ul class="cards">${items}</ul>`;
  return layout(
    here,
    'Carrier',
    html`<h1>Carrier</h1><div class="card">${settingsForm(settings)}</div><h2>Parcels</h2>${list}`,
  );
}

function settingsForm({ autoMoveSeconds, loseReplies }: CarrierSettings): Markup {
  return html`<form method="post" action="./carrier/settings">
    <label>Every parcel moves by itself after so many seconds (0: never)<br><input type="number" name="autoMoveSeconds" min="0" max="86400" step="any" value="${autoMoveSeconds}"></label>
    <label><input type="checkbox" name="loseReplies"${new Markup(loseReplies ? ' checked' : '')}>Book parcels, but lose the replies</label>
    <button class="small">Set</button>
  </form>`;
}

function parcelItem({ awb, ref, to, contents, codRupees, scans }: SandboxParcel): Markup {
  const last = scans.at(-1);
  const buttons = SCAN_EVENTS.map(
    (event) =>
      html`<form method="post" action="./carrier/${awb}/${event}" style="display:inline"><button class="small">${LABELS[event]}</button></form> `,
  );
  const money = Number(codRupees) === 0 ? 'Prepaid' : `Collect ₹${codRupees}`;
  return html`<li><div><b>${awb}</b> <span class="tag">${last === undefined ? '' : `${last.type} ${last.status}`}</span>
    <p class="soft">${contents} · to ${to} · ${money} · ${ref} ${last === undefined ? '' : `· ${timeOf(last.at)}`}</p>
    ${buttons}</div></li>`;
}

import { html } from 'hono/html';
import { formatRupees } from '../../domain/money.ts';

export interface ParcelUpdate {
  readonly kind: 'shipped' | 'delivered';
  readonly orderNo: string;
  readonly orderUrl: string;
  readonly sellerName: string;
  /** ISO date, IST. */
  readonly promisedOn: string;
  readonly carrier: string;
  readonly awb: string;
  /** Null for a carrier that the shop does not know. */
  readonly trackingUrl: string | null;
  /** What the courier collects; 0 when it is paid. */
  readonly cashPaise: number;
  readonly lines: readonly { readonly title: string; readonly variantLabel: string; readonly quantity: number }[];
}

export function subjectOf({ kind, orderNo }: Pick<ParcelUpdate, 'kind' | 'orderNo'>): string {
  return kind === 'shipped'
    ? `A parcel of your Haat order ${orderNo} is on its way`
    : `Your Haat order ${orderNo} has arrived`;
}

/** The mail in both its forms. Everything that people typed is escaped in the HTML. */
export async function renderParcelUpdate(parcel: ParcelUpdate): Promise<{ html: string; text: string }> {
  return { html: String(await htmlOf(parcel)), text: textOf(parcel) };
}

function headingOf({ kind }: ParcelUpdate): string {
  return kind === 'shipped' ? 'Your parcel is on its way' : 'Your parcel has arrived';
}

function newsOf({ kind, sellerName, promisedOn, cashPaise }: ParcelUpdate): string {
  if (kind === 'delivered') return `The parcel from ${sellerName} has been delivered. We hope you like it.`;
  const keepReady = cashPaise === 0 ? '' : ` Please keep ${formatRupees(cashPaise)} ready.`;
  return `${sellerName} has sent it; it should arrive by ${dayOf(promisedOn)}.${keepReady}`;
}

/** 'Sat, 28 Nov'. */
function dayOf(isoDate: string): string {
  return new Intl.DateTimeFormat('en-IN', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${isoDate}T00:00:00Z`),
  );
}

function titleOf({ title, variantLabel }: ParcelUpdate['lines'][number]): string {
  return variantLabel === '' ? title : `${title} (${variantLabel})`;
}

function textOf(parcel: ParcelUpdate): string {
  const { kind, orderNo, orderUrl, carrier, awb, trackingUrl, lines } = parcel;
  return [
    `${headingOf(parcel)}. Order ${orderNo}.`,
    newsOf(parcel),
    '',
    ...lines.map((line) => `  ${line.quantity} × ${titleOf(line)}`),
    '',
    ...(kind === 'shipped' ? [`Carrier: ${carrier}, AWB number ${awb}`] : []),
    ...(kind === 'shipped' && trackingUrl !== null ? [`Track it: ${trackingUrl}`] : []),
    `Your order: ${orderUrl}`,
  ].join('\n');
}

const BRAND = '#7d1d3f';
const INK = '#241815';
const SOFT = '#64544c';
const LINE = '#e4d9c9';
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";

/** Tables and inline styles: what mail programs understand. One column, so that a phone needs no media query. */
function htmlOf(parcel: ParcelUpdate) {
  const { kind, orderNo, orderUrl, lines } = parcel;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${subjectOf(parcel)}</title>
</head>
<body style="margin:0;padding:0;background:#fbf8f2;color:${INK};${FONT};font-size:16px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#fbf8f2"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:12px">
<tr><td style="background:${BRAND};color:#ffffff;padding:16px 24px;border-radius:12px 12px 0 0;font-size:22px;font-weight:700">haat</td></tr>
<tr><td style="padding:24px 24px 8px">
<h1 style="margin:0 0 8px;font-size:22px;line-height:1.3">${headingOf(parcel)}</h1>
<p style="margin:0;color:${SOFT}">Order <strong style="color:${INK}">${orderNo}</strong>. ${newsOf(parcel)}</p>
<p style="margin:16px 0 8px"><a href="${orderUrl}" style="display:inline-block;background:${BRAND};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:8px">See your order</a></p>
</td></tr>
<tr><td style="padding:16px 24px;border-top:1px solid ${LINE}">
<h2 style="margin:0 0 8px;font-size:16px">In this parcel</h2>
${lines.map((line) => html`<p style="margin:0 0 4px;word-break:break-word">${line.quantity} × ${titleOf(line)}</p>`)}
${kind === 'shipped' ? waybillHtml(parcel) : ''}
</td></tr>
<tr><td style="padding:16px 24px 24px;border-top:1px solid ${LINE};color:${SOFT};font-size:13px">
You get this message because this address was given for an order at Haat.
</td></tr>
</table></td></tr></table>
</body>
</html>`;
}

function waybillHtml({ carrier, awb, trackingUrl }: ParcelUpdate) {
  const track =
    trackingUrl === null ? '' : html` <a href="${trackingUrl}" style="color:${BRAND};font-weight:600">Track it</a>`;
  return html`<p style="margin:12px 0 0;color:${SOFT};font-size:14px">${carrier}, AWB number ${awb}.${track}</p>`;
}

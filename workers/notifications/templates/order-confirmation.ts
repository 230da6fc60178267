import { html } from 'hono/html';
import { formatRupees } from '../../domain/money.ts';
import type { QuoteTotals } from '../../domain/price.ts';

export interface OrderConfirmation {
  readonly orderNo: string;
  readonly orderUrl: string;
  readonly paymentMethod: 'stripe' | 'cod';
  readonly address: {
    readonly name: string;
    readonly line: string;
    readonly landmark: string;
    readonly district: string;
    readonly state: string;
    readonly pincode: string;
  };
  readonly totals: QuoteTotals;
  /** One per seller. */
  readonly parcels: readonly Parcel[];
}

interface Parcel {
  readonly sellerName: string;
  /** ISO date, IST. */
  readonly promisedOn: string;
  readonly lines: readonly {
    readonly title: string;
    readonly variantLabel: string;
    readonly quantity: number;
    /** For all pieces of the line. */
    readonly pricePaise: number;
  }[];
  readonly invoice: { readonly invoiceNo: string; readonly url: string } | null;
}

export function subjectOf(orderNo: string): string {
  return `Your Haat order ${orderNo} is confirmed`;
}

/** The mail in both its forms. Everything that people typed is escaped in the HTML. */
export async function renderOrderConfirmation(order: OrderConfirmation): Promise<{ html: string; text: string }> {
  return { html: String(await htmlOf(order)), text: textOf(order) };
}

/** 'Sat, 28 Nov'. */
function dayOf(isoDate: string): string {
  return new Intl.DateTimeFormat('en-IN', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${isoDate}T00:00:00Z`),
  );
}

function sumsOf({ totals }: OrderConfirmation): readonly (readonly [string, string])[] {
  const itemsPaise = totals.mrpPaise - totals.discountPaise;
  const optional = [
    ['Coupon', -totals.couponPaise],
    ['Bank offer', -totals.bankOfferPaise],
    ['Cash on delivery fee', totals.codFeePaise],
  ] as const;
  return [
    ['Items', formatRupees(itemsPaise)],
    ['Shipping', totals.shippingPaise === 0 ? 'Free' : formatRupees(totals.shippingPaise)],
    ...optional.filter(([, paise]) => paise !== 0).map(([label, paise]) => [label, formatRupees(paise)] as const),
  ];
}

function addressLines({ address }: OrderConfirmation): string[] {
  const { name, line, landmark, district, state, pincode } = address;
  return [name, line, landmark, `${district}, ${state} ${pincode}`].filter((part) => part !== '');
}

function dueLine({ paymentMethod, totals }: OrderConfirmation): string {
  const amount = formatRupees(totals.grandPaise);
  return paymentMethod === 'cod' ? `Please keep ${amount} ready for the delivery.` : `We have received ${amount}.`;
}

function textOf(order: OrderConfirmation): string {
  const parcels = order.parcels.flatMap(({ sellerName, promisedOn, lines, invoice }) => [
    `From ${sellerName}, arriving by ${dayOf(promisedOn)}`,
    ...lines.map((line) => `  ${line.quantity} × ${titleOf(line)}: ${formatRupees(line.pricePaise)}`),
    ...(invoice === null ? [] : [`  Invoice ${invoice.invoiceNo}: ${invoice.url}`]),
    '',
  ]);
  return [
    `Thank you! Your order ${order.orderNo} is confirmed.`,
    dueLine(order),
    '',
    ...parcels,
    ...sumsOf(order).map(([label, amount]) => `${label}: ${amount}`),
    `Total: ${formatRupees(order.totals.grandPaise)} (includes GST of ${formatRupees(order.totals.taxPaise)})`,
    '',
    'Delivered to',
    ...addressLines(order),
    '',
    `Your order: ${order.orderUrl}`,
    'The links to invoices work for 30 days.',
  ].join('\n');
}

function titleOf({ title, variantLabel }: { readonly title: string; readonly variantLabel: string }): string {
  return variantLabel === '' ? title : `${title} (${variantLabel})`;
}

const BRAND = '#7d1d3f';
const INK = '#241815';
const SOFT = '#64544c';
const LINE = '#e4d9c9';
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";

/** Tables and inline styles: what mail programs understand. One column, so that a phone needs no media query. */
function htmlOf(order: OrderConfirmation) {
  const { orderNo, orderUrl, parcels, totals } = order;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${subjectOf(orderNo)}</title>
</head>
<body style="margin:0;padding:0;background:#fbf8f2;color:${INK};${FONT};font-size:16px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#fbf8f2"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:12px">
<tr><td style="background:${BRAND};color:#ffffff;padding:16px 24px;border-radius:12px 12px 0 0;font-size:22px;font-weight:700">haat</td></tr>
<tr><td style="padding:24px 24px 8px">
<h1 style="margin:0 0 8px;font-size:22px;line-height:1.3">Thank you, your order is confirmed</h1>
<p style="margin:0;color:${SOFT}">Order <strong style="color:${INK}">${orderNo}</strong>. ${dueLine(order)}</p>
<p style="margin:16px 0 8px"><a href="${orderUrl}" style="display:inline-block;background:${BRAND};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:8px">See your order</a></p>
</td></tr>
${parcels.map(parcelHtml)}
<tr><td style="padding:8px 24px 16px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${sumsOf(order).map(([label, amount]) => sumHtml(label, amount))}
<tr><td style="padding:8px 0;border-top:1px solid ${LINE};font-weight:700">Total</td>
<td align="right" style="padding:8px 0;border-top:1px solid ${LINE};font-weight:700;white-space:nowrap">${formatRupees(totals.grandPaise)}</td></tr>
<tr><td colspan="2" style="color:${SOFT};font-size:14px">Includes GST of ${formatRupees(totals.taxPaise)}.${
    totals.savedPaise > 0 ? ` You save ${formatRupees(totals.savedPaise)}.` : ''
  }</td></tr>
</table></td></tr>
<tr><td style="padding:16px 24px;border-top:1px solid ${LINE}">
<h2 style="margin:0 0 4px;font-size:16px">Delivered to</h2>
<p style="margin:0;color:${SOFT}">${addressLines(order).map((line) => html`${line}<br>`)}</p>
</td></tr>
<tr><td style="padding:16px 24px 24px;border-top:1px solid ${LINE};color:${SOFT};font-size:13px">
The links to invoices work for 30 days. You get this message because this address was given for an order at Haat.
</td></tr>
</table></td></tr></table>
</body>
</html>`;
}

function parcelHtml({ sellerName, promisedOn, lines, invoice }: Parcel) {
  return html`<tr><td style="padding:16px 24px;border-top:1px solid ${LINE}">
<h2 style="margin:0;font-size:16px">Arriving by ${dayOf(promisedOn)}</h2>
<p style="margin:0 0 8px;color:${SOFT};font-size:14px">Sold by ${sellerName}</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${lines.map(
  (
    line,
  ) => html`<tr><td style="padding:4px 12px 4px 0;word-break:break-word">${line.title}<br><span style="color:${SOFT};font-size:14px">${
    line.variantLabel === '' ? '' : `${line.variantLabel} · `
  }Quantity ${line.quantity}</span></td><td align="right" valign="top" style="padding:4px 0;white-space:nowrap">${formatRupees(line.pricePaise)}</td></tr>
`,
)}
</table>
${
  invoice === null
    ? ''
    : html`<p style="margin:8px 0 0;font-size:14px"><a href="${invoice.url}" style="color:${BRAND};font-weight:600">Invoice ${invoice.invoiceNo} (PDF)</a></p>`
}
</td></tr>
`;
}

function sumHtml(label: string, amount: string) {
  return html`<tr><td style="padding:4px 0;color:${SOFT}">${label}</td><td align="right" style="padding:4px 0;white-space:nowrap">${amount}</td></tr>
`;
}

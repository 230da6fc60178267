import { html } from 'hono/html';
import { formatRupees } from '../../domain/money.ts';
import type { PaymentMethod } from '../../domain/payment.ts';
import type { QuoteTotals } from '../../domain/price.ts';
import { BRAND, LINE, mailFrame, SOFT, sumRow } from './mail-frame.ts';

export interface OrderConfirmation {
  readonly orderNo: string;
  readonly orderUrl: string;
  readonly paymentMethod: PaymentMethod;
  readonly address: {
    readonly name: string;
    readonly line: string;
    readonly landmark: string;
    readonly district: string;
    readonly state: string;
    readonly pincode: string;
  };
  readonly totals: QuoteTotals;
  /** Of the total: what was cancelled before this mail went out, and is not in it. */
  readonly cancelledPaise: number;
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

function sumsOf({ totals, cancelledPaise }: OrderConfirmation): readonly (readonly [string, string])[] {
  const itemsPaise = totals.mrpPaise - totals.discountPaise;
  const optional = [
    ['Offers', -totals.promotionPaise],
    ['Coupon', -totals.couponPaise],
    ['Bank offer', -totals.bankOfferPaise],
    ['Cash on delivery fee', totals.codFeePaise],
    ['Cancelled', -cancelledPaise],
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

function totalOf({ totals, cancelledPaise }: OrderConfirmation): number {
  return totals.grandPaise - cancelledPaise;
}

function dueLine(order: OrderConfirmation): string {
  return order.paymentMethod === 'cod'
    ? `Please keep ${formatRupees(totalOf(order))} ready for the delivery.`
    : `We have received ${formatRupees(order.totals.grandPaise)}.`;
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
    `Total: ${formatRupees(totalOf(order))} (includes GST of ${formatRupees(order.totals.taxPaise)})`,
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

function htmlOf(order: OrderConfirmation) {
  const { orderNo, orderUrl, parcels, totals } = order;
  const rows = html`${parcels.map(parcelHtml)}
<tr><td style="padding:8px 24px 16px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${sumsOf(order).map(([label, amount]) => sumRow(label, amount))}
<tr><td style="padding:8px 0;border-top:1px solid ${LINE};font-weight:700">Total</td>
<td align="right" style="padding:8px 0;border-top:1px solid ${LINE};font-weight:700;white-space:nowrap">${formatRupees(totalOf(order))}</td></tr>
<tr><td colspan="2" style="color:${SOFT};font-size:14px">Includes GST of ${formatRupees(totals.taxPaise)}.${
    totals.savedPaise > 0 ? ` You save ${formatRupees(totals.savedPaise)}.` : ''
  }</td></tr>
</table></td></tr>
<tr><td style="padding:16px 24px;border-top:1px solid ${LINE}">
<h2 style="margin:0 0 4px;font-size:16px">Delivered to</h2>
<p style="margin:0;color:${SOFT}">${addressLines(order).map((line) => html`${line}<br>`)}</p>
</td></tr>`;
  return mailFrame({
    title: subjectOf(orderNo),
    heading: 'Thank you, your order is confirmed',
    ...{ orderNo, orderUrl, rows },
    news: dueLine(order),
    note: 'The links to invoices work for 30 days.',
  });
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

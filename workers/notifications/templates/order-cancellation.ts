import { html } from 'hono/html';
import { formatRupees } from '../../domain/money.ts';
import { BRAND, LINE, mailFrame, sumRow } from './mail-frame.ts';

const NOTE = 'The links to credit notes work for 30 days.';

export interface OrderCancellation {
  readonly orderNo: string;
  readonly orderUrl: string;
  /** Nothing of the order is left. */
  readonly isAll: boolean;
  readonly lines: readonly {
    readonly title: string;
    readonly variantLabel: string;
    readonly quantity: number;
    /** What the buyer paid, or was to pay, for the line. */
    readonly paidPaise: number;
  }[];
  /** Shipping and fees of parcels of which nothing is left. */
  readonly chargesPaise: number;
  readonly money: CancelledMoney;
  readonly creditNotes: readonly { readonly creditNoteNo: string; readonly url: string }[];
}

/** What happens to the money: it goes back, less of it is due, or there is none to go back. */
export type CancelledMoney =
  | { readonly kind: 'refund'; readonly amountPaise: number; readonly isCash: boolean }
  | { readonly kind: 'less_due'; readonly amountPaise: number; readonly duePaise: number }
  | { readonly kind: 'none' };

export function subjectOf({ orderNo, isAll }: Pick<OrderCancellation, 'orderNo' | 'isAll'>): string {
  return isAll ? `Your Haat order ${orderNo} is cancelled` : `Part of your Haat order ${orderNo} is cancelled`;
}

/** The mail in both its forms. Everything that people typed is escaped in the HTML. */
export async function renderOrderCancellation(order: OrderCancellation): Promise<{ html: string; text: string }> {
  return { html: String(await htmlOf(order)), text: textOf(order) };
}

function moneyLine({ money }: OrderCancellation): string {
  switch (money.kind) {
    case 'refund':
      return money.isCash
        ? `${formatRupees(money.amountPaise)} goes back to you by bank transfer. We write to you about the account.`
        : `${formatRupees(money.amountPaise)} goes back the way you paid, within 5 to 7 working days.`;
    case 'less_due':
      return money.duePaise === 0
        ? 'Nothing is due on delivery any more.'
        : `${formatRupees(money.duePaise)} is now due on delivery, ${formatRupees(money.amountPaise)} less than before.`;
    case 'none':
      return 'There is nothing to give back for it.';
  }
}

function titleOf({ title, variantLabel }: { readonly title: string; readonly variantLabel: string }): string {
  return variantLabel === '' ? title : `${title} (${variantLabel})`;
}

function textOf(order: OrderCancellation): string {
  const { orderUrl, lines, chargesPaise, creditNotes } = order;
  return [
    `${subjectOf(order)}.`,
    moneyLine(order),
    '',
    'Cancelled',
    ...lines.map((line) => `  ${line.quantity} × ${titleOf(line)}: ${formatRupees(line.paidPaise)}`),
    ...(chargesPaise === 0 ? [] : [`  Shipping and fees: ${formatRupees(chargesPaise)}`]),
    '',
    ...creditNotes.map(({ creditNoteNo, url }) => `Credit note ${creditNoteNo}: ${url}`),
    `Your order: ${orderUrl}`,
    ...(creditNotes.length === 0 ? [] : [NOTE]),
  ].join('\n');
}

function htmlOf(order: OrderCancellation) {
  const { orderNo, orderUrl, isAll, lines, chargesPaise, creditNotes } = order;
  const rows = html`<tr><td style="padding:16px 24px;border-top:1px solid ${LINE}">
<h2 style="margin:0 0 8px;font-size:16px">Cancelled</h2>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${lines.map((line) => sumRow(`${line.quantity} × ${titleOf(line)}`, formatRupees(line.paidPaise)))}
${chargesPaise === 0 ? '' : sumRow('Shipping and fees', formatRupees(chargesPaise))}
</table>
${creditNotes.map(
  ({ creditNoteNo, url }) =>
    html`<p style="margin:8px 0 0;font-size:14px"><a href="${url}" style="color:${BRAND};font-weight:600">Credit note ${creditNoteNo} (PDF)</a></p>`,
)}
</td></tr>`;
  return mailFrame({
    title: subjectOf(order),
    heading: isAll ? 'Your order is cancelled' : 'Part of your order is cancelled',
    ...{ orderNo, orderUrl, rows },
    news: moneyLine(order),
    note: creditNotes.length === 0 ? '' : NOTE,
  });
}

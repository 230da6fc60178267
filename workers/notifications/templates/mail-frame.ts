import { html } from 'hono/html';

/** What all mails of the shop look like. Tables and inline styles are what mail programs understand. */

export const BRAND = '#7d1d3f';
export const INK = '#241815';
export const SOFT = '#64544c';
export const LINE = '#e4d9c9';
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";

export type Html = ReturnType<typeof html>;

export interface MailFrame {
  /** The subject, for programs that show the title. */
  readonly title: string;
  readonly heading: string;
  readonly orderNo: string;
  readonly orderUrl: string;
  /** One sentence, after the order number. */
  readonly news: string;
  /** Rows of the frame's table. */
  readonly rows: Html | readonly Html[];
  /** Small print, before the reason why the person gets the mail. */
  readonly note: string;
}

/** A mail about an order. */
export function mailFrame({ title, heading, orderNo, orderUrl, news, rows, note }: MailFrame) {
  return mailPage({
    title,
    heading,
    intro: html`<p style="margin:0;color:${SOFT}">Order <strong style="color:${INK}">${orderNo}</strong>. ${news}</p>
<p style="margin:16px 0 8px"><a href="${orderUrl}" style="display:inline-block;background:${BRAND};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:8px">See your order</a></p>`,
    rows,
    smallPrint: `${note === '' ? '' : `${note} `}You get this message because this address was given for an order at Haat.`,
  });
}

export interface MailPage {
  readonly lang?: 'en' | 'hi';
  /** The subject, for programs that show the title. */
  readonly title: string;
  readonly heading: string;
  readonly intro: Html;
  /** Rows of the frame's table. */
  readonly rows?: Html | readonly Html[];
  readonly smallPrint: string;
}

/** One column, so that a phone needs no media query. */
export function mailPage({ lang = 'en', title, heading, intro, rows = [], smallPrint }: MailPage) {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background:#fbf8f2;color:${INK};${FONT};font-size:16px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#fbf8f2"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:12px">
<tr><td style="background:${BRAND};color:#ffffff;padding:16px 24px;border-radius:12px 12px 0 0;font-size:22px;font-weight:700">haat</td></tr>
<tr><td style="padding:24px 24px 8px">
<h1 style="margin:0 0 8px;font-size:22px;line-height:1.3">${heading}</h1>
${intro}
</td></tr>
${rows}
<tr><td style="padding:16px 24px 24px;border-top:1px solid ${LINE};color:${SOFT};font-size:13px">
${smallPrint}
</td></tr>
</table></td></tr></table>
</body>
</html>`;
}

/** A label and its amount, in a table of its own. */
export function sumRow(label: string, amount: string) {
  return html`<tr><td style="padding:4px 12px 4px 0;color:${SOFT};word-break:break-word">${label}</td><td align="right" valign="top" style="padding:4px 0;white-space:nowrap">${amount}</td></tr>
`;
}

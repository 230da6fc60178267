/** HTML that is safe as it stands. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + textOf(values[index - 1] ?? '') + part));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page. `here` is the request's path: links are relative to it, so that a prefix does not matter. */
export function layout(here: string, title: string, content: Markup): Markup {
  const root = rootOf(here);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Haat sandbox</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header><a href="${root}"><b>Haat sandbox</b></a>
<nav aria-label="Sandbox"><a href="${root}inbox">Inbox</a> <a href="${root}payments">Payments</a> <a href="${root}carrier">Carrier</a> <a href="${root}webhooks">Webhooks</a></nav>
</header>
<main>${content}</main>
<footer>Test data only. Nothing here moves money.</footer>
</body>
</html>
`;
}

/** '/pay/pi_1' → '../', '/inbox' → './'. */
export function rootOf(here: string): string {
  return '../'.repeat(here.split('/').length - 2) || './';
}

export function timeOf(epochMs: number): string {
  return new Date(epochMs).toLocaleString('en-IN', {
    timeZone: 'Asia/Kolkata',
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map((each) => each.text).join('');
}

const STYLE = `
:root { --ink: #1c1b22; --soft: #5b5966; --ground: #f6f5fa; --card: #fff; --line: #dcd9e6; --accent: #4b2fc4; --on-accent: #fff; --bad: #b3261e; --good: #116b3c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #efedf6; --soft: #aaa6b8; --ground: #131218; --card: #1e1c26; --line: #3a3746; --accent: #b7a6ff; --on-accent: #1a1040; --bad: #ff9a91; --good: #77d9a3; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; padding: 12px 16px; background: var(--card); border-bottom: 1px solid var(--line); }
header a { display: inline-block; padding: 6px 0; text-decoration: none; }
nav a + a { margin-left: 14px; }
a { color: var(--accent); }
main { max-width: 720px; margin: 0 auto; padding: 16px; }
footer { max-width: 720px; margin: 0 auto; padding: 16px; color: var(--soft); font-size: 14px; }
h1 { font-size: 24px; line-height: 1.25; margin: 8px 0 16px; }
h2 { font-size: 18px; margin: 28px 0 10px; }
p { margin: 0 0 12px; }
.soft { color: var(--soft); font-size: 14px; }
.amount { font-size: 34px; font-weight: 700; line-height: 1.2; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 18px; margin-bottom: 16px; }
.pay { max-width: 440px; margin: 0 auto; }
ul.cards { list-style: none; padding: 0; margin: 0; display: grid; gap: 10px; }
ul.cards a, ul.cards > li > div { display: block; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; color: inherit; text-decoration: none; }
ul.cards a:hover { border-color: var(--accent); }
ul.cards b { display: block; }
button { width: 100%; min-height: 48px; margin-top: 10px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--ink); font: inherit; font-weight: 600; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.bad { color: var(--bad); }
button.small { width: auto; min-height: 40px; margin-top: 8px; padding: 6px 14px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: block; margin: 10px 0; }
input[type=number] { width: 120px; min-height: 40px; padding: 6px 10px; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; }
input[type=email], input[type=text] { width: 100%; min-height: 44px; padding: 8px 12px; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; }
input[type=checkbox] { width: 20px; height: 20px; vertical-align: -4px; margin-right: 6px; }
.tag { display: inline-block; padding: 1px 9px; border: 1px solid currentColor; border-radius: 99px; font-size: 13px; font-weight: 600; }
.tag.good { color: var(--good); } .tag.bad { color: var(--bad); }
.notice { border-left: 4px solid var(--bad); padding: 8px 12px; background: var(--ground); margin-bottom: 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 14px; margin: 0; } dt { color: var(--soft); } dd { margin: 0; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
pre { white-space: pre-wrap; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px; font-size: 14px; }
summary { cursor: pointer; padding: 8px 0; color: var(--soft); }
`;

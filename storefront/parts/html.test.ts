import { expect, test } from 'vitest';
import { attributes, Html, html } from './html.ts';

const HOSTILE = `"><script>alert('1')</script>&amp;`;
const HARMLESS = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;';

test('values are escaped in text, in attributes and in lists', () => {
  expect(String(html`<p title="${HOSTILE}">${HOSTILE}</p>${[HOSTILE, 'ok']}`)).toBe(
    `<p title="${HARMLESS}">${HARMLESS}</p>${HARMLESS}ok`,
  );
});

test('what html has made is put in as it is; what only looks like it is not', () => {
  expect(String(html`<ul>${['a', '<b>'].map((each) => html`<li>${each}</li>`)}</ul>`)).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  );
  const forged = { toString: () => '<b>' } as unknown as Html;
  expect(() => String(html`${forged}`)).toThrow();
  expect(String(html`${String(html`<b>`)}`)).toBe('&lt;b&gt;');
});

test('nothing is nothing, and zero is a number', () => {
  expect(String(html`[${null}${undefined}${false}${''}${0}${-1.5}]`)).toBe('[0-1.5]');
});

test('attributes are escaped, and left out where there are none', () => {
  const all = { class: 'a"b', width: 0, hidden: true, lang: null, title: undefined, loading: false };
  expect(String(attributes(all))).toBe(' class="a&quot;b" width="0" hidden');
  expect(() => attributes({ 'x onload': 'y' })).toThrow(TypeError);
});

test('nobody else can make one', () => {
  // @ts-expect-error The constructor is private.
  expect(new Html('<b>')).toBeInstanceOf(Html);
});

import { expect, test } from 'vitest';
import { numberOf, ownPath, readForm } from './form.ts';

const FORM = 'application/x-www-form-urlencoded';

function post(body: string, type = FORM): Request {
  return new Request('http://shop.test/cart/add', { method: 'POST', body, headers: { 'content-type': type } });
}

test('reads a plain form', async () => {
  const form = await readForm(post('sku=A%20B&sku=C&quantity=2', `${FORM}; charset=utf-8`));
  expect([form.get('sku'), form.get('quantity'), form.get('none')]).toEqual(['A B', '2', null]);
});

test('keeps letters whole where the stream cuts them', async () => {
  const bytes = new TextEncoder().encode('name=अ');
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': FORM } };
  expect((await readForm(new Request('http://shop.test/', init as RequestInit))).get('name')).toBe('अ');
});

test.each([
  ['a body of another type', post('{}', 'application/json'), 'unsupported_media_type'],
  ['a body that is too large', post(`sku=${'X'.repeat(40_000)}`), 'body_too_large'],
])('refuses %s', async (_name, request, code) => {
  await expect(readForm(request)).rejects.toMatchObject({ code });
});

test.each([
  ['3', 3],
  ['1000000000', 1_000_000_000],
  ['1.5', '1.5'],
  ['-1', '-1'],
  ['1e3', '1e3'],
  ['', ''],
  [null, ''],
  ['9'.repeat(30), '9'.repeat(30)],
])('%j is a number only when it is whole', (text, expected) => {
  expect(numberOf(text)).toBe(expected);
});

test.each([
  ['/orders/HT4K7Q2M9XAB?paid=1', '/orders/HT4K7Q2M9XAB?paid=1'],
  ['/cart#top', '/cart'],
  ['//evil.example/', '/orders'],
  ['/.//evil.example/phish', '/orders'],
  ['/a/..//evil.example', '/orders'],
  ['/%2e//evil.example', '/orders'],
  ['/./\\evil.example', '/orders'],
  ['/\\evil.example/', '/orders'],
  ['/\t/evil.example/', '/orders'],
  ['https://evil.example/', '/orders'],
  ['javascript:alert(1)', '/orders'],
  ['cart', '/orders'],
  [`/${'a'.repeat(600)}`, '/orders'],
  [null, '/orders'],
])('after signing in, %j leads to %s', (path, expected) => {
  expect(ownPath(path, '/orders')).toBe(expected);
});

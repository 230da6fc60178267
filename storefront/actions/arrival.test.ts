import { expect, test } from 'vitest';
import type { Order } from '../../workers/orders/schemas.ts';
import { arrivalOf, nextLook } from './arrival.ts';

test.each([
  ['placed=1', 'placed'],
  ['payment_intent=pi_1&redirect_status=succeeded', 'paid'],
  ['redirect_status=processing', 'paid'],
  ['redirect_status=failed', 'failed'],
  ['redirect_status=nonsense', 'visit'],
  ['', 'visit'],
])('?%s means %s', (query, expected) => {
  expect(arrivalOf(new URLSearchParams(query))).toBe(expected);
});

const parcel = { sellerName: 'S', status: 'pending', promisedOn: '2026-11-27', lines: [] };
const waiting = { status: 'payment_pending', fulfilments: [{ ...parcel, invoice: null }] } as unknown as Order;
const paid = { ...waiting, status: 'paid' };
const invoiced = { ...paid, fulfilments: [{ ...parcel, invoice: { invoiceNo: 'A', url: '/a' } }] } as unknown as Order;
const at = (query: string) => new URL(`http://shop.test/orders/HT1${query}`);

test('looks again until the payment is confirmed and the invoices are there', () => {
  expect(nextLook(waiting, 'paid', at('?redirect_status=succeeded'))?.href).toBe('/orders/HT1?paid=1&look=1');
  expect(nextLook(paid, 'paid', at('?paid=1&look=1'))?.href).toBe('/orders/HT1?paid=1&look=2');
  expect(nextLook(invoiced, 'paid', at('?paid=1&look=2'))).toBeNull();
});

test('does not wait for what nobody has started', () => {
  expect(nextLook(waiting, 'visit', at(''))).toBeNull();
  expect(nextLook(waiting, 'placed', at('?placed=1'))).toBeNull();
  expect(nextLook(waiting, 'failed', at('?redirect_status=failed'))).toBeNull();
  expect(nextLook({ ...waiting, status: 'expired' }, 'paid', at('?paid=1'))).toBeNull();
});

test.each(['20', '-1', 'many', '1.5'])('gives up after look %s', (look) => {
  expect(nextLook(waiting, 'paid', at(`?paid=1&look=${look}`))).toBeNull();
});

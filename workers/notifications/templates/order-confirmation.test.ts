import { expect, test } from 'vitest';
import { paise } from '../../domain/money.ts';
import { type OrderConfirmation, renderOrderConfirmation } from './order-confirmation.ts';

const order: OrderConfirmation = {
  orderNo: 'HT4K7Q2M9XAB',
  orderUrl: 'https://haat.test/orders/HT4K7Q2M9XAB',
  paymentMethod: 'stripe',
  address: {
    name: 'Asha <b>Rao</b>',
    line: '4 Temple Street',
    landmark: '',
    district: 'Bengaluru',
    state: 'Karnataka',
    pincode: '560003',
  },
  totals: {
    mrpPaise: paise(300_000),
    discountPaise: paise(100_000),
    promotionPaise: paise(0),
    freeFromPaise: null,
    missingForFreeShippingPaise: null,
    couponPaise: paise(10_000),
    bankOfferPaise: paise(0),
    shippingPaise: paise(0),
    codFeePaise: paise(0),
    taxPaise: paise(9_048),
    grandPaise: paise(190_000),
    savedPaise: paise(110_000),
  },
  cancelledPaise: 0,
  parcels: [
    {
      sellerName: 'Kaveri & Sons',
      promisedOn: '2026-11-28',
      lines: [
        { title: 'Kurta "Indigo" <script>', variantLabel: 'Size M', quantity: 2, pricePaise: 150_000 },
        { title: 'Dupatta', variantLabel: '', quantity: 1, pricePaise: 50_000 },
      ],
      invoice: {
        invoiceNo: 'HT-2627-000001',
        url: 'https://haat.test/api/v1/invoices/inv_1.pdf?expires=1&signature=s',
      },
    },
  ],
};

test('the text says what, when, how much, where, and links to the invoice', async () => {
  const { text } = await renderOrderConfirmation(order);
  expect(text).toBe(`Thank you! Your order HT4K7Q2M9XAB is confirmed.
We have received ₹1,900.

From Kaveri & Sons, arriving by Sat, 28 Nov
  2 × Kurta "Indigo" <script> (Size M): ₹1,500
  1 × Dupatta: ₹500
  Invoice HT-2627-000001: https://haat.test/api/v1/invoices/inv_1.pdf?expires=1&signature=s

Items: ₹2,000
Shipping: Free
Coupon: −₹100
Total: ₹1,900 (includes GST of ₹90.48)

Delivered to
Asha <b>Rao</b>
4 Temple Street
Bengaluru, Karnataka 560003

Your order: https://haat.test/orders/HT4K7Q2M9XAB
The links to invoices work for 30 days.`);
});

test('the HTML escapes what people typed', async () => {
  const { html } = await renderOrderConfirmation(order);
  expect(html).toContain('Kurta &quot;Indigo&quot; &lt;script&gt;');
  expect(html).toContain('Asha &lt;b&gt;Rao&lt;/b&gt;');
  expect(html).toContain('Kaveri &amp; Sons');
  expect(html).not.toMatch(/<script|<b>Rao/);
  expect(html).toContain('href="https://haat.test/api/v1/invoices/inv_1.pdf?expires=1&amp;signature=s"');
  expect(html).not.toContain('[object');
});

test('cash on delivery asks for the money; a parcel without an invoice has no link', async () => {
  const parcels = order.parcels.map((parcel) => ({ ...parcel, invoice: null }));
  const { html, text } = await renderOrderConfirmation({ ...order, paymentMethod: 'cod', parcels });
  for (const body of [html, text]) {
    expect(body).toContain('Please keep ₹1,900 ready for the delivery.');
    expect(body).not.toContain('HT-2627');
  }
});

import { expect, test } from 'vitest';
import { type OrderCancellation, renderOrderCancellation, subjectOf } from './order-cancellation.ts';

const given: OrderCancellation = {
  orderNo: 'HT4K7Q2M9XAB',
  orderUrl: 'https://haat.test/orders/HT4K7Q2M9XAB',
  isAll: false,
  lines: [{ title: 'Kurta "Indigo" <script>', variantLabel: 'Size M', quantity: 2, paidPaise: 150_000 }],
  chargesPaise: 4_000,
  money: { kind: 'refund', amountPaise: 154_000, isCash: false },
  creditNotes: [{ creditNoteNo: 'CN-2627-000001', url: 'https://haat.test/api/v1/credit-notes/crn_1.pdf?a=1&b=2' }],
};

test('the text says what is cancelled, what comes back and how, and links to the credit note', async () => {
  const { text } = await renderOrderCancellation(given);
  expect(text).toBe(`Part of your Haat order HT4K7Q2M9XAB is cancelled.
₹1,540 goes back the way you paid, within 5 to 7 working days.

Cancelled
  2 × Kurta "Indigo" <script> (Size M): ₹1,500
  Shipping and fees: ₹40

Credit note CN-2627-000001: https://haat.test/api/v1/credit-notes/crn_1.pdf?a=1&b=2
Your order: https://haat.test/orders/HT4K7Q2M9XAB
The links to credit notes work for 30 days.`);
});

test('the HTML escapes what people typed and carries the same links', async () => {
  const { html } = await renderOrderCancellation(given);
  expect(html).not.toContain('<script>');
  expect(html).toContain('Kurta &quot;Indigo&quot; &lt;script&gt; (Size M)');
  expect(html).toContain('crn_1.pdf?a=1&amp;b=2');
});

test.each([
  [{ kind: 'refund', amountPaise: 100, isCash: true }, '₹1 goes back to you by bank transfer'],
  [{ kind: 'less_due', amountPaise: 100, duePaise: 500 }, '₹5 is now due on delivery, ₹1 less than before.'],
  [{ kind: 'less_due', amountPaise: 100, duePaise: 0 }, 'Nothing is due on delivery any more.'],
  [{ kind: 'none' }, 'There is nothing to give back for it.'],
] as const)('%j reads "%s"', async (money, sentence) => {
  const { text, html } = await renderOrderCancellation({ ...given, money });
  expect(text).toContain(sentence);
  expect(html).toContain(sentence);
});

test('without credit notes nothing is said of them', async () => {
  const { text, html } = await renderOrderCancellation({ ...given, creditNotes: [], isAll: true });
  expect(text + html).not.toContain('redit note');
  expect(subjectOf({ ...given, isAll: true })).toBe('Your Haat order HT4K7Q2M9XAB is cancelled');
});

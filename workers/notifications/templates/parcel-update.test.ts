import { expect, test } from 'vitest';
import { type ParcelUpdate, renderParcelUpdate, subjectOf } from './parcel-update.ts';

const parcel: ParcelUpdate = {
  kind: 'shipped',
  orderNo: 'HT4K7Q2M9XAB',
  orderUrl: 'https://haat.test/orders/HT4K7Q2M9XAB',
  sellerName: 'Sharma <b>Traders</b>',
  promisedOn: '2026-11-28',
  carrier: 'delhivery',
  awb: 'HAAT00000001',
  trackingUrl: 'https://www.delhivery.com/track/package/HAAT00000001',
  cashPaise: 129_950,
  lines: [{ title: 'Cotton kurta', variantLabel: 'Size M', quantity: 2 }],
};

test('a parcel that left says who brings it, when, and what to keep ready', async () => {
  const { html, text } = await renderParcelUpdate(parcel);
  for (const part of [
    'HAAT00000001',
    'Sat, 28 Nov',
    '₹1,299.50',
    '2 × Cotton kurta (Size M)',
    parcel.trackingUrl ?? '',
  ]) {
    expect(html).toContain(part);
    expect(text).toContain(part);
  }
  expect(html).not.toContain('<b>Traders');
});

test('one that arrived asks for nothing any more', async () => {
  const { text } = await renderParcelUpdate({ ...parcel, kind: 'delivered' });
  expect(text).toContain('has been delivered');
  expect(text).not.toContain('₹');
  expect(subjectOf({ ...parcel, kind: 'delivered' })).toBe('Your Haat order HT4K7Q2M9XAB has arrived');
});

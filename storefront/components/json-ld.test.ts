import { expect, test } from 'vitest';
import type { Offer, ProductDetail, Variant } from '../../workers/catalog/schemas.ts';
import { itemList, organizationObject, productObject, websiteObject } from './json-ld.ts';

const PAGE = new URL('https://haat.example/p/lamp?lang=hi');

/** What the objects read of an offer. */
const offer = (sku: string, pricePaise: number, available = 3) =>
  ({
    ...{ sku, pricePaise, mrpPaise: pricePaise, discountPercent: 0, available, isCodAllowed: true, handlingDays: 1 },
    shippingPaise: pricePaise < 50_000 ? 4_000 : 0,
    seller: { slug: 'shop', name: 'Shop & Sons', ratingTenths: 40 },
  }) as Offer;

const variantOf = (first: Offer | null, ...others: Offer[]) =>
  ({ id: 'v', attributes: {}, label: '', isInStock: true, offer: first, reason: null, otherOffers: others }) as Variant;

const lamp = {
  ...{ id: 'p', slug: 'lamp', title: 'Brass lamp', brand: { slug: 'diya', name: 'Diya' }, breadcrumbs: [] },
  ...{ description: 'Shines.', specs: [], images: [{ largeUrl: '/media/lamp-1000.webp' }], options: [], variants: [] },
  ...{ ratingTenths: 43, ratingCount: 12, returnPolicy: 'refund', returnWindowDays: 7 },
} as unknown as ProductDetail;

test('one seller is an offer with its price, its stock, its shipping and its returns', () => {
  const object = productObject(PAGE, lamp, variantOf(offer('A', 19_950)));
  expect(object).toMatchObject({
    '@type': 'Product',
    sku: 'A',
    image: ['https://haat.example/media/lamp-1000.webp'],
    aggregateRating: { ratingValue: '4.3', ratingCount: 12 },
    offers: {
      '@type': 'Offer',
      price: '199.50',
      priceCurrency: 'INR',
      availability: 'https://schema.org/InStock',
      shippingDetails: {
        shippingRate: { value: '40.00', currency: 'INR' },
        shippingDestination: { addressCountry: 'IN' },
        deliveryTime: { handlingTime: { maxValue: 2 }, transitTime: { minValue: 1, maxValue: 7 } },
      },
      hasMerchantReturnPolicy: { merchantReturnDays: 7, refundType: 'https://schema.org/FullRefund' },
    },
  });
});

test('several sellers are a range of prices with every offer in it', () => {
  const { offers } = productObject(
    PAGE,
    lamp,
    variantOf(offer('B', 60_000, 0), offer('A', 100_000), offer('C', 9_900)),
  );
  expect(offers).toMatchObject({
    '@type': 'AggregateOffer',
    lowPrice: '99.00',
    highPrice: '1000.00',
    offerCount: 3,
    offers: [
      { sku: 'B', availability: 'https://schema.org/OutOfStock', shippingDetails: { shippingRate: { value: '0.00' } } },
      { sku: 'A' },
      { sku: 'C' },
    ],
  });
});

test('what nobody sells or has rated is not made up', () => {
  const object = productObject(PAGE, { ...lamp, ratingCount: 0, brand: null }, variantOf(null));
  for (const absent of ['offers', 'aggregateRating', 'brand', 'sku']) expect(object).not.toHaveProperty(absent);
});

test.each([
  ['none', 7, { returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted' }],
  ['replacement', 10, { merchantReturnDays: 10, refundType: 'https://schema.org/ExchangeRefund' }],
] as const)('returns by %s', (returnPolicy, returnWindowDays, wanted) => {
  const object = productObject(PAGE, { ...lamp, returnPolicy, returnWindowDays }, variantOf(offer('A', 100)));
  expect(object).toMatchObject({ offers: { hasMerchantReturnPolicy: wanted } });
});

test('the shop, its search and its lists have absolute addresses', () => {
  expect(organizationObject(PAGE, 'Haat')).toMatchObject({ logo: 'https://haat.example/icons/icon-512.png' });
  expect(websiteObject(PAGE, 'Haat')).toMatchObject({
    potentialAction: { target: { urlTemplate: 'https://haat.example/search?q={search_term_string}' } },
  });
  const cards = [
    { slug: 'a', title: 'A' },
    { slug: 'b', title: 'B' },
  ] as unknown as Parameters<typeof itemList>[1];
  expect(itemList(PAGE, cards, 24)).toMatchObject({
    itemListElement: [{ position: 25, url: 'https://haat.example/p/a' }, { position: 26 }],
  });
});

import { describe, expect, test } from 'vitest';
import type { ProductCard } from '../../workers/catalog/schemas.ts';
import { withLocale } from '../../workers/http/locale.ts';
import { picture } from './picture.ts';
import { price } from './price.ts';
import { productCard } from './product-card.ts';
import { rating } from './rating.ts';

const image = {
  ...{ url: '/media/a-400.webp', largeUrl: '/media/a-800.webp', alt: 'A lamp', width: 1000, height: 800 },
  srcset: { avif: '/media/a-200.avif 200w', webp: '/media/a-200.webp 200w' },
};
const product: ProductCard = {
  ...{ slug: 'lamp', title: 'Lamp', brand: 'Diya', sku: 'L-1', pricePaise: 59_900, mrpPaise: 119_900 },
  ...{ discountPercent: 50, ratingTenths: 41, ratingCount: 1204, isInStock: true, image },
};
const wordsOf = (part: unknown) =>
  String(part)
    .replace(/<[^>]*>/g, '|')
    .split('|')
    .filter((text) => text.trim() !== '');

test('a card says what is for sale, by whom, how good it is and for how much', () => {
  expect(wordsOf(productCard(product))).toEqual([
    ...['Diya', 'Lamp', 'Rated 4.1 out of 5', '4.1 ★', '1,204 ratings', '(1,204)'],
    ...['Price ', '₹599', 'MRP ', '₹1,199', '50% off'],
  ]);
  expect(wordsOf(withLocale('hi', () => productCard(product)))).not.toContain('50% off');
});

test('what sellers wrote cannot leave its place', () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const card = String(
    productCard({ ...product, title: hostile, brand: hostile, slug: hostile, image: { ...image, url: hostile } }),
  );
  expect(card.match(/<img/g)?.length).toBe(1);
  expect(card).not.toContain('"><img src=x');
  expect(card).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
});

test('a card without brand, rating and discount is shorter; one that is sold out says so', () => {
  const plain = { ...product, brand: null, ratingTenths: 0, mrpPaise: product.pricePaise, isInStock: false };
  expect(wordsOf(productCard(plain))).toEqual(['Out of stock', 'Lamp', 'Price ', '₹599']);
  expect(String(productCard(plain, { level: 2 }))).toMatch(/^<article class="product-card is-gone">.*<h2 .*<\/h2>/);
});

describe('a picture', () => {
  test('in its standard set', () => {
    expect(String(picture(image, { sizes: '50vw' }))).toBe(
      '<picture><source type="image/avif" srcset="/media/a-200.avif 200w" sizes="50vw">' +
        '<img src="/media/a-400.webp" alt="A lamp" width="1000" height="800" loading="lazy" decoding="async"' +
        ' srcset="/media/a-200.webp 200w" sizes="50vw"></picture>',
    );
  });

  test('that is the first of a page is fetched and painted with it', () => {
    const first = String(picture({ ...image, srcset: null }, { sizes: '50vw', alt: '', first: true }, { class: 'a' }));
    expect(first).toBe(
      '<img src="/media/a-400.webp" alt="" width="1000" height="800" loading="eager" fetchpriority="high" class="a">',
    );
  });
});

test.each([
  [{ pricePaise: 100 }, ['Price ', '₹1']],
  [{ pricePaise: 100, mrpPaise: 100, discountPercent: 0 }, ['Price ', '₹1']],
  [{ pricePaise: 9999, mrpPaise: 10_000, discountPercent: 0 }, ['Price ', '₹99.99', 'MRP ', '₹100']],
])('the price of %j', (facts, words) => expect(wordsOf(price(facts))).toEqual(words));

test.each([
  [35, 'high'],
  [34, 'middle'],
  [25, 'middle'],
  [24, 'low'],
])('a rating of %i tenths is %s', (ratingTenths, tone) => {
  expect(String(rating({ ratingTenths }))).toContain(`rating-${tone}`);
});

test('nobody has rated yet', () => expect(rating({ ratingTenths: 0, ratingCount: 0 })).toBeNull());
test('a rating in full', () =>
  expect(wordsOf(rating({ ratingTenths: 41, ratingCount: 1 }, true)).at(-1)).toBe('1 rating'));

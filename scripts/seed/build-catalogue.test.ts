import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { slugSchema } from '../../workers/catalog/schemas.ts';
import { buildCatalogue } from './build-catalogue.ts';
import { categoryRows } from './build-shop.ts';
import { FAMILIES } from './catalogue/families.ts';
import { CATEGORIES, LEAF_CATEGORIES } from './categories.ts';
import { DEMO_LOGINS } from './demo-logins.ts';

const catalogue = buildCatalogue();
const { products, variants, listings, media, brands, stockLevels, inventoryLedger } = catalogue;
const ROOT = path.join(import.meta.dirname, '../..');

describe('the demo catalogue', () => {
  test('is as large as a shop', () => {
    expect(products.length).toBeGreaterThanOrEqual(420);
    expect(brands.length).toBeGreaterThanOrEqual(60);
    expect(CATEGORIES.filter(({ depth }) => depth === 0).length).toBeGreaterThanOrEqual(14);
    expect(LEAF_CATEGORIES.length).toBeGreaterThanOrEqual(45);
    expect(catalogue.pictures.size).toBeLessThanOrEqual(450);
  });

  test('is the same every time', () => {
    expect(buildCatalogue()).toEqual(catalogue);
  });

  test('has unique ids, slugs, SKUs and offers', () => {
    for (const rows of [products, variants, listings, media, brands]) {
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    }
    expect(new Set(products.map(({ slug }) => slug)).size).toBe(products.length);
    expect(new Set(brands.map(({ slug }) => slug)).size).toBe(brands.length);
    expect(new Set(listings.map(({ sku }) => sku)).size).toBe(listings.length);
    expect(new Set(listings.map(({ variantId, sellerId }) => `${variantId}/${sellerId}`)).size).toBe(listings.length);
    expect([...products, ...brands].filter(({ slug }) => !slugSchema.safeParse(slug).success)).toEqual([]);
  });

  test('puts every product into a leaf, and something into every leaf', () => {
    const leaves = new Set(LEAF_CATEGORIES.map(({ slug }) => slug));
    expect(FAMILIES.map(({ category }) => category).filter((slug) => !leaves.has(slug))).toEqual([]);
    expect(new Set(products.map(({ categoryId }) => categoryId)).size).toBe(leaves.size);
  });

  test('shows every product and every variant, with pictures that will be drawn', () => {
    const shown = new Set(media.flatMap(({ productId, variantId }) => [variantId ?? productId]));
    const unseen = variants.filter(({ id, productId }) => !shown.has(id) && !shown.has(productId));
    expect(unseen).toEqual([]);
    expect(media.filter(({ key, alt }) => !catalogue.pictures.has(key) || alt === '')).toEqual([]);
    expect(categoryRows(catalogue).filter(({ imageKey }) => !imageKey || !catalogue.pictures.has(imageKey))).toEqual(
      [],
    );
    const emoji = path.join(ROOT, 'node_modules/@lobehub/fluent-emoji-3d/assets');
    const glyphs = [...catalogue.pictures.values()].map(({ glyph }) => glyph);
    expect(glyphs.filter((glyph) => !existsSync(path.join(emoji, `${glyph}.webp`)))).toEqual([]);
  });

  test('asks prices that are lawful: whole rupees, not above MRP, with an HSN code', () => {
    for (const { sku, pricePaise, mrpPaise, hsn } of listings) {
      expect(pricePaise, sku).toBeGreaterThan(0);
      expect(pricePaise % 100, sku).toBe(0);
      expect(mrpPaise, sku).toBeGreaterThanOrEqual(pricePaise);
      expect(hsn, sku).toMatch(/^\d{4}(\d{2}){0,2}$/);
    }
  });

  test('sells every variant, many of them by several sellers', () => {
    const bySeller = Map.groupBy(listings, ({ variantId }) => variantId);
    expect(bySeller.size).toBe(variants.length);
    const rivals = [...bySeller.values()].filter((offers) => offers.length > 1);
    expect(rivals.length).toBeGreaterThan(variants.length * 0.3);
    expect(rivals.some((offers) => new Set(offers.map(({ pricePaise }) => pricePaise)).size > 1)).toBe(true);
  });

  test('opens the stock of every listing, some of it low or gone', () => {
    expect(stockLevels.map(({ sku }) => sku)).toEqual(listings.map(({ sku }) => sku));
    expect(inventoryLedger.map(({ sku, onHandChange }) => ({ sku, onHand: onHandChange }))).toEqual(
      stockLevels.map(({ sku, onHand }) => ({ sku, onHand })),
    );
    expect(stockLevels.every(({ onHand }) => onHand >= 0 && onHand <= 200)).toBe(true);
    expect(stockLevels.some(({ onHand }) => onHand === 0)).toBe(true);
    expect(stockLevels.some(({ onHand }) => onHand > 0 && onHand < 4)).toBe(true);
  });

  test('lets shoppers filter by every choice they are given', () => {
    const attributesOf = new Map(CATEGORIES.map(({ slug, attributes }) => [slug, attributes.map(({ name }) => name)]));
    const unknown = FAMILIES.flatMap(({ category, sizes, products: rows }) =>
      [...rows.flatMap(({ choices }) => Object.keys(choices)), ...(sizes === undefined ? [] : ['size'])]
        .filter((name) => !attributesOf.get(category)?.includes(name))
        .map((name) => `${category}: ${name}`),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });

  test('describes in two to four sentences', () => {
    for (const { slug, description = '' } of products) {
      const sentences = description.match(/[.!?](?= |$)/g) ?? [];
      expect(sentences.length, slug).toBeGreaterThanOrEqual(2);
      expect(description.length, slug).toBeLessThan(600);
    }
  });

  test('has a drawing for every department, for products without pictures', () => {
    const departments = CATEGORIES.filter(({ depth }) => depth === 0).map(({ slug }) => slug);
    const missing = [...departments, 'generic'].filter(
      (name) => !existsSync(path.join(ROOT, `storefront/public/placeholders/${name}.svg`)),
    );
    expect(missing).toEqual([]);
  });

  test('has people of every kind', () => {
    expect(new Set(DEMO_LOGINS.map(({ role }) => role))).toEqual(new Set(['shopper', 'staff', 'seller']));
  });
});

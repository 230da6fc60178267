import { expect, test } from 'vitest';
import { CategoryShelf } from './category-shelf.ts';

test('what is there is found by name; what is missing is made below it, with its terms', () => {
  const first = new CategoryShelf([]);
  first.find(["Women's Fashion", 'Ethnic Wear']);
  const shelf = new CategoryShelf(first.added);
  expect(shelf.find(["women's fashion", 'ETHNIC WEAR'])?.slug).toBe('ethnic-wear');
  expect(shelf.added).toEqual([]);
  expect(shelf.find(["Women's Fashion", 'Ethnic Wear', 'Sarees'])).toMatchObject({
    path: '/womens-fashion/ethnic-wear/sarees/',
    depth: 2,
    hsn: '5407',
    gstCode: 'apparel',
    parentId: shelf.find(["Women's Fashion", 'Ethnic Wear'])?.id,
  });
  expect(shelf.added.map(({ name }) => name)).toEqual(['Sarees']);
});

test('slugs are readable and never meet, not even those of departments that come later', () => {
  const shelf = new CategoryShelf([]);
  const slugs = [
    ["Kids' Fashion", 'Girls Wear', 'Accessories'],
    ["Kids' Fashion", 'Shirts'],
    ["Men's Fashion", 'Shirts'],
    ["Men's Fashion", 'Ethnic Wear', 'Shirts'],
    ["Men's Fashion", 'Sports Wear', 'Ethnic Wear', 'Shirts'],
    ['Fashion Accessories'],
    ['Pet Supplies', 'कुत्ते'],
  ].map((path) => shelf.find(path)?.slug ?? '');
  expect(slugs.slice(0, 4)).toEqual([
    'kids-fashion-accessories',
    'shirts',
    'mens-fashion-shirts',
    'ethnic-wear-shirts',
  ]);
  expect(slugs[4]).toMatch(/^shirts-[a-z0-9]{6}$/);
  expect(slugs[5]).toBe('accessories');
  expect(slugs[6]).toMatch(/^category-[a-z0-9]{6}$/);
  expect(new Set(shelf.added.map(({ slug }) => slug)).size).toBe(shelf.added.length);
});

test('no department is guessed', () => {
  const shelf = new CategoryShelf([]);
  expect(shelf.find(['Kites', 'Paper'])).toBeNull();
  expect(shelf.added).toEqual([]);
  expect(shelf.departmentNames()).toContain('Automotive');
});

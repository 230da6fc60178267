import { expect, test } from 'vitest';
import { COLUMNS, formatOf, identitiesOf } from './columns.ts';

test('a format is known by its columns, in any order', () => {
  expect(formatOf([...COLUMNS.flipkart.required])).toEqual({ ok: true, format: 'flipkart' });
  expect(formatOf([...COLUMNS.haat.optional, ...COLUMNS.haat.required])).toEqual({ ok: true, format: 'haat' });
});

test.each([
  [['listing_id', 'title', 'category', 'mrp', 'price', 'prise', 'colour2'], "unknown columns 'prise', 'colour2'"],
  [['listing_id', 'title', 'mrp', 'price'], "missing column 'category'"],
  [['listing_id', 'title', 'category', 'mrp', 'price', 'price'], "repeated column 'price'"],
  [['uniq_id'], "missing columns 'product_name', 'product_category_tree', 'retail_price', 'discounted_price'"],
  [['a;b;c'], "unknown column 'a;b;c'; missing columns 'listing_id'"],
])('%o', (header, complaint) => {
  const format = formatOf(header);
  expect(format.ok ? '' : format.reason).toContain(complaint);
});

test('what tells rows of a file apart', () => {
  expect(identitiesOf({ uniq_id: 'u1', pid: ' p1 ' })).toEqual([
    { field: 'uniq_id', value: 'u1' },
    { field: 'pid', value: 'p1' },
  ]);
  expect(identitiesOf({ listing_id: 'l1', product_id: 'k1', colour: 'Red', size: 'XL' })).toEqual([
    { field: 'listing_id', value: 'l1' },
    { field: 'product_id', value: 'k1|red|xl' },
  ]);
  expect(identitiesOf({ listing_id: 'l1' })).toEqual([{ field: 'listing_id', value: 'l1' }]);
});

import { describe, expect, test } from 'vitest';
import { readFlipkartDescription } from './flipkart-description.ts';
import { inferCategory } from './infer-category.ts';
import type { Fields, ImportItem } from './item.ts';
import { readRow } from './read-row.ts';
import { readRubyHash } from './ruby-hash.ts';
import { readFlipkartSpecs } from './specs.ts';

const flipkart = (fields: Fields = {}): Fields => ({
  uniq_id: 'c2d766ca982eca8304150849735ffef9',
  pid: 'SRTEH2FF9KEDEFGF',
  product_name: "Alisha Solid Women's Cycling Shorts",
  product_category_tree: `["Clothing >> Women's Clothing >> Lingerie, Sleep & Swimwear >> Shorts >> Alisha Shorts >> Alisha Solid Women's Cycling Shorts"]`,
  retail_price: '999',
  discounted_price: '379',
  brand: 'Alisha',
  product_rating: 'No rating available',
  description: '',
  product_specifications: '',
  ...fields,
});

const haat = (fields: Fields = {}): Fields => ({
  listing_id: 'L-1',
  title: 'Cotton kurta',
  category: "Women's Fashion > Ethnic Wear > Kurtas",
  mrp: '1,999.00',
  price: '799.50',
  ...fields,
});

function itemOf(fields: Fields): ImportItem {
  const read = readRow(fields);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.item;
}

const problemsOf = (fields: Fields) => {
  const read = readRow(fields);
  return read.ok ? [] : read.problems.map(({ field, reason }) => `${field}: ${reason}`);
};

test('a whole row', () => {
  expect(itemOf(flipkart({ product_rating: '4.25' }))).toMatchObject({
    title: "Alisha Solid Women's Cycling Shorts",
    brand: 'Alisha',
    category: ["Women's Fashion", 'Lingerie, Sleep & Swimwear', 'Shorts'],
    mrpPaise: 99_900,
    pricePaise: 37_900,
    ratingTenths: 43,
    ratingCount: 1,
  });
});

describe('category tree', () => {
  const cases: [why: string, title: string, tree: string, category: string, brand?: string][] = [
    [
      'a plain tree',
      'Voylla Metal Necklace',
      'Jewellery >> Necklaces & Chains >> Necklaces',
      'Watches & Jewellery > Jewellery > Necklaces & Chains > Necklaces',
    ],
    [
      'the product itself at the end',
      'Dartle Alloy Ring',
      'Jewellery >> Rings >> Dartle Alloy Ring',
      'Watches & Jewellery > Jewellery > Rings',
    ],
    [
      'the product cut off',
      'ARRA Corner Sofa Set in Solid Wood',
      'Furniture >> Living Room >> ARRA Corner Sofa S...',
      'Home & Furniture > Furniture > Living Room',
    ],
    [
      'the product with its colours',
      'Adorn Women Heels',
      "Footwear >> Women's Footwear >> Heels >> Adorn Women Heels (Black, Pack of 1)",
      "Footwear > Women's Footwear > Heels",
    ],
    [
      'a brand page',
      "Clo Clu Women's Shirt",
      "Clothing >> Women's Clothing >> Shirts >> Clo Clu Shirts",
      "Women's Fashion > Shirts",
      'Clo Clu',
    ],
    [
      'a brand page and the product',
      'S4S Stylish Push-up Bra',
      "Clothing >> Women's Clothing >> Bras >> S4S Bras >> S4S Stylish Pus...",
      "Women's Fashion > Bras",
      'S4S',
    ],
    [
      "a parent's name is no brand",
      'Fastrack Watch',
      'Watches >> Wrist Watches',
      'Watches & Jewellery > Wrist Watches',
    ],
    [
      'a category that the title begins with',
      'Rings for Women',
      'Jewellery >> Rings',
      'Watches & Jewellery > Jewellery > Rings',
    ],
    ['a department alone', 'YNA Aviator Sunglasses', 'Sunglasses', 'Fashion Accessories > Sunglasses'],
    [
      'the same name twice',
      'Zadine Leggings',
      "Clothing >> Women's Clothing >> Leggings >> Leggings",
      "Women's Fashion > Leggings",
    ],
    [
      'a broken encoding',
      'Speedwav Lamp',
      'Automotive >> Accessories & Spare parts >> Car Lighting >> Car Fog Lamps?',
      'Automotive > Car Lighting > Car Fog Lamps',
    ],
    ['too deep', 'Elle Top', "Clothing >> Women's Clothing >> A >> B >> C >> D", "Women's Fashion > A > B > D"],
    ['no tree: the title tells', 'Olvin Oval Sunglasses', 'Olvin Oval Sunglasses', 'Fashion Accessories > Sunglasses'],
    [
      'no tree, cut off',
      "Clovia Women's T-Shirt Bra",
      "Clovia Women's T-Shi...",
      "Women's Fashion > Lingerie, Sleep & Swimwear",
    ],
  ];
  test.each(cases)('%s', (_why, title, tree, category, brand) => {
    const item = itemOf(flipkart({ product_name: title, product_category_tree: `["${tree}"]`, brand: '' }));
    expect(item.category.join(' > ')).toBe(category);
    expect(item.brand).toBe(brand ?? null);
  });

  test('neither tree nor title tell: rejected', () => {
    expect(
      problemsOf(flipkart({ product_name: 'Zixtro Bug', product_category_tree: '["Zixtro Bug (Black)"]' })),
    ).toEqual(['product_category_tree: no department, and the title does not tell one']);
    expect(inferCategory('Behringer Xenyx 502 Analog Sound Mixer')).toBeNull();
  });
});

describe('brand', () => {
  const cases: [title: string, column: string, brand: string | null][] = [
    ['Raymond Abstract Blanket', 'Raymond', 'Raymond'],
    ['raymond Abstract Blanket', 'Raymond', 'Raymond'],
    ['S4S Push-up Bra', 'Black', null],
    ['Ajaero Jeans', 'Regular', null],
    ['Regularity Jeans', 'Regular', null],
    ['Metro Women Flats', '', null],
  ];
  test.each(cases)('%s, column %s', (product_name, brand, expected) => {
    expect(itemOf(flipkart({ product_name, brand, product_category_tree: '["Footwear"]' })).brand).toBe(expected);
  });

  test('a colour in the brand column is the colour', () => {
    expect(itemOf(flipkart({ brand: 'Light Pink' }))).toMatchObject({
      brand: 'Alisha',
      attributes: { colour: 'Pink' },
    });
  });
});

describe('prices and ratings', () => {
  const cases: [fields: Fields, problems: string[]][] = [
    [{ retail_price: '', discounted_price: '' }, ['retail_price: missing', 'discounted_price: missing']],
    [{ retail_price: '100', discounted_price: '100.01' }, ['discounted_price: above the MRP in retail_price']],
    [{ discounted_price: 'free' }, ["discounted_price: not an amount in rupees: 'free'"]],
    [{ discounted_price: '0' }, ['discounted_price: zero']],
    [{ discounted_price: '-5' }, ["discounted_price: not an amount in rupees: '-5'"]],
    [{ retail_price: '1e9' }, ["retail_price: not an amount in rupees: '1e9'"]],
    [{ product_rating: '5.1' }, ['product_rating: not a rating from 0 to 5']],
    [{ product_rating: 'good' }, ['product_rating: not a rating from 0 to 5']],
    [{ product_name: ' \u0000 ' }, ['product_name: missing']],
    [{ uniq_id: '' }, ['uniq_id: missing']],
    [{ uniq_id: 'a b' }, ['uniq_id: not an id: at most 64 letters, digits and . _ : / -']],
    [
      { product_specifications: '{"product_specification"=>[' },
      ['product_specifications: not readable from character 28 on'],
    ],
  ];
  test.each(cases)('%o', (fields, problems) => {
    expect(problemsOf(flipkart(fields))).toEqual(problems);
  });
});

describe('specifications', () => {
  const specs = (text: string) => {
    const read = readFlipkartSpecs(text);
    return read.ok
      ? Object.fromEntries(read.specs.flatMap(({ items }) => items.map(({ key, value }) => [key, value])))
      : read.reason;
  };
  test.each([
    ['', {}],
    ['{"product_specification"=>nil}', {}],
    ['{"product_specification"=>[]}', {}],
    ['{"product_specification"=>{"key"=>"Material", "value"=>"Leather"}}', { Material: 'Leather' }],
    [
      '{"product_specification"=>[{"key"=>"Color", "value"=>"Red"}, {"value"=>"Machine Wash"}, {"value"=>"1 Top"}]}',
      { Colour: 'Red', Details: 'Machine Wash, 1 Top' },
    ],
    [
      '{"product_specification"=>[{"key"=>"Size", "value"=>"3\\" x 4\\""}, {"key"=>"Note", "value"=>"\\u20b9 5"}]}',
      { Size: '3" x 4"', Note: '₹ 5' },
    ],
    ['{"product_specification"=>[{"key"=>"Setting", "value"=>"NA"}, {"key"=>"Weight", "value"=>nil}]}', {}],
    ['{"product_specification"=>[{"key"=>"A", "value"=>"1"}, {"key"=>"A", "value"=>"2"}]}', { A: '1' }],
    ['{"product_specification"=>[{"key"=>"Ideal For", "value"=>"Women\'s, Girl\'s"}]}', { 'Ideal For': 'Women, Girl' }],
    ['{"other"=>[]}', "has no member 'product_specification'"],
    ['[1, 2', 'not readable from character 6 on'],
  ])('%s', (text, expected) => {
    expect(specs(text)).toEqual(expected);
  });

  test('nesting is bounded, and nothing is evaluated', () => {
    expect(readRubyHash('['.repeat(10_000)).ok).toBe(false);
    expect(readRubyHash('{"a"=>`ls`}').ok).toBe(false);
    expect(readRubyHash('{"__proto__"=>{"x"=>"1"}}')).toMatchObject({ ok: true });
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  test('colour and size become attributes', () => {
    const product_specifications =
      '{"product_specification"=>[{"key"=>"Color", "value"=>"Black, White"}, {"key"=>"Ring Size", "value"=>"16"}]}';
    expect(itemOf(flipkart({ product_specifications })).attributes).toEqual({ colour: 'Multicolour', size: '16' });
  });
});

describe('description', () => {
  test.each([
    ['Klick Top - Buy Green Klick Top For Only Rs. 1799 Online in India. Only at Flipkart.com', ''],
    ['Buy Klick Top for Rs.390 online. Klick Top at best prices with FREE shipping & cash on delivery.', ''],
    ['Klick Top\n                 Price: Rs. 909\n\t\t\t\n\t\tSoft cotton.\nSoft cotton.', 'Soft cotton.'],
    [
      'Key Features of Klick Top Pack of 1,Klick Top Price: Rs. 1,259 Soft cotton.,Specifications of Klick Top Fabric Cotton',
      'Pack of 1\nSoft cotton.',
    ],
    ['Specifications of Klick Top Fabric Cotton', ''],
    ['<p>Soft &amp; <b>warm</b></p><script>x</script>', 'Soft & warm\nx'],
  ])('%s', (text, expected) => {
    expect(readFlipkartDescription(text, 'Klick Top', 1000)).toBe(expected);
  });
});

describe('texts', () => {
  test('are cleaned and bounded', () => {
    const title = `\u00a0Tarkan&nbsp;Blue\ufffd  &lt;Umbrella&gt; ${'word '.repeat(100)}`;
    const item = itemOf(flipkart({ product_name: title }));
    expect(item.title).toMatch(/^Tarkan Blue <Umbrella> word/);
    expect(item.title.length).toBeLessThanOrEqual(200);
    expect(item.title).toMatch(/word…$/);
  });

  test('Hindi stays as it is', () => {
    const title = 'सूती कुर्ता महिलाओं के लिए क्‍षमा';
    expect(itemOf(haat({ title })).title).toBe(title);
  });
});

describe("Haat's own template", () => {
  test('a whole row', () => {
    const fields = haat({
      product_id: 'K-7',
      colour: 'Indigo',
      size: 'M',
      specs: 'Fabric: Cotton; Hand wash',
      stock: '7',
      brand: 'Nila',
      rating: '4.4',
      rating_count: '31',
      hsn: '62114300',
      gst_code: 'apparel',
    });
    expect(itemOf(fields)).toEqual({
      listingId: 'L-1',
      productKey: 'haat:K-7',
      variantKey: 'haat:K-7|indigo|m',
      title: 'Cotton kurta',
      brand: 'Nila',
      isBrandInTitle: false,
      category: ["Women's Fashion", 'Ethnic Wear', 'Kurtas'],
      description: '',
      specs: [
        { name: 'Specifications', items: [{ key: 'Fabric', value: 'Cotton' }] },
        { name: 'Details', items: [{ key: 'Details', value: 'Hand wash' }] },
      ],
      attributes: { colour: 'Indigo', size: 'M' },
      mrpPaise: 199_900,
      pricePaise: 79_950,
      ratingTenths: 44,
      ratingCount: 31,
      hsn: '62114300',
      gstCode: 'apparel',
      stock: 7,
    });
  });

  test('every fault of a row is named', () => {
    expect(problemsOf(haat({ title: '', category: ' > ', hsn: '12', stock: '-1', price: '' }))).toEqual([
      'title: missing',
      'category: missing',
      'hsn: not 4 to 8 digits',
      'price: missing',
      'stock: not a whole number from 0 to 1000000',
    ]);
  });
});
